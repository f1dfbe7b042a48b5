// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Requests that many cases send.
var (
	runIt   = papitest.Request{Method: "POST", Path: onePS1 + jobs, Body: `{"id":"nas1"}`}
	prepIt  = papitest.Request{Method: "POST", Path: onePS1 + jobs, Body: `{"id":"nas1","action":"resync_prep"}`}
	testIt  = papitest.Request{Method: "POST", Path: onePS1 + jobs, Body: `{"id":"nas1","action":"test"}`}
	allowIt = papitest.Request{Method: "POST", Path: onePS2 + jobs, Body: `{"id":"nas1","action":"allow_write"}`}
	remove  = papitest.Request{Method: "DELETE", Path: onePS1 + policies + "/nas1"}
	force   = papitest.Request{Method: "DELETE", Path: onePS1 + policies + "/nas1?force=true"}
	breakIt = papitest.Request{Method: "DELETE", Path: onePS2 + targets + "/nas1"}
	stopIt  = papitest.Request{Method: "POST", Path: onePS2 + targets + "/nas1/cancel", Body: `{}`}
)

func jobPut(at, state string) papitest.Request {
	return papitest.Request{Method: "PUT", Path: at + jobs + "/nas1", Body: `{"state":"` + state + `"}`}
}

func everyMinute(s *site) {
	s.Run(papitest.Put(onePS1+policies+"/nas1", `{"schedule":"every 1 minutes"}`))
}

// answered sends a request and demands the status, and a part of the answer.
func (s *site) answered(r papitest.Request, status int, want string) *site {
	s.T.Helper()
	s.Run(papitest.Step{Request: r, Status: status, Want: want})
	return s
}

// reported lets time pass and demands that the newest report of nas1 on ps1 is so.
func (s *site) reported(want string) *site {
	s.T.Helper()
	s.later().Run(papitest.Get(onePS1+reports+"?policy_name=nas1", `{"reports":[`+want+`]}`))
	return s
}

func (s *site) soon() *site {
	s.Wait(5 * time.Second)
	return s
}

func conflict(text string) string {
	return `{"errors":[{"code":"AEC_CONFLICT","message":"` + text + `"}]}`
}

func failed(text string) string {
	return `{"state":"failed","errors":["` + text + `"],"error":"` + text + `"}`
}

const (
	busy        = "The policy nas1 has an active job."
	unreachable = "Unable to connect to the target cluster of policy nas1."
)

