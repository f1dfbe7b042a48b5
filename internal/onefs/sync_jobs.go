// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/http"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Actions of a job. A plain sync has no action in a request; OneFS shows it as ActionRun.
const (
	ActionSync             = ""
	ActionRun              = "run"
	ActionResyncPrep       = "resync_prep"
	ActionAllowWrite       = "allow_write"
	ActionAllowWriteRevert = "allow_write_revert"
	ActionTest             = "test"
)

// States of a job and of a report. The list is open.
const (
	StateScheduled      = "scheduled"
	StateRunning        = "running"
	StatePaused         = "paused"
	StateFinished       = "finished"
	StateFailed         = "failed"
	StateCanceled       = "canceled"
	StateNeedsAttention = "needs_attention"
	StateSkipped        = "skipped"
	StatePending        = "pending"
	StateUnknown        = "unknown"
)

// SyncJob is a job that lives now. It is gone from the list when it ends; its report tells how.
type SyncJob struct {
	// ID is the policy's name.
	ID string `json:"id"`
	// JobID is a counter, nil before the job starts.
	JobID      *int64   `json:"job_id"`
	PolicyID   string   `json:"policy_id"`
	PolicyName string   `json:"policy_name"`
	Action     string   `json:"action"`
	State      string   `json:"state"`
	SyncType   string   `json:"sync_type"`
	StartTime  *int64   `json:"start_time"`
	EndTime    *int64   `json:"end_time"`
	Duration   *int64   `json:"duration"`
	Error      string   `json:"error"`
	Errors     []string `json:"errors"`
	Warnings   []string `json:"warnings"`
	Retry      int      `json:"retry"`
	Phases     []Phase  `json:"phases"`
	// TotalChunks and SucceededChunks are the pieces of work that the job has made so far, and those of them that are done.
	TotalChunks     int64 `json:"total_chunks"`
	SucceededChunks int64 `json:"succeeded_chunks"`
}

// Phase is a phase of a job or report.
type Phase struct {
	Phase     string `json:"phase"`
	StartTime *int64 `json:"start_time"`
	EndTime   *int64 `json:"end_time"`
}

// JobRequest starts a job. ID is the name or id of a policy: of a target policy for allow_write and its revert, of a source policy
// for everything else. WorkersPerNode and LogLevel are taken with allow_write and its revert only, SourceSnapshot with a sync only.
type JobRequest struct {
	ID             string `json:"id"`
	Action         string `json:"action,omitempty"`
	WorkersPerNode *int   `json:"workers_per_node,omitempty"`
	LogLevel       string `json:"log_level,omitempty"`
	SourceSnapshot string `json:"source_snapshot,omitempty"`
}

// SyncJobs lists the jobs that live now.
func (c *Client) SyncJobs(ctx context.Context) ([]SyncJob, error) {
	return list[SyncJob](ctx, c, "jobs", nil, uri.SyncJobs)
}

// StartSyncJob posts a job and answers the id that OneFS gives, which is no key for later calls: follow the job by its policy. It is
// never repeated by itself. With ErrOutcomeUnknown or ErrConflict look for a live job before posting again.
func (c *Client) StartSyncJob(ctx context.Context, p permit.Permit, job JobRequest) (string, error) {
	if job.ID == "" {
		return "", ErrEmptyID
	}
	return c.post(ctx, p, "", job, nil, uri.SyncJobs)
}

// StartSyncJobNow is StartSyncJob beside all other requests: it waits for none of them, however many are under way. It is for the moment
// in which people wait for a path to be writable.
func (c *Client) StartSyncJobNow(ctx context.Context, p permit.Permit, job JobRequest) (string, error) {
	if job.ID == "" {
		return "", ErrEmptyID
	}
	return c.posted(ctx, p, &request{method: http.MethodPost, template: uri.SyncJobs, urgent: true}, job)
}

// SetSyncJobState pauses ("paused"), continues ("running") or cancels ("canceled") the live job of a policy.
func (c *Client) SetSyncJobState(ctx context.Context, p permit.Permit, policy, state string) error {
	return c.put(ctx, p, "", map[string]string{"state": state}, nil, uri.SyncJobs+uri.ID, policy)
}
