// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

const policyAnswer = `{"policies":[{"id":"0f","name":"nas1","action":"sync","enabled":true,"source_root_path":"/ifs/data/nas1",
	"target_host":"dr","target_path":"/ifs/data/nas1","schedule":"when-source-modified","job_delay":10,"rpo_alert":null,
	"conflicted":false,"source_network":null,"file_matching_pattern":{"or_criteria":null},"last_job_state":"resting",
	"source_exclude_directories":[],"bandwidth_reservation":null}],"resume":null,"total":1}`

func syncCalls() []call {
	policy := SyncPolicy{
		ID: "0f", Name: "nas1", Action: "sync", Enabled: true, SourceRootPath: "/ifs/data/nas1", TargetHost: "dr",
		TargetPath: "/ifs/data/nas1", Schedule: "when-source-modified", JobDelay: new(int64(10)), FileMatchingPattern: &FilePattern{},
		LastJobState: "resting", SourceExclude: []string{},
	}
	job := SyncJob{ID: "nas1", PolicyName: "nas1", PolicyID: "0f", Action: "run", State: "running", SyncType: "invalid", Phases: []Phase{}}
	const jobs = `{"jobs":[{"id":"nas1","policy_name":"nas1","policy_id":"0f","action":"run","state":"running","job_id":null,
		"sync_type":"invalid","phases":[],"policy":{"action":"resync_prep_domain_mark"}}],"resume":null}`
	target := SyncTargetPolicy{ID: "0f", Name: "nas1", FailoverFailbackState: TargetWritesDisabled, LastJobState: StateFinished}
	const targets = `{"policies":[{"id":"0f","name":"nas1","failover_failback_state":"writes_disabled","last_job_state":"finished",
		"last_update_from_source":null}],"resume":null}`
	report := SyncReport{ID: "7-nas1", JobID: new(int64(7)), PolicyName: "nas1", Action: "run", State: "finished", FilesNew: new(int64(2))}
	const reports = `{"reports":[{"id":"7-nas1","job_id":7,"policy_name":"nas1","action":"run","state":"finished","files_new":2,
		"end_time":null,"throughput":"1 kb/s"}],"resume":null}`
	calls := []call{
		{
			method:  "SyncPolicies",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SyncPolicies(ctx) },
			request: "GET /platform/14/sync/policies", status: 200, answer: policyAnswer, want: []SyncPolicy{policy},
		},
		{
			method: "UpdateSyncPolicy",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.UpdateSyncPolicy(ctx, p, "nas1", PolicyUpdate{
					Enabled: new(false), Schedule: new(""), JobDelay: SetPointer[int64](nil), RPOAlert: SetPointer(new(int64(60))),
				}))
			},
			request: "PUT /platform/14/sync/policies/nas1", status: 204,
			body: `{"enabled":false,"schedule":"","job_delay":null,"rpo_alert":60}`,
		},
		{
			method:  "SyncJobs",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SyncJobs(ctx) },
			request: "GET /platform/15/sync/jobs", status: 200, answer: jobs, want: []SyncJob{job},
		},
		{
			method: "StartSyncJob",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.StartSyncJob(ctx, p, JobRequest{ID: "nas1", Action: ActionAllowWrite})
			},
			request: "POST /platform/15/sync/jobs", body: `{"id":"nas1","action":"allow_write"}`, status: 201, answer: `{"id":"20"}`,
			want: "20",
		},
		{
			method: "StartSyncJobNow",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.StartSyncJobNow(ctx, p, JobRequest{ID: "nas1", Action: ActionAllowWrite})
			},
			request: "POST /platform/15/sync/jobs", body: `{"id":"nas1","action":"allow_write"}`, status: 201, answer: `{"id":"20"}`,
			want: "20",
		},
		{
			method: "SetSyncJobState",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.SetSyncJobState(ctx, p, "nas1", StateCanceled))
			},
			request: "PUT /platform/15/sync/jobs/nas1", body: `{"state":"canceled"}`, status: 204,
		},
	}
	return append(calls, []call{
		{
			method:  "SyncTargetPolicies",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SyncTargetPolicies(ctx) },
			request: "GET /platform/1/sync/target/policies", status: 200, answer: targets, want: []SyncTargetPolicy{target},
		},
		{
			method: "CancelSyncTarget",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.CancelSyncTarget(ctx, p, "nas1"))
			},
			request: "POST /platform/1/sync/target/policies/nas1/cancel", body: `{}`, status: 200, answer: `{"id":"nas1"}`,
		},
		{
			method: "SyncReports",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.SyncReports(ctx, ReportQuery{PolicyName: "nas1", ReportsPerPolicy: 10, Sort: "end_time", Dir: "DESC"})
			},
			request: "GET /platform/15/sync/reports?dir=DESC&policy_name=nas1&reports_per_policy=10&sort=end_time", status: 200,
			answer: reports, want: []SyncReport{report},
		},
		{
			method: "SyncTargetReports",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.SyncTargetReports(ctx, ReportQuery{State: StateFinished, NewerThan: 3})
			},
			request: "GET /platform/15/sync/target/reports?newer_than=3&state=finished", status: 200, answer: reports,
			want: []SyncReport{report},
		},
		{
			method:  "SyncSettings",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SyncSettings(ctx) },
			request: "GET /platform/16/sync/settings", status: 200, answer: `{"settings":{"service":"on","password_set":true}}`,
			want: &SyncSettings{Service: "on", PasswordSet: true},
		},
		{
			method:  "SyncRules",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SyncRules(ctx) },
			request: "GET /platform/3/sync/rules", status: 200,
			answer: `{"resume":null,"rules":[{"id":"bw-0","enabled":true,"limit":100,"type":"bandwidth",
				"schedule":{"begin":null,"monday":true}}]}`,
			want: []SyncRule{{ID: "bw-0", Enabled: true, Limit: 100, Type: "bandwidth", Schedule: &RuleSchedule{Monday: true}}},
		},
		{
			method:  "SyncPeerCertificates",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SyncPeerCertificates(ctx) },
			request: "GET /platform/7/sync/certificates/peer", status: 200, answer: `{"certificates":[{"id":"c","status":"expiring"}]}`,
			want: []Certificate{{ID: "c", Status: "expiring"}},
		},
		{
			method: "SyncServerCertificates",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.SyncServerCertificates(ctx)
			},
			request: "GET /platform/7/sync/certificates/server", status: 200, answer: `{"certificates":null}`, want: []Certificate{},
		},
	}...)
}

