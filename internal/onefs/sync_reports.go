// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/url"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// SyncReport tells how a job went. On the target side Policy is nil and TargetPath may be set instead. A counter that is nil was null or
// not there: that says nothing, and least of all zero.
type SyncReport struct {
	ID           string         `json:"id"`
	JobID        *int64         `json:"job_id"`
	PolicyID     string         `json:"policy_id"`
	PolicyName   string         `json:"policy_name"`
	Action       string         `json:"action"`
	State        string         `json:"state"`
	SyncType     string         `json:"sync_type"`
	StartTime    *int64         `json:"start_time"`
	EndTime      *int64         `json:"end_time"`
	Duration     *int64         `json:"duration"`
	Error        string         `json:"error"`
	Errors       []string       `json:"errors"`
	Warnings     []string       `json:"warnings"`
	Phases       []Phase        `json:"phases"`
	TargetPath   string         `json:"target_path"`
	SourceHost   string         `json:"source_host"`
	Policy       *SyncJobPolicy `json:"policy"`
	FilesChanged *int64         `json:"files_changed"`
	FilesNew     *int64         `json:"files_new"`

	FilesUnlinked        *int64 `json:"files_unlinked"`
	FilesTransferred     *int64 `json:"files_transferred"`
	DirsChanged          *int64 `json:"dirs_changed"`
	DirsNew              *int64 `json:"dirs_new"`
	DirsMoved            *int64 `json:"dirs_moved"`
	DirsDeleted          *int64 `json:"dirs_deleted"`
	FileDataBytes        *int64 `json:"file_data_bytes"`
	ErrorIOFilesSkipped  *int64 `json:"error_io_files_skipped"`
	ErrorNetFilesSkipped *int64 `json:"error_net_files_skipped"`
	ErrorChecksumSkipped *int64 `json:"error_checksum_files_skipped"`
	UserConflictSkipped  *int64 `json:"user_conflict_files_skipped"`
	FailedChunks         *int64 `json:"failed_chunks"`
	// HardLinks are the hard links that the run met; nil where the cluster does not say.
	HardLinks *int64 `json:"hard_links_replicated"`
}

// SyncJobPolicy is the policy as it was when the job ran. Action is an internal step at times.
type SyncJobPolicy struct {
	Name           string `json:"name"`
	Action         string `json:"action"`
	SourceRootPath string `json:"source_root_path"`
	TargetHost     string `json:"target_host"`
	TargetPath     string `json:"target_path"`
}

// Counter is a figure of a report by its name in the API; Value is nil where the report does not give it.
type Counter struct {
	Name  string
	Value *int64
}

// Changes are the counters of what a run carried. Protocol overhead may count as transferred bytes, so those are not among them.
func (r SyncReport) Changes() []Counter {
	return []Counter{
		{"files_changed", r.FilesChanged},
		{"files_new", r.FilesNew},
		{"files_unlinked", r.FilesUnlinked},
		{"dirs_changed", r.DirsChanged},
		{"dirs_new", r.DirsNew},
		{"dirs_moved", r.DirsMoved},
		{"dirs_deleted", r.DirsDeleted},
		{"file_data_bytes", r.FileDataBytes},
	}
}

// LeftOut are the counters of what a run did not carry although it was to.
func (r SyncReport) LeftOut() []Counter {
	return []Counter{
		{"error_io_files_skipped", r.ErrorIOFilesSkipped},
		{"error_net_files_skipped", r.ErrorNetFilesSkipped},
		{"error_checksum_files_skipped", r.ErrorChecksumSkipped},
		{"user_conflict_files_skipped", r.UserConflictSkipped},
		{"failed_chunks", r.FailedChunks},
	}
}

// ReportQuery narrows a list of reports. Zero values are left out; without ReportsPerPolicy OneFS answers one per policy.
type ReportQuery struct {
	PolicyName       string
	ReportsPerPolicy int
	State            string
	// NewerThan is in days.
	NewerThan int
	// Sort is a property ("end_time"), Dir is "ASC" or "DESC".
	Sort string
	Dir  string
}

func (q ReportQuery) values() url.Values {
	v := url.Values{}
	for name, text := range map[string]string{"policy_name": q.PolicyName, "state": q.State, "sort": q.Sort, "dir": q.Dir} {
		if text != "" {
			v.Set(name, text)
		}
	}
	for name, n := range map[string]int{"reports_per_policy": q.ReportsPerPolicy, "newer_than": q.NewerThan} {
		if n > 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	return v
}

// SyncReports lists reports of jobs that ran on this cluster as source. A running job may be among them.
func (c *Client) SyncReports(ctx context.Context, q ReportQuery) ([]SyncReport, error) {
	return list[SyncReport](ctx, c, "reports", q.values(), uri.SyncReports)
}

// SyncTargetReports lists reports of jobs for which this cluster was the target.
func (c *Client) SyncTargetReports(ctx context.Context, q ReportQuery) ([]SyncReport, error) {
	return list[SyncReport](ctx, c, "reports", q.values(), uri.SyncTargetReports)
}
