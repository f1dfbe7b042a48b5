// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// TestJobComesAndGoesLate watches one run second by second: nothing at first, then pending, then running without phases, then phases,
// and its traces in an order in which a client can be fooled: the job is still shown when it is over, and the flags follow.
func TestJobComesAndGoesLate(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.answered(runIt, 201, "")
	none := func() { s.answered(papitest.Request{Method: "GET", Path: onePS1 + jobs + "/nas1"}, 404, "") }
	none()
	s.Run(papitest.Get(onePS1+jobs, `{"jobs":[],"total":0,"resume":null}`))
	s.Wait(2 * time.Second)
	s.Run(papitest.Get(onePS1+jobs+"/nas1",
		`{"jobs":[{"id":"nas1","policy_name":"nas1","state":"running","action":"run","policy_action":"sync",
		"sync_type":"invalid","phases":[],"job_id":1,"retry":1,"workers":[],"end_time":null,"policy":{"action":"sync","name":"nas1",
		"source_root_path":"/ifs/data/nas1","target_host":"ps2","target_path":"/ifs/data/nas1"}}]}`))
	s.Wait(2 * time.Second)
	s.Run(
		papitest.Get(onePS1+jobs, `{"jobs":[{"sync_type":"initial","phases":[{"phase":"STF_PHASE_SUMM_TREE","end_time":null}],"files_new":0}]}`),
		papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_disabled","last_update_from_source":null,
			"legacy_policy":false}]}`),
		papitest.Get(onePS1+reports, `{"reports":[],"total":0}`),
		papitest.Get(onePS1+jobs+"?state=paused", `{"jobs":[],"total":0}`),
	)
	s.Wait(14 * time.Second) // 18 s after the request; the job began after 1 s and takes 16 s and a little
	s.Run(
		papitest.Get(onePS1+jobs+"/nas1", `{"jobs":[{"state":"finished"}]}`),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"last_job_state":"running","has_sync_state":true}]}`),
		papitest.Get(onePS1+reports, `{"reports":[]}`),
	)
	s.Wait(3 * time.Second)
	none()
	s.Run(
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"last_job_state":"finished","last_started":1777712401,"last_success":1777712401}]}`),
		papitest.Get(onePS1+reports, `{"reports":[{"id":"1-nas1","state":"finished","sync_type":"initial","files_new":1,"dirs_new":1,
			"file_data_bytes":1000,"duration":16,"start_time":1777712401,"errors":[],"subreport_count":1}],"total":1}`),
		papitest.Get(onePS2+received, `{"reports":[{"id":"1-nas1","state":"finished","source_host":"ps1","target_path":"/ifs/data/nas1"}]}`),
		papitest.Get(onePS1+reports+"/1-nas1", `{"reports":[{"job_id":1}]}`),
		papitest.Get(onePS2+received+"/1-nas1", `{"reports":[{"job_id":1}]}`),
		papitest.Get(onePS1+reports+"/1-nas1/subreports", `{"subreports":[{"id":"1","state":"finished"}],"total":1}`),
		papitest.Get(onePS1+reports+"/1-nas1/subreports/1", `{"subreports":[{"id":"1","job_id":1}]}`),
		papitest.Refused("GET", onePS1+reports+"/9-nas1", "", 404, ""),
		papitest.Refused("GET", onePS2+received+"/9-nas1", "", 404, ""),
		papitest.Refused("GET", onePS1+reports+"/9-nas1/subreports", "", 404, ""),
		papitest.Refused("GET", onePS1+reports+"/1-nas1/subreports/2", "", 404, ""),
	)
}

func TestJobRequests(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(
		papitest.Post(onePS1+policies, newPolicy, 201, ""),
		papitest.Refused("POST", onePS1+jobs, `{"id":"nas1","action":"run"}`, 400, `{"errors":[{"field":"action"}]}`),
		papitest.Refused("POST", onePS1+jobs, `{"action":"test"}`, 400, `{"errors":[{"field":"id"}]}`),
		papitest.Refused("POST", onePS1+jobs, `{"id":"nas1","workers_per_node":3}`, 400, `{"errors":[{"field":"workers_per_node"}]}`),
		papitest.Refused("POST", onePS1+jobs, `{"id":"nas1","source_snapshot":"x","action":"test"}`, 400,
			`{"errors":[{"field":"source_snapshot"}]}`),
		papitest.Refused("POST", onePS1+jobs, `{"id":"nas9"}`, 404, ""),
		papitest.Refused("POST", onePS2+jobs, `{"id":"nas1","action":"allow_write"}`, 404,
			`{"errors":[{"code":"AEC_NOT_FOUND","message":"Target policy matching: 'nas1' not found."}]}`),
		papitest.Refused("GET", onePS2+targets+"/nas1", "", 404, `{"errors":[{"message":"Target policy matching: 'nas1' not found."}]}`),
		papitest.Refused("PUT", onePS1+jobs+"/nas1", `{"state":"finished"}`, 400, `{"errors":[{"field":"state"}]}`),
		papitest.Refused("PUT", onePS1+jobs+"/nas1", `{"state":"paused"}`, 404, ""),
		papitest.Get(onePS1+jobs, `{"total":0}`),
	)
	s.job(onePS1, `{"id":"nas1"}`)
	s.Run(
		papitest.Post(onePS2+jobs, `{"id":"nas1","action":"allow_write","workers_per_node":6,"log_level":"info"}`, 201, ""),
		papitest.Get(onePS2+targets+"?target_path=/ifs/data/nas1", `{"policies":[{"name":"nas1","source_host":"ps1"}],"total":1}`),
		papitest.Get(onePS2+targets+"?target_path=/ifs/elsewhere", `{"policies":[],"total":0}`),
	)
	s.soon().Run(papitest.Get(onePS2+jobs+"/nas1", `{"jobs":[{"action":"allow_write","state":"running","policy":{"action":"allow_write"},
		"policy_action":"sync"}]}`))
	s.Run(papitest.Ask("DELETE", onePS2+jobs, 204, ""))
	s.later().Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"last_job_state":"canceled"}]}`))
}

