// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

var settingsRoutes = []rest.Route{
	rest.Get("/sync/settings", showSettings),
	rest.Put("/sync/settings", changeSettings),
}

type settingsDoc struct {
	synciq.Settings
	MaxConcurrentJobs int  `json:"max_concurrent_jobs"`
	PasswordSet       bool `json:"password_set"`
}

func showSettings(r *rest.Request) rest.Answer {
	s := synciq.Of(r.Cluster).CurrentSettings()
	return rest.OK(map[string]any{"settings": settingsDoc{s, synciq.Of(r.Cluster).MaxConcurrentJobs(), s.PasswordSum != ""}})
}

func changeSettings(r *rest.Request) rest.Answer {
	body := struct {
		synciq.Settings
		Password string `json:"password" max:"255"`
	}{Settings: synciq.Of(r.Cluster).CurrentSettings()}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	if id := body.ClusterCertificateID; id != "" && !synciq.Of(r.Cluster).Servers.Has(id) {
		return rest.BadRequest("cluster_certificate_id", "Certificate %q not found in the synciq_server certificate store.", id)
	}
	if r.Has("password") {
		body.PasswordSum = digestOf(body.Password)
	}
	synciq.Of(r.Cluster).SetSettings(body.Settings)
	return rest.Done()
}
