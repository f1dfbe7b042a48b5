// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// SyncPolicy is a SyncIQ policy on its source cluster. Times are Unix seconds.
type SyncPolicy struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Action         string `json:"action"`
	Enabled        bool   `json:"enabled"`
	SourceRootPath string `json:"source_root_path"`
	TargetHost     string `json:"target_host"`
	TargetPath     string `json:"target_path"`
	// Schedule is "" for manual, "when-source-modified", "when-snapshot-taken" or a date text.
	Schedule string `json:"schedule"`
	// JobDelay and RPOAlert are in seconds.
	JobDelay *int64 `json:"job_delay"`
	RPOAlert *int64 `json:"rpo_alert"`
	Priority int    `json:"priority"`
	// Conflicted means that the last run failed and that scheduled runs wait until somebody resolves it.
	Conflicted               bool           `json:"conflicted"`
	LastJobState             string         `json:"last_job_state"`
	LastStarted              *int64         `json:"last_started"`
	LastSuccess              *int64         `json:"last_success"`
	NextRun                  *int64         `json:"next_run"`
	HasSyncState             *bool          `json:"has_sync_state"`
	SourceDomainMarked       *bool          `json:"source_domain_marked"`
	PasswordSet              bool           `json:"password_set"`
	Encrypted                bool           `json:"encrypted"`
	DisableFOFB              bool           `json:"disable_fofb"`
	DisableSTF               bool           `json:"disable_stf"`
	AcceleratedFailback      bool           `json:"accelerated_failback"`
	SkipWhenSourceUnmodified bool           `json:"skip_when_source_unmodified"`
	DeleteQuotas             bool           `json:"delete_quotas"`
	ServicePolicy            bool           `json:"service_policy"`
	RestrictTargetNetwork    bool           `json:"restrict_target_network"`
	ForceInterface           bool           `json:"force_interface"`
	SourceNetwork            *SourceNetwork `json:"source_network"`
	SourceInclude            []string       `json:"source_include_directories"`
	SourceExclude            []string       `json:"source_exclude_directories"`
	FileMatchingPattern      *FilePattern   `json:"file_matching_pattern"`
	SourceSnapshotArchive    bool           `json:"source_snapshot_archive"`
	TargetSnapshotArchive    bool           `json:"target_snapshot_archive"`
	TargetCertificateID      string         `json:"target_certificate_id"`
}

// SourceNetwork ties the jobs of a policy to the nodes of one pool.
type SourceNetwork struct {
	Pool   string `json:"pool"`
	Subnet string `json:"subnet"`
}

// FilePattern is a filter on files; only whether there is one matters here.
type FilePattern struct {
	OrCriteria []struct {
		AndCriteria []map[string]any `json:"and_criteria"`
	} `json:"or_criteria"`
}

// Filtered tells whether the policy copies only a part of its directory.
func (p SyncPolicy) Filtered() bool {
	if len(p.SourceInclude) > 0 || len(p.SourceExclude) > 0 {
		return true
	}
	return p.FileMatchingPattern != nil && len(p.FileMatchingPattern.OrCriteria) > 0
}

// PolicyUpdate is the body of a PUT on a policy. Nil pointers and zero Nullables leave a property as it is. Writing Conflicted false
// on a policy that is not conflicted is an error on OneFS (behaviour notes, section 6).
type PolicyUpdate struct {
	Enabled    *bool           `json:"enabled,omitempty"`
	Schedule   *string         `json:"schedule,omitempty"`
	JobDelay   Nullable[int64] `json:"job_delay,omitzero"`
	RPOAlert   Nullable[int64] `json:"rpo_alert,omitzero"`
	Priority   *int            `json:"priority,omitempty"`
	Conflicted *bool           `json:"conflicted,omitempty"`
}

// SyncPolicies lists the policies whose source is this cluster.
func (c *Client) SyncPolicies(ctx context.Context) ([]SyncPolicy, error) {
	return list[SyncPolicy](ctx, c, "policies", nil, uri.SyncPolicies)
}

// UpdateSyncPolicy changes a policy.
func (c *Client) UpdateSyncPolicy(ctx context.Context, p permit.Permit, nameOrID string, update PolicyUpdate) error {
	return c.put(ctx, p, "", update, nil, uri.SyncPolicies+uri.ID, nameOrID)
}
