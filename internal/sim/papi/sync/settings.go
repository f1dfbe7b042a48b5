// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var settingsRoutes = []rest.Route{
	rest.Get("/sync/settings", showSettings),
	rest.Put("/sync/settings", changeSettings),
}

type settingsDoc struct {
	world.SyncSettings
	MaxConcurrentJobs int  `json:"max_concurrent_jobs"`
	PasswordSet       bool `json:"password_set"`
}

func showSettings(r *rest.Request) rest.Answer {
	s := r.Cluster.SyncSettings()
	return rest.OK(map[string]any{"settings": settingsDoc{s, r.Cluster.MaxConcurrentJobs(), s.PasswordSum != ""}})
}

func changeSettings(r *rest.Request) rest.Answer {
	body := struct {
		world.SyncSettings
		Password string `json:"password" max:"255"`
	}{SyncSettings: r.Cluster.SyncSettings()}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	if id := body.ClusterCertificateID; id != "" && !r.Cluster.Sync.Servers.Has(id) {
		return rest.BadRequest("cluster_certificate_id", "Certificate %q not found in the synciq_server certificate store.", id)
	}
	if r.Has("password") {
		body.PasswordSum = digestOf(body.Password)
	}
	r.Cluster.SetSyncSettings(body.SyncSettings)
	return rest.Done()
}
