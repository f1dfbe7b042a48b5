// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/http"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Values of SyncTargetPolicy.FailoverFailbackState. The list is open.
const (
	TargetWritesDisabled       = "writes_disabled"
	TargetEnablingWrites       = "enabling_writes"
	TargetWritesEnabled        = "writes_enabled"
	TargetDisablingWrites      = "disabling_writes"
	TargetCreatingResyncPolicy = "creating_resync_policy"
	TargetResyncPolicyCreated  = "resync_policy_created"
)

// SyncTargetPolicy is the record that a target cluster keeps of a policy that replicates to it.
type SyncTargetPolicy struct {
	// ID and Name are those of the policy on the source.
	ID                    string `json:"id"`
	Name                  string `json:"name"`
	TargetPath            string `json:"target_path"`
	SourceHost            string `json:"source_host"`
	SourceClusterGUID     string `json:"source_cluster_guid"`
	FailoverFailbackState string `json:"failover_failback_state"`
	LastJobState          string `json:"last_job_state"`
	// LastUpdateFromSource is Unix seconds, nil if nothing ever came.
	LastUpdateFromSource *int64 `json:"last_update_from_source"`
	LegacyPolicy         bool   `json:"legacy_policy"`
}

// SyncTargetPolicies lists the records of all policies that replicate to this cluster. Two sources may use the same policy name.
func (c *Client) SyncTargetPolicies(ctx context.Context) ([]SyncTargetPolicy, error) {
	return list[SyncTargetPolicy](ctx, c, "policies", nil, uri.SyncTargetPolicies)
}

// CancelSyncTarget stops the newest job of a policy from the target's side, for when the source cannot be asked. It goes out beside all
// other requests, because people wait until the path is writable.
func (c *Client) CancelSyncTarget(ctx context.Context, p permit.Permit, nameOrID string) error {
	r := &request{method: http.MethodPost, template: uri.SyncTargetCancel, args: []string{nameOrID}, urgent: true}
	_, err := c.posted(ctx, p, r, struct{}{})
	return err
}
