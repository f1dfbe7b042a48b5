// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/lease"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	sim "github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

const (
	prod, dr = testbed.Prod, testbed.DR
	nas1     = "nas1"
)

// acting is a run over a simulated site, with a permit for everything.
type acting struct {
	t *testing.T
	*testbed.Bed
	run    *run.Run
	permit permit.Permit
	stop   context.CancelFunc
}

// acts runs do in a bubble, with a site in which prod serves and no schedule interferes.
func acts(t *testing.T, do func(a *acting)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := testbed.New(t, testbed.Options{Quiet: true, Build: scenario.Options{Policies: 2}})
		set := map[string]*clusters.Cluster{}
		for key, c := range b.Clients {
			set[key] = &clusters.Cluster{Key: key, Client: c}
		}
		e := clusters.New(set, clusters.Options{})
		in := b.Intent(dr)
		s := b.Engine.Survey(t.Context(), testbed.Scope(in, nil))
		l, err := lease.Acquire(t.Context(), e, s, in)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Release(context.WithoutCancel(t.Context()))
		key := survey.NewKey("test", "both", "policy", nas1, "anything")
		p, err := issue.New([]survey.Key{key}, l.Check).For(key)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		a := &acting{t: t, Bed: b, permit: p, stop: stop, run: &run.Run{
			Engine: e, Survey: s, Intent: in, Lease: l, Began: time.Now(), Notes: run.NewNotes(),
			Stop: ctx.Done(), StopErr: func() error { return context.Cause(ctx) },
		}}
		a.quiet()
		do(a)
	})
}

// quiet takes the schedule off nas1 and waits until no job of it is alive.
func (a *acting) quiet() {
	a.t.Helper()
	if err := synciq.ScheduleOff(a.t.Context(), a.run, a.permit, prod, nas1); err != nil {
		a.t.Fatal(err)
	}
	time.Sleep(10 * time.Minute) // bubble
}

func (a *acting) base() survey.Baseline {
	a.t.Helper()
	base, err := synciq.NewestJob(a.t.Context(), a.run, prod, nas1)
	if err != nil {
		a.t.Fatal(err)
	}
	return base
}

func (a *acting) post(action string) {
	a.t.Helper()
	started, err := synciq.Post(a.t.Context(), a.run, a.permit, prod, nas1, action, func(run.View) bool { return true })
	if err != nil || !started {
		a.t.Fatalf("post %q: started %v, %v", action, started, err)
	}
}

func (a *acting) pair() (survey.Pair, survey.Direction) {
	a.t.Helper()
	p, ok := a.run.Survey.Pair(nas1)
	if !ok {
		a.t.Fatal("no pair nas1")
	}
	return p, survey.Direction{From: prod, To: dr}
}

func (a *acting) fault(f sim.JobFault) {
	a.World.Do(func() { sim.Of(a.Cluster(prod)).FailNextJob(nas1, siq.Sync, f) })
}

func says(t *testing.T, err error, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if err == nil || !strings.Contains(err.Error(), p) {
			t.Errorf("%q is not in %v", p, err)
		}
	}
}

func TestPost_AndItsReport(t *testing.T) {
	acts(t, func(a *acting) {
		ctx, base := a.t.Context(), a.base()
		a.post(survey.ActionSync)
		a.post(survey.ActionSync) // the live job is used
		rep, err := synciq.AwaitReport(ctx, a.run, prod, nas1, base)
		if err != nil || rep.State != survey.StateFinished || !synciq.Proves(rep, nil) || !base.Precedes(rep) {
			a.t.Errorf("%+v, %v", rep, err)
		}
		next := a.base()
		if next.Job <= base.Job || next.Started <= base.Started {
			a.t.Errorf("baselines %+v, then %+v", base, next)
		}
		if _, ok, err := synciq.ReportAfter(ctx, a.run, prod, nas1, next); ok || err != nil {
			a.t.Errorf("a report after the newest: %v, %v", ok, err)
		}
		if began, err := synciq.LastSyncBegan(ctx, a.run, prod, nas1); err != nil || began != rep.Started {
			a.t.Errorf("the last sync began at %d, want %d: %v", began, rep.Started, err)
		}
		if began, err := synciq.LastSyncBegan(ctx, a.run, dr, "nobody"); began != 0 || err != nil {
			a.t.Errorf("a policy without reports: %d, %v", began, err)
		}
		v, err := a.run.SeeNow(ctx, prod, nas1)
		if err != nil || synciq.Holds(base, v) || !synciq.Holds(next, v) {
			a.t.Errorf("holds: %v, %v, %v", synciq.Holds(base, v), synciq.Holds(next, v), err)
		}
		started, err := synciq.Post(ctx, a.run, a.permit, prod, nas1, survey.ActionSync, func(run.View) bool { return false })
		if started || err != nil {
			a.t.Errorf("posted though it was not wanted: %v, %v", started, err)
		}
	})
}

func TestAwaitReport_Failures(t *testing.T) {
	acts(t, func(a *acting) {
		ctx, base := a.t.Context(), a.base()
		a.fault(sim.JobFault{State: "failed", Text: "no room on the other side"})
		a.post(survey.ActionSync)
		_, err := synciq.AwaitReport(ctx, a.run, prod, nas1, base)
		says(a.t, err, "sync nas1 on prod: job failed", "no room on the other side")
		if _, ok := errors.AsType[*synciq.JobError](err); !ok {
			a.t.Errorf("%T", err)
		}
		if list := synciq.LastErrors(ctx, a.run, prod, nas1, false); len(list) != 1 {
			a.t.Errorf("last errors: %v", list)
		}
		if list := synciq.LastErrors(ctx, a.run, dr, "nobody", true); list != nil {
			a.t.Errorf("last errors of nobody: %v", list)
		}
		_, err = synciq.AwaitReport(ctx, a.run, prod, nas1, a.base())
		if !errors.Is(err, synciq.ErrNoTrace) {
			a.t.Errorf("nothing was started: %v", err)
		}
	})
}

