// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	sim "github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

func TestPolicy_Changes(t *testing.T) {
	acts(t, func(a *acting) {
		ctx := a.t.Context()
		shown := func() onefs.SyncPolicy {
			a.t.Helper()
			v, err := a.run.SeeNow(ctx, prod, nas1)
			if err != nil || !v.Known {
				a.t.Fatalf("known %v, %v", v.Known, err)
			}
			return v.Policy
		}
		if shown().Schedule != "" {
			a.t.Error("the schedule is still on")
		}
		delay := 600
		want := survey.Schedule{Text: "when-source-modified", JobDelay: &delay, Priority: 1}
		if err := synciq.SetSchedule(ctx, a.run, a.permit, prod, nas1, want); err != nil {
			a.t.Fatal(err)
		}
		if p := shown(); p.Schedule != want.Text || p.JobDelay == nil || *p.JobDelay != 600 || p.Priority != 1 {
			a.t.Errorf("%+v", p)
		}
		for range 2 { // the second time nothing is left to do
			time.Sleep(time.Minute) // bubble
			if err := synciq.ScheduleOff(ctx, a.run, a.permit, prod, nas1); err != nil || shown().Schedule != "" {
				a.t.Errorf("schedule %q, %v", shown().Schedule, err)
			}
		}
		if err := synciq.ScheduleOff(ctx, a.run, a.permit, prod, "nobody"); err != nil {
			a.t.Error(err)
		}
		// A policy cannot be changed while a job of it is alive: the change waits.
		a.post(survey.ActionSync)
		for _, on := range []bool{false, true} {
			if err := synciq.UpdatePolicy(ctx, a.run, a.permit, prod, nas1, synciq.PolicyChange{Enabled: &on}); err != nil || shown().Enabled != on {
				a.t.Errorf("enabled %v, want %v: %v", shown().Enabled, on, err)
			}
		}
		says(a.t, synciq.UpdatePolicy(ctx, a.run, a.permit, prod, "nobody", synciq.PolicyChange{Schedule: new("")}), "404")
	})
}

func TestPolicy_Conflict(t *testing.T) {
	acts(t, func(a *acting) {
		ctx := a.t.Context()
		pair, d := a.pair()
		base := a.base()
		a.fault(sim.JobFault{State: "failed", Text: "the two sides differ"})
		a.post(survey.ActionSync)
		if _, err := synciq.AwaitReport(ctx, a.run, prod, nas1, base); err == nil {
			a.t.Fatal("the run did not fail")
		}
		says(a.t, synciq.MaySync(ctx, a.run, pair, d), "conflicted", "the two sides differ", "isi sync policies resolve nas1")
		for range 2 {
			if err := synciq.Resolve(ctx, a.run, a.permit, prod, nas1); err != nil {
				a.t.Fatal(err)
			}
		}
		time.Sleep(time.Minute) // bubble
		if err := synciq.MaySync(ctx, a.run, pair, d); err != nil {
			a.t.Error(err)
		}
	})
}

func TestMaySync_Refuses(t *testing.T) {
	acts(t, func(a *acting) {
		ctx := a.t.Context()
		pair, d := a.pair()
		later := func(err error) {
			a.t.Helper()
			if err != nil {
				a.t.Fatal(err)
			}
			time.Sleep(time.Minute) // bubble
		}
		if err := synciq.MaySync(ctx, a.run, pair, d); err != nil {
			a.t.Error(err)
		}
		says(a.t, synciq.MaySync(ctx, a.run, survey.Pair{Name: "nobody", Home: prod}, d), "gone from prod")
		off, on := false, true
		later(synciq.UpdatePolicy(ctx, a.run, a.permit, prod, nas1, synciq.PolicyChange{Enabled: &off}))
		says(a.t, synciq.MaySync(ctx, a.run, pair, d), "is disabled")
		v, err := a.run.SeeNow(ctx, prod, nas1)
		if err != nil || synciq.PolicyState(v) != position.PolicyDisabled {
			a.t.Errorf("%s, %v", synciq.PolicyState(v), err)
		}
		later(synciq.UpdatePolicy(ctx, a.run, a.permit, prod, nas1, synciq.PolicyChange{Enabled: &on}))
		_, err = a.Clients[dr].StartSyncJob(ctx, a.permit, onefs.JobRequest{ID: nas1, Action: survey.ActionAllowWrite})
		later(err)
		says(a.t, synciq.MaySync(ctx, a.run, pair, d), "its target on dr is writes_enabled")
		there, err := a.run.SeeNow(ctx, dr, nas1)
		if err != nil || synciq.TargetState(there) != position.WritesEnabled || synciq.PolicyState(there) != position.Absent {
			a.t.Errorf("%s, %s, %v", synciq.TargetState(there), synciq.PolicyState(there), err)
		}
		if here, err := a.run.SeeNow(ctx, prod, nas1); err != nil || synciq.TargetState(here) != position.Absent ||
			synciq.PolicyState(here) != position.PolicyEnabled {
			a.t.Errorf("%s, %s, %v", synciq.TargetState(here), synciq.PolicyState(here), err)
		}
		// A request that the cluster takes for illegal is asked again for as long as states lag, and then its words are given.
		_, err = synciq.Post(ctx, a.run, a.permit, dr, nas1, survey.ActionAllowWrite, func(run.View) bool { return true })
		says(a.t, err, "409")
	})
}
