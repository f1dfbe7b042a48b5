// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

func TestSyncPolicyLife(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(
		papitest.Get(onePS1+policies, `{"policies":[],"total":0,"resume":null}`),
		papitest.Post(onePS1+policies, newPolicy, 201, ""),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"name":"nas1","action":"sync","enabled":true,"schedule":"","conflicted":false,
			"has_sync_state":false,"source_domain_marked":false,"last_job_state":"unknown","last_started":null,"last_success":null,
			"next_run":null,"database_mirrored":false,"encrypted":false,"source_certificate_id":"","password_set":false,"priority":0,
			"workers_per_node":3,"report_max_count":2000,"report_max_age":31536000,
				"target_snapshot_alias":"SIQ-%{SrcCluster}-%{PolicyName}-latest",
			"file_matching_pattern":{},"source_include_directories":[],"job_delay":null,"rpo_alert":null,"source_network":null}]}`),
		papitest.Refused("POST", onePS1+policies, newPolicy, 409, `{"errors":[{"code":"AEC_CONFLICT","field":"name"}]}`),
		papitest.Refused("POST", onePS1+policies, `{"name":"nas2","action":"sync","source_root_path":"/ifs/x","target_host":"ps2"}`, 400,
			`{"errors":[{"code":"AEC_ARG_REQUIRED","field":"target_path"}]}`),
		papitest.Refused("POST", onePS1+policies, strings.Replace(newPolicy, "}", `,"conflicted":false}`, 1), 400,
			`{"errors":[{"field":"conflicted"}]}`),
		papitest.Refused("PUT", onePS1+policies+"/nas1", `{"has_sync_state":true}`, 400, `{"errors":[{"field":"has_sync_state"}]}`),
		papitest.Refused("PUT", onePS1+policies+"/nas1", `{}`, 400, ""),
		papitest.Refused("PUT", onePS1+policies+"/nas1", `{"schedule":"now and then"}`, 400, `{"errors":[{"field":"schedule"}]}`),
		papitest.Refused("PUT", onePS1+policies+"/nas1", `{"target_path":"/tmp/x"}`, 400, `{"errors":[{"field":"target_path"}]}`),
		papitest.Refused("PUT", onePS1+policies+"/nas1", `{"conflicted":true}`, 400, `{"errors":[{"field":"conflicted"}]}`),
		papitest.Refused("PUT", onePS1+policies+"/nas1", `{"target_certificate_id":"beef"}`, 400,
			`{"errors":[{"message":"Certificate \"beef\" not found in the synciq_peer certificate store."}]}`),
		papitest.Put(onePS1+policies+"/nas1", `{"schedule":"every 15 minutes","rpo_alert":3600,"job_delay":30,"description":"books"}`),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"schedule":"every 15 minutes","rpo_alert":3600,"job_delay":30,"description":"books",
			"enabled":true,"next_run":1777713300}]}`),
		papitest.Put(onePS1+policies+"/nas1", `{"rpo_alert":null,"schedule":""}`),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"rpo_alert":null,"schedule":"","next_run":null,"description":"books"}]}`),
		papitest.Refused("PUT", onePS1+policies+"/nas1", `{"conflicted":false}`, 409,
			`{"errors":[{"message":"The policy was not conflicted, so no change was made","field":"conflicted"}]}`),
		papitest.Post(onePS1+"1/sync/policies/nas1/reset", `{}`, 200, ""),
		papitest.Refused("POST", onePS1+"1/sync/policies/nas9/reset", `{}`, 404, ""),
		papitest.Refused("GET", onePS1+policies+"/nas9", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		papitest.Put(onePS1+policies+"/nas1", `{"name":"books"}`),
		papitest.Refused("GET", onePS1+policies+"/nas1", "", 404, ""),
		papitest.Delete(onePS1+policies+"/books"),
		papitest.Refused("DELETE", onePS1+policies+"/books", "", 404, ""),
	)
}

// TestEmptyNameDeletesAll is what a client finds out that appends an empty id.
func TestEmptyNameDeletesAll(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	for _, name := range []string{"one", "two", "three"} {
		s.Run(papitest.Post(onePS1+policies, strings.Replace(newPolicy, `"nas1"`, `"`+name+`"`, 1), 201, ""))
	}
	s.dial("page_size", "2")
	_, _, body := s.Do(papitest.Request{Method: "GET", Path: onePS1 + policies})
	if !strings.Contains(string(body), `"total":3`) || strings.Contains(string(body), `"name":"three"`) {
		t.Errorf("the first of two pages: %s", body)
	}
	s.Run(papitest.Refused("DELETE", onePS1+policies+"/", "", 204, ""), papitest.Get(onePS1+policies, `{"total":0}`))
}

// TestSyncSettings: new policies take the source pinning from them (B§6), and passwords never come back.
func TestSyncSettings(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(
		papitest.Get(onePS1+settings, `{"settings":{"service":"on","encryption_required":false,"max_concurrent_jobs":16,"password_set":false,
			"source_network":null}}`),
		papitest.Put(onePS1+settings, `{"source_network":{"subnet":"groupnet0.subnet0","pool":"pool0"},"restrict_target_network":true}`),
		papitest.Post(onePS1+policies, newPolicy, 201, ""),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"source_network":{"subnet":"groupnet0.subnet0","pool":"pool0"},
			"restrict_target_network":true}]}`),
		papitest.Refused("PUT", onePS1+settings, `{"max_concurrent_jobs":9}`, 400, `{"errors":[{"field":"max_concurrent_jobs"}]}`),
		papitest.Refused("PUT", onePS1+settings, `{"service":"half"}`, 400, `{"errors":[{"field":"service"}]}`),
		papitest.Refused("PUT", onePS1+settings, `{"cluster_certificate_id":"beef"}`, 400, ""),
	)
	s.Do(papitest.Request{Method: "PUT", Path: onePS1 + settings, Body: `{"password":"hush-hush"}`})
	_, _, body := s.Do(papitest.Request{Method: "GET", Path: onePS1 + settings})
	if strings.Contains(string(body), "hush") || !strings.Contains(string(body), `"password_set":true`) {
		t.Errorf("settings with a password: %s", body)
	}
}