// TestInnerStepsOfResyncPrep: policy.action shows them, which Dell's own client cannot parse (synciq.md §1.1).
func TestInnerStepsOfResyncPrep(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.job(onePS1, `{"id":"nas1"}`).job(onePS2, `{"id":"nas1","action":"allow_write"}`).answered(prepIt, 201, "")
	at := func(after time.Duration, want string) {
		t.Helper()
		s.Wait(after)
		s.Run(papitest.Get(onePS1+jobs+"/nas1", `{"jobs":[{"action":"resync_prep","policy_action":"sync","policy":{"action":"`+want+`"}}]}`))
	}
	at(5*time.Second, "resync_prep_domain_mark")
	s.Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"creating_resync_policy"}]}`))
	if !s.write("ps1", "during the mark") {
		t.Error("A is closed while its domain is being marked")
	}
	at(38*time.Second, "resync_prep_restore")
	at(6*time.Second, "resync_prep_finalize")
	if s.write("ps1", "too late") {
		t.Error("A is open after finalize has begun")
	}
	at(4*time.Second, "resync_prep_commit")
	s.Run(
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"enabled":true,"source_domain_marked":true}]}`),
		papitest.Get(onePS2+policies+"/nas1_mirror", `{"policies":[{"enabled":false,"schedule":""}]}`),
	)
	s.later().Run(
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"enabled":false,"last_job_state":"finished"}]}`),
		papitest.Get(onePS2+policies+"/nas1_mirror", `{"policies":[{"enabled":true,"schedule":"","target_host":"10.0.1.10","has_sync_state":true,
			"source_root_path":"/ifs/data/nas1","target_path":"/ifs/data/nas1","last_started":null}]}`),
		papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"resync_policy_created"}]}`),
		papitest.Get(onePS1+targets+"/nas1_mirror",
			`{"policies":[{"failover_failback_state":"writes_disabled","last_update_from_source":null}]}`),
	)
	if s.Cluster().FS.Exists(nas1 + "/during the mark") {
		t.Error("what was written on A after the last run is still there")
	}
}

// TestQueue: jobs beyond max_concurrent_jobs wait, and priority 1 goes before (synciq.md §3).
func TestQueue(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.World.Do(func() {
		set := synciq.Of(s.Cluster()).CurrentSettings()
		set.MaxJobs = 1
		synciq.Of(s.Cluster()).SetSettings(set)
	})
	for _, name := range []string{"one", "two", "urgent"} {
		s.Mkdir("/ifs/data/" + name)
		priority := "0"
		if name == "urgent" {
			priority = "1"
		}
		s.Run(papitest.Post(onePS1+policies, `{"name":"`+name+`","action":"sync","source_root_path":"/ifs/data/`+name+
			`","target_host":"ps2","target_path":"/ifs/data/`+name+`","priority":`+priority+`}`, 201, ""))
	}
	s.Run(papitest.Post(onePS1+jobs, `{"id":"one"}`, 201, ""))
	s.Wait(3 * time.Second)
	s.Run(papitest.Post(onePS1+jobs, `{"id":"two"}`, 201, ""))
	s.Wait(3 * time.Second)
	s.Run(papitest.Get(onePS1+jobs,
		`{"jobs":[{"id":"one","state":"running"},{"id":"two","state":"pending","job_id":null,"start_time":null}]}`))
	s.Run(papitest.Post(onePS1+jobs, `{"id":"urgent"}`, 201, ""))
	s.Wait(3 * time.Second)
	s.Run(papitest.Get(onePS1+jobs,
		`{"jobs":[{"id":"one","state":"paused"},{"id":"two","state":"pending"},{"id":"urgent","state":"running"}]}`))
	s.later().Run(papitest.Get(onePS1+reports+"?sort=end_time",
		`{"reports":[{"policy_name":"urgent"},{"policy_name":"one"},{"policy_name":"two"}]}`))
}
