// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// policyDoc is a policy as the API shows it.
type policyDoc struct {
	synciq.PolicySettings
	Conflicted          bool   `json:"conflicted"`
	DatabaseMirrored    bool   `json:"database_mirrored"`
	Enabled             bool   `json:"enabled"`
	Encrypted           bool   `json:"encrypted"`
	HasSyncState        bool   `json:"has_sync_state"`
	ID                  string `json:"id"`
	LastJobState        string `json:"last_job_state"`
	LastStarted         *int64 `json:"last_started"`
	LastSuccess         *int64 `json:"last_success"`
	NextRun             *int64 `json:"next_run"`
	PasswordSet         bool   `json:"password_set"`
	SourceCertificateID string `json:"source_certificate_id"`
	SourceDomainMarked  bool   `json:"source_domain_marked"`
}

func shownPolicy(r *rest.Request, p synciq.Policy) any {
	now := r.World.Now()
	d := policyDoc{
		PolicySettings: p.PolicySettings, Conflicted: p.Conflicted, Enabled: p.EnabledSeen(now), Encrypted: p.TargetCertificateID != "",
		HasSyncState: p.HasState, ID: p.ID, LastJobState: p.LastJobStateSeen(now), LastStarted: epoch(p.LastStarted),
		LastSuccess: epoch(p.LastSuccess), NextRun: epoch(p.NextRun), PasswordSet: p.PasswordSum != "", SourceDomainMarked: p.DomainMarked,
	}
	if d.Encrypted {
		d.SourceCertificateID = synciq.Of(r.Cluster).CurrentSettings().ClusterCertificateID
	}
	if p.Conflicted && r.World.Dials.Is("next_run_when_conflicted", "null") {
		d.NextRun = nil
	}
	d.LinkedServicePolicies = rest.OrEmpty(d.LinkedServicePolicies)
	d.SourceExcludeDirectories = rest.OrEmpty(d.SourceExcludeDirectories)
	d.SourceIncludeDirectories = rest.OrEmpty(d.SourceIncludeDirectories)
	return d
}