// TestServicePaused: paused pauses all jobs, on goes on with them.
func TestServicePaused(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.answered(runIt, 201, "").soon()
	s.Run(papitest.Put(onePS1+settings, `{"service":"paused"}`))
	s.later().Run(papitest.Get(onePS1+jobs, `{"jobs":[{"state":"paused"}],"total":1}`))
	s.Run(papitest.Put(onePS1+settings, `{"service":"on"}`))
	s.reported(`{"state":"finished"}`)
	s.answered(runIt, 201, "").soon()
	s.Run(papitest.Put(onePS1+settings, `{"service":"off"}`))
	s.reported(`{"state":"canceled"}`)
}

// TestEditsThatNeedAReset: another source or target path makes runs fail until the policy is reset (synciq.md §1.4).
func TestEditsThatNeedAReset(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.job(onePS1, `{"id":"nas1"}`)
	s.Mkdir("/ifs/data/other")
	s.Run(papitest.Put(onePS1+policies+"/nas1", `{"source_root_path":"/ifs/data/other"}`))
	s.answered(runIt, 201, "").reported(failed("The association of policy nas1 with its target is lost. Reset the policy."))
	s.Run(
		papitest.Put(onePS1+policies+"/nas1", `{"conflicted":false}`),
		papitest.Post(onePS1+"1/sync/policies/nas1/reset", `{}`, 200, ""),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"has_sync_state":false,"conflicted":false}]}`),
	)
	s.answered(runIt, 201, "").reported(`{"state":"finished","sync_type":"initial"}`)
}

// TestFailedAllowWriteCanBePostedAgain: it leaves enabling_writes and failed (synciq.md §1.4), and B stays closed.
func TestFailedAllowWriteCanBePostedAgain(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.job(onePS1, `{"id":"nas1"}`).failNext("ps2", "nas1", siq.AllowWrite).job(onePS2, `{"id":"nas1","action":"allow_write"}`)
	s.Run(
		papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"enabling_writes","last_job_state":"failed"}]}`),
		papitest.Get(onePS2+received+"?policy_name=nas1&reports_per_policy=5", `{"reports":[
			{"action":"allow_write","state":"failed","errors":["made to fail"]},{"action":"run","state":"finished"}],"total":2}`),
	)
	if s.write("ps2", "early") {
		t.Error("B is open before allow_write has finished")
	}
	s.job(onePS2, `{"id":"nas1","action":"allow_write"}`)
	s.Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_enabled","last_job_state":"finished"}]}`))
	if !s.write("ps2", "late") {
		t.Error("B is closed after allow_write has finished")
	}
}

// TestHangingJob stays until it is cancelled.
func TestHangingJob(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.hangNext("ps1", "nas1", siq.Sync).answered(runIt, 201, "").later()
	s.Run(papitest.Get(onePS1+jobs+"/nas1", `{"jobs":[{"state":"running","job_id":1,"end_time":null,"duration":7199}]}`))
	s.answered(jobPut(onePS1, "canceled"), 204, "")
	s.Wait(time.Second)
	s.Run(papitest.Get(onePS1+jobs+"/nas1", `{"jobs":[{"state":"canceled"}]}`))
	s.later().answered(papitest.Request{Method: "GET", Path: onePS1 + jobs + "/nas1"}, 404, "")
}
