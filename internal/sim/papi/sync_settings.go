// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var syncSettingsRoutes = []Route{
	{"GET", "/sync/settings", showSyncSettings},
	{"PUT", "/sync/settings", changeSyncSettings},
}

type syncSettingsDoc struct {
	world.SyncSettings
	MaxConcurrentJobs int  `json:"max_concurrent_jobs"`
	PasswordSet       bool `json:"password_set"`
}

func showSyncSettings(r *Request) Answer {
	s := r.Cluster.SyncSettings()
	return OK(map[string]any{"settings": syncSettingsDoc{s, r.Cluster.MaxConcurrentJobs(), s.PasswordSum != ""}})
}

func changeSyncSettings(r *Request) Answer {
	body := struct {
		world.SyncSettings
		Password string `json:"password" max:"255"`
	}{SyncSettings: r.Cluster.SyncSettings()}
	if bad := r.Edit(&body); bad != nil {
		return *bad
	}
	if id := body.ClusterCertificateID; id != "" && !r.Cluster.Sync.Servers.Has(id) {
		return BadRequest("cluster_certificate_id", "Certificate %q not found in the synciq_server certificate store.", id)
	}
	if r.has("password") {
		body.PasswordSum = digestOf(body.Password)
	}
	r.Cluster.SetSyncSettings(body.SyncSettings)
	return Done()
}