// TestReportCounters: a counter that is null or absent is told from zero, and each stands under its name in the API.
func TestReportCounters(t *testing.T) {
	var r SyncReport
	body := `{"files_changed":0,"files_new":null,"error_io_files_skipped":0,"failed_chunks":2}`
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		t.Fatal(err)
	}
	given := map[string]int64{}
	list := slices.Concat(r.Changes(), r.LeftOut())
	for _, c := range list {
		if c.Value != nil {
			given[c.Name] = *c.Value
		}
	}
	if want := map[string]int64{"files_changed": 0, "error_io_files_skipped": 0, "failed_chunks": 2}; !maps.Equal(given, want) {
		t.Errorf("given are %v, want %v", given, want)
	}
	for _, c := range list {
		one := fmt.Sprintf(`{%q:7}`, c.Name)
		var r SyncReport
		if err := json.Unmarshal([]byte(one), &r); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(slices.Concat(r.Changes(), r.LeftOut()), func(x Counter) bool { return x.Value != nil && *x.Value == 7 })
		if i < 0 || list[i].Name != c.Name {
			t.Errorf("%s is read as counter %d", one, i)
		}
	}
}

func TestPolicyFiltered(t *testing.T) {
	pattern := &FilePattern{}
	if (SyncPolicy{FileMatchingPattern: pattern}).Filtered() {
		t.Error("an empty pattern is taken for a filter")
	}
	pattern.OrCriteria = append(pattern.OrCriteria, struct {
		AndCriteria []map[string]any `json:"and_criteria"`
	}{})
	for name, p := range map[string]SyncPolicy{
		"include": {SourceInclude: []string{"/a"}}, "exclude": {SourceExclude: []string{"/a"}}, "pattern": {FileMatchingPattern: pattern},
	} {
		if !p.Filtered() {
			t.Errorf("%s is not seen", name)
		}
	}
}