// TestAwaitEarlier: the report of a run that an earlier apply has begun is waited for and taken; where none can prove anything, a run of
// one's own is due, at once.
func TestAwaitEarlier(t *testing.T) {
	acts(t, func(a *acting) {
		ctx, base := a.t.Context(), a.base()
		earlier := func(b survey.Baseline) bool {
			a.t.Helper()
			rep, ok, err := synciq.AwaitEarlier(ctx, a.run, prod, nas1, b)
			if err != nil || ok && !b.Precedes(rep) {
				a.t.Fatalf("%+v, %v", rep, err)
			}
			return ok
		}
		at := time.Now()
		if earlier(base) || earlier(survey.Baseline{State: survey.NoneCounts}) {
			a.t.Error("nothing was started")
		}
		if time.Since(at) > 10*time.Second {
			a.t.Errorf("waited %s for nothing", time.Since(at))
		}
		a.post(survey.ActionSync)
		time.Sleep(10 * time.Second) // bubble: a plan and an approval lie between two applies
		if !earlier(base) {
			a.t.Error("the job that runs was not waited for")
		}
		if !earlier(base) {
			a.t.Error("the report that is there was not taken")
		}
		base = a.base()
		a.fault(sim.JobFault{State: "failed", Text: "gone"})
		a.post(survey.ActionSync)
		if earlier(base) {
			a.t.Error("a failed run was taken")
		}
		if err := synciq.Resolve(ctx, a.run, a.permit, prod, nas1); err != nil {
			a.t.Fatal(err)
		}
		base = a.base()
		a.post(survey.ActionSync)
		time.Sleep(10 * time.Second) // bubble
		a.stop()
		if _, ok, err := synciq.AwaitEarlier(ctx, a.run, prod, nas1, base); ok || err == nil {
			a.t.Errorf("the run was stopped: %v, %v", ok, err)
		}
	})
}

// TestPost_LostAnswer: the answer to the request is lost. What shows tells that a job was started, and no second one is.
func TestPost_LostAnswer(t *testing.T) {
	acts(t, func(a *acting) {
		before := a.base()
		a.World.Do(func() {
			a.World.Face.Faults = fault.Rules{{Name: "lost", Kind: fault.DropAfter, Method: http.MethodPost, Path: "/sync/jobs", Count: 1}}
		})
		a.post(survey.ActionSync)
		if _, err := synciq.AwaitReport(a.t.Context(), a.run, prod, nas1, before); err != nil {
			a.t.Fatal(err)
		}
		time.Sleep(10 * time.Minute) // bubble
		a.World.Do(func() {
			ran := 0
			for _, r := range sim.Of(a.Cluster(prod)).Reports(false) {
				if r.Job.PolicyName == nas1 && r.Job.Number > before.Job {
					ran++
				}
			}
			if ran != 1 {
				a.t.Errorf("%d runs", ran)
			}
		})
	})
}

// TestPost_NeverAnswered: every request is refused as if the cluster were busy. It is asked a few times, and then its words are given.
func TestPost_NeverAnswered(t *testing.T) {
	acts(t, func(a *acting) {
		a.World.Do(func() {
			a.World.Face.Faults = fault.Rules{{Name: "busy", Kind: fault.Status503, Method: http.MethodPost, Path: "/sync/jobs", Count: 1000}}
		})
		_, err := synciq.Post(a.t.Context(), a.run, a.permit, prod, nas1, survey.ActionSync, func(run.View) bool { return true })
		says(a.t, err, "503")
	})
}

func TestStuck(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s synciq.Stuck
		judge := func(state string, wrong bool) {
			t.Helper()
			if err := s.Judge(state, nas1, prod); (err != nil) != wrong {
				t.Errorf("%s: %v", state, err)
			}
			time.Sleep(time.Minute) // bubble
		}
		judge(survey.StateAttention, false)
		judge(survey.StateAttention, false)
		judge("running", false)
		judge(survey.StateAttention, false)
		judge(survey.StateAttention, false)
		judge(survey.StateAttention, true)
		says(t, synciq.Attention(survey.StateAttention, nas1, prod), "job needs_attention")
		if err := synciq.Attention("running", nas1, prod); err != nil {
			t.Error(err)
		}
		failed := &synciq.JobError{
			Action: survey.ActionResyncPrep, Policy: nas1, Cluster: prod, State: "failed", JobID: 8, Errors: []string{"why"},
		}
		says(t, failed, "resync_prep nas1 on prod", "report 8", `"why"`)
		says(t, synciq.Overtaken(nas1, prod), "5 times another run of it began")
	})
}

func TestRunBegan(t *testing.T) {
	t.Parallel()
	for want, r := range map[int64]onefs.SyncReport{
		5: {StartTime: new(int64(5)), EndTime: new(int64(6))}, 6: {EndTime: new(int64(6))}, 0: {},
	} {
		if got := synciq.RunBegan(r); got != want {
			t.Errorf("%+v: %d, want %d", r, got, want)
		}
	}
}