// guardCases reach every guard: what comes before the position when an action is decided.
var guardCases = []struct {
	name string
	at   siq.Position
	do   func(s *site)
}{
	{"no licence", siq.Protected, func(s *site) {
		everyMinute(s)
		s.World.Do(func() { s.Cluster().Config.Licenses.Put("SYNCIQ", world.License{ID: "SYNCIQ", Status: "Unlicensed"}) })
		s.answered(runIt, 403, `{"errors":[{"code":"AEC_INVALID_LICENSE","message":"SyncIQ is not licensed."}]}`).later()
	}},
	{"service off", siq.Protected, func(s *site) {
		everyMinute(s)
		s.Run(papitest.Put(onePS1+settings, `{"service":"off"}`))
		s.answered(runIt, 409, conflict("The SyncIQ service is off.")).later()
		s.dial("job_when_service_off", "canceled").answered(runIt, 201, "")
		s.Run(papitest.Put(onePS1+settings, `{"service":"on"}`))
		s.later()
	}},
	{"second sync", siq.Protected, func(s *site) {
		s.answered(runIt, 201, "").soon().answered(runIt, 409, conflict(busy)).answered(prepIt, 409, conflict(busy))
		s.dial("second_job", "joins").answered(runIt, 201, "").reported(`{"state":"finished","job_id":2}`)
	}},
	{"schedule meets a job", siq.Protected, func(s *site) {
		s.dial("job_length", "long")
		everyMinute(s)
		s.Wait(3 * time.Minute)
		s.later()
	}},
	{"modify with a job", siq.Protected, func(s *site) {
		text := conflict("The policy nas1 has an active job and cannot be modified.")
		s.answered(runIt, 201, "").soon()
		s.answered(papitest.Request{Method: "PUT", Path: onePS1 + policies + "/nas1", Body: `{"enabled":false}`}, 409, text)
		s.answered(papitest.Request{Method: "PUT", Path: onePS1 + policies + "/nas1", Body: `{"description":"x"}`}, 409, text)
		s.answered(papitest.Request{Method: "POST", Path: onePS1 + "1/sync/policies/nas1/reset", Body: `{}`}, 409, text)
		s.dial("modify_with_job", "runs").answered(papitest.Request{
			Method: "PUT", Path: onePS1 + policies + "/nas1",
			Body: `{"enabled":false}`,
		}, 204, "")
	}},
	{"delete with a job", siq.Protected, func(s *site) {
		text := conflict("The policy nas1 has an active job and cannot be deleted.")
		s.answered(runIt, 201, "").soon().answered(remove, 409, text)
		s.answered(papitest.Request{Method: "DELETE", Path: onePS1 + policies + "/nas1?local_only=true"}, 409, text)
		s.answered(force, 204, "").later().answered(papitest.Request{Method: "GET", Path: onePS1 + policies + "/nas1"}, 404, "")
		s.answered(papitest.Request{Method: "GET", Path: onePS2 + targets + "/nas1"}, 404, "")
	}},
	{"break with a job", siq.Protected, func(s *site) {
		s.answered(runIt, 201, "").soon()
		s.answered(breakIt, 409, conflict("The policy nas1 has an active job and its association cannot be broken."))
		s.answered(papitest.Request{Method: "DELETE", Path: onePS2 + targets + "/nas1?force=true"}, 204, "").reported(`{"state":"canceled"}`)
	}},
	{"cancel", siq.Protected, func(s *site) {
		s.answered(runIt, 201, "").soon().answered(jobPut(onePS1, "canceled"), 204, "").reported(`{"state":"canceled"}`)
		s.Run(papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"last_job_state":"canceled","conflicted":false}]}`))
	}},
	{"stop from the target", siq.Protected, func(s *site) {
		s.answered(runIt, 201, "").soon().answered(stopIt, 200, "").reported(`{"state":"canceled"}`)
	}},
	{"pause and resume", siq.Protected, func(s *site) {
		s.answered(runIt, 201, "").soon().answered(jobPut(onePS1, "paused"), 204, "").later()
		s.Run(papitest.Get(onePS1+jobs+"/nas1", `{"jobs":[{"state":"paused","id":"nas1","action":"run"}]}`))
		s.answered(jobPut(onePS1, "running"), 204, "").reported(`{"state":"finished"}`)
	}},
	{"jobs on the target", siq.Protected, func(s *site) {
		s.answered(allowIt, 201, "").soon().answered(allowIt, 409, conflict(busy))
		s.answered(breakIt, 409, conflict("The policy nas1 has an active job and its association cannot be broken."))
		s.answered(remove, 409, conflict("The policy nas1 has an active job and cannot be deleted."))
		s.answered(jobPut(onePS2, "paused"), 204, "").later().answered(jobPut(onePS2, "running"), 204, "").later()
		s.Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_enabled","last_job_state":"finished"}]}`))
	}},
	{"second allow_write joins", siq.Protected, func(s *site) {
		s.dial("second_job", "joins").answered(allowIt, 201, "").soon().answered(allowIt, 201, "").later()
	}},
	{"cancel on the target", siq.Protected, func(s *site) {
		s.answered(allowIt, 201, "").soon().answered(jobPut(onePS2, "canceled"), 204, "").later()
		s.Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"enabling_writes","last_job_state":"canceled"}]}`))
		s.answered(allowIt, 201, "").later()
		s.Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_enabled"}]}`))
	}},
	{"stop a job on the target", siq.Protected, func(s *site) { s.answered(allowIt, 201, "").soon().answered(stopIt, 200, "").later() }},
	{"break a job on the target", siq.Protected, func(s *site) {
		s.answered(allowIt, 201, "").soon()
		s.answered(papitest.Request{Method: "DELETE", Path: onePS2 + targets + "/nas1?force=true"}, 204, "").later()
	}},
	{"delete over a job on the target", siq.Protected, func(s *site) {
		s.answered(allowIt, 201, "").soon().answered(force, 204,
			"").later()
	}},
	{"conflicted", siq.Protected, func(s *site) {
		everyMinute(s)
		s.failNext("ps1", "nas1", siq.Sync).later()
		s.Run(papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"conflicted":true,"last_job_state":"failed"}]}`))
		s.answered(runIt, 409, conflict("The policy nas1 is in an error state. Please resolve it and retry."))
		s.answered(papitest.Request{Method: "PUT", Path: onePS1 + policies + "/nas1", Body: `{"conflicted":false,"enabled":true,
			"schedule":""}`}, 204, "").later()
		s.answered(runIt, 201, "").reported(`{"state":"finished"}`)
	}},
	{"resync_prep while conflicted", siq.FailedOver, func(s *site) {
		s.answered(runIt, 201, "").later()
		s.dial("resync_prep_when_conflicted", "refused")
		s.answered(prepIt, 409, conflict("The policy nas1 is in an error state. Please resolve it and retry."))
	}},
	{"copy policy", siq.Protected, func(s *site) {
		text := "The policy nas1 does not support failback: it copies, filters or excludes."
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"action":"copy"}`))
		s.answered(allowIt, 201, "").later().answered(prepIt, 409, conflict(text))
		s.dial("resync_prep_unsupported", "job_fails").answered(prepIt, 201, "").reported(`{"state":"failed","action":"resync_prep"}`)
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"allow_copy_fb":true}`))
		s.answered(prepIt, 201, "").reported(`{"state":"finished","action":"resync_prep"}`)
	}},
	{"two policies to one path", siq.Protected, func(s *site) {
		text := "The target path of policy nas2 overlaps the target of another policy."
		s.Run(papitest.Post(onePS1+policies, `{"name":"nas2","action":"sync","source_root_path":"/ifs/data/nas1",
			"target_host":"ps2","target_path":"/ifs/data/nas1/below"}`, 201, ""))
		two := papitest.Request{Method: "POST", Path: onePS1 + jobs, Body: `{"id":"nas2"}`}
		s.answered(two, 201, "").later().Run(papitest.Get(onePS1+reports+"?policy_name=nas2", `{"reports":[{"state":"failed"}]}`))
		s.Run(papitest.Put(onePS1+policies+"/nas2", `{"conflicted":false,"schedule":"every 1 minutes"}`))
		s.later()
		s.dial("overlapping_targets", "refused").Run(papitest.Put(onePS1+policies+"/nas2", `{"conflicted":false}`))
		s.answered(two, 409, conflict(text)).later()
	}},
	{"target unreachable", siq.Protected, func(s *site) {
		s.World.Do(func() { s.World.Cluster("ps2").Reachable = false })
		s.answered(testIt, 201, "").later().answered(runIt, 201, "").reported(failed(unreachable))
		s.answered(remove, 409, conflict(unreachable)).answered(force, 409, conflict(unreachable))
		s.dial("delete_when_target_unreachable", "runs").answered(remove, 204, "")
	}},
	{"schedule of a deleted policy", siq.Protected, func(s *site) {
		everyMinute(s)
		s.answered(remove, 204, "").later()
	}},
	{"another cluster at the target host", siq.Protected, func(s *site) {
		s.World.Do(func() { s.World.Cluster("ps2").GUID = "another" })
		s.answered(testIt, 201, "").later().answered(runIt, 201, "")
		s.reported(failed("The target host of policy nas1 is a different cluster than before. Reset the policy."))
	}},
	{"source lost in the middle of a run", siq.Protected, func(s *site) {
		s.answered(runIt, 201, "").soon()
		s.World.Do(func() { s.Cluster().Reachable = false })
		s.later().Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_disabled",
			"last_job_state":"running"}]}`))
		s.dial("allow_write_over_hanging_job", "refused").answered(allowIt, 409, conflict(busy)).answered(stopIt, 200, "")
		s.later().Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"last_job_state":"canceled"}]}`))
		s.answered(allowIt, 201,
			"").later().Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_enabled"}]}`))
	}},
	{"target host in a dynamic pool", siq.Protected, func(s *site) {
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"target_host":"nas1.ps2.example.com"}`))
		s.answered(runIt, 201, "").reported(`{"state":"finished"}`)
		s.Run(papitest.Put("http://ps2:8080"+papitest.PoolNAS1, `{"alloc_method":"dynamic"}`))
		s.answered(testIt, 201, "").later().answered(runIt, 201, "")
		s.reported(failed("The target host of policy nas1 is not in a static pool of the System access zone."))
	}},
	{"no certificate", siq.Protected, func(s *site) {
		s.Run(papitest.Put(onePS2+settings, `{"encryption_required":true}`))
		s.answered(testIt, 201, "").later().answered(runIt, 201,
			"").reported(failed("SyncIQ policy failed to establish an encrypted connection"))
	}},
	{"no password", siq.Protected, func(s *site) {
		s.Run(papitest.Put(onePS2+settings, `{"password":"hush"}`), papitest.Get(onePS2+settings, `{"settings":{"password_set":true}}`))
		s.answered(testIt, 201, "").later().answered(runIt, 201, "").reported(failed("Authentication with target failed"))
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"password":"hush","conflicted":false}`), papitest.Get(onePS1+policies+"/nas1",
			`{"policies":[{"password_set":true}]}`))
		s.answered(runIt, 201, "").reported(`{"state":"finished"}`)
	}},
	{"quota scan", siq.Protected, func(s *site) {
		s.World.Do(func() {
			s.Cluster().Quota.ScanTime = 24 * time.Hour
			s.Cluster().AddQuota(world.NewQuota(nas1, "directory"))
		})
		s.answered(runIt, 201, "").reported(failed("A new quota domain that has not finished QuotaScan has been found"))
		s.answered(runIt, 409, conflict("The policy nas1 is in an error state. Please resolve it and retry."))
	}},
	{"quota scan on the target", siq.Protected, func(s *site) {
		s.World.Do(func() {
			s.World.Cluster("ps2").Quota.ScanTime = 24 * time.Hour
			s.World.Cluster("ps2").AddQuota(world.NewQuota(nas1, "directory"))
		})
		s.answered(runIt, 201, "").reported(`{"state":"finished"}`)
		s.dial("quota_scan_on_target", "job_fails")
		s.answered(runIt, 201, "").reported(failed("A new quota domain that has not finished QuotaScan has been found"))
	}},
	{"snapshot deleted", siq.FailedOver, func(s *site) {
		s.World.Do(func() { s.Cluster().DropSnapshot("SIQ-" + mustPolicy(s, "nas1").ID + "-latest") })
		lost := "The association of policy nas1 with its target is lost. Reset the policy."
		s.answered(prepIt, 201, "").reported(failed(lost)).answered(runIt, 201, "").reported(failed(lost))
	}},
}

func mustPolicy(s *site, name string) synciq.Policy {
	p, ok := synciq.Of(s.Cluster()).Policy(name)
	if !ok {
		s.T.Fatalf("no policy %s", name)
	}
	return p
}

func guarded(t *testing.T, at map[siq.Position]*site) {
	t.Helper()
	for _, c := range guardCases {
		t.Run(c.name, func(t *testing.T) {
			s := at[c.at].clone()
			s.T = t
			c.do(s)
			collect(s)
		})
	}
}
