// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// failedOver is a site whose policy nas1 has been failed over.
func failedOver(t *testing.T) *site {
	t.Helper()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	return s.job(onePS1, `{"id":"nas1"}`).job(onePS2, `{"id":"nas1","action":"allow_write"}`)
}

// TestMirrorNameTaken: a policy of the mirror's name with other paths stands in the way (synciq.md §8). When that shows is a dial, and
// with it whether A has been closed by then.
func TestMirrorNameTaken(t *testing.T) {
	t.Parallel()
	for when, open := range map[string]bool{"start": true, "finalize": false} {
		s := failedOver(t).dial("reverse_checked_at", when)
		s.Run(papitest.Post(onePS2+policies, `{"name":"nas1_mirror","action":"sync","source_root_path":"/ifs/data/else","target_host":"ps1",
			"target_path":"/ifs/data/else"}`, 201, ""))
		s.answered(prepIt, 201, "").reported(failed("A policy named nas1_mirror exists already on the target cluster."))
		if got := s.write("ps1", "probe"); got != open {
			t.Errorf("checked at %s: A writable %v, want %v", when, got, open)
		}
	}
}

// TestMirrorSettings: what a fresh mirror takes from the policy, under the dials.
func TestMirrorSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ dial, value, want string }{
		"as it comes": {"mirror_schedule", "empty", `"schedule":"","target_host":"10.0.1.10","accelerated_failback":false,
			"workers_per_node":7,"force_interface":false`},
		"inherited":    {"mirror_schedule", "inherited", `"schedule":"every 1 days at 12:00","job_delay":60`},
		"source host":  {"mirror_target_host", "source_host", `"target_host":"ps1"`},
		"acceleration": {"mirror_accelerated_failback", "yes", `"accelerated_failback":true`},
	} {
		s := failedOver(t).dial(c.dial, c.value)
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"schedule":"every 1 days at 12:00","job_delay":60,"workers_per_node":7,
			"force_interface":true}`))
		s.answered(prepIt, 201, "").later()
		t.Log(name)
		s.Run(papitest.Get(onePS2+policies+"/nas1_mirror", `{"policies":[{`+c.want+`}]}`))
		s.Run(papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"schedule":"every 1 days at 12:00","enabled":false}]}`))
	}
}

// TestLeftOverMirrorIsUsedAgain: with the settings that it has, its schedule included.
func TestLeftOverMirrorIsUsedAgain(t *testing.T) {
	t.Parallel()
	s := failedOver(t).job(onePS1, `{"id":"nas1","action":"resync_prep"}`)
	s.Run(papitest.Put(onePS2+policies+"/nas1_mirror", `{"schedule":"every 4 hours","description":"kept"}`))
	id := s.policyID("ps2", "nas1_mirror")
	s.job(onePS2, `{"id":"nas1_mirror"}`).job(onePS1, `{"id":"nas1_mirror","action":"allow_write"}`).job(onePS2,
		`{"id":"nas1_mirror","action":"resync_prep"}`)
	s.Run(
		papitest.Get(onePS2+policies+"/nas1_mirror", `{"policies":[{"enabled":false,"schedule":"every 4 hours"}]}`),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"enabled":true}]}`),
		papitest.Get(onePS1+targets+"/nas1_mirror", `{"policies":[{"failover_failback_state":"resync_policy_created"}]}`),
		papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_disabled"}]}`),
	)
	s.job(onePS1, `{"id":"nas1"}`).job(onePS2, `{"id":"nas1","action":"allow_write"}`).job(onePS1, `{"id":"nas1","action":"resync_prep"}`)
	s.Run(papitest.Get(onePS2+policies,
		`{"policies":[{"id":"`+id+`","enabled":true,"schedule":"every 4 hours","description":"kept"}],"total":1}`))
}

// TestResyncPrepDials: when A closes and when the policy is switched off.
func TestResyncPrepDials(t *testing.T) {
	t.Parallel()
	s := failedOver(t).dial("source_closed_at", "restore").dial("policy_disabled_at", "start")
	s.answered(prepIt, 201, "").soon()
	s.Wait(3e9)
	s.Run(papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"enabled":false}]}`))
	s.Wait(35e9)
	s.Run(papitest.Get(onePS1+jobs+"/nas1", `{"jobs":[{"policy":{"action":"resync_prep_restore"}}]}`))
	if s.write("ps1", "early") {
		t.Error("A is open during restore")
	}
}

// TestFailedPrepIsRestartable: from creating_resync_policy the same request leads to the end (synciq.md §1.4).
func TestFailedPrepIsRestartable(t *testing.T) {
	t.Parallel()
	s := failedOver(t).failNext("ps1", "nas1", siq.ResyncPrep).job(onePS1, `{"id":"nas1","action":"resync_prep"}`)
	s.Run(
		papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"creating_resync_policy","last_job_state":"failed"}]}`),
		papitest.Get(onePS1+policies+"/nas1", `{"policies":[{"last_job_state":"failed","enabled":true,"conflicted":false}]}`),
	)
	s.job(onePS1, `{"id":"nas1","action":"resync_prep"}`)
	s.Run(papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"resync_policy_created"}]}`))
}

// TestAllowWriteDuringARun: the run fails, and B becomes the last completed sync, not a mixture (synciq.md §1.3).
func TestAllowWriteDuringARun(t *testing.T) {
	t.Parallel()
	s := newSyncSite(t)
	s.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	s.job(onePS1, `{"id":"nas1"}`)
	for _, name := range []string{"b", "c", "d"} {
		s.write("ps1", name)
	}
	s.answered(runIt, 201, "")
	s.Wait(15e9)
	s.World.Do(func() {
		if b := s.World.Cluster("ps2").FS; !b.Exists(nas1+"/b") || b.Exists(nas1+"/d") {
			t.Error("in the middle of a run B is no mixture")
		}
	})
	s.answered(allowIt, 201, "").later()
	s.Run(
		papitest.Get(onePS1+reports, `{"reports":[{"state":"failed","action":"run"}]}`),
		papitest.Get(onePS2+targets+"/nas1", `{"policies":[{"failover_failback_state":"writes_enabled","last_job_state":"finished"}]}`),
	)
	s.World.Do(func() {
		if b := s.World.Cluster("ps2").FS; !b.Exists(nas1+"/a") || b.Exists(nas1+"/b") {
			t.Error("B is not the last completed sync")
		}
	})
}
