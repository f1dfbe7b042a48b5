// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// CrashScenario is a run that is recorded and killed everywhere.
type CrashScenario struct {
	Name, Text string
	// Goal is where the run goes.
	Goal, Order string
	// Home is the side to which a run that is set back returns exactly, as long as no copy was opened; "" when the scenario begins half-way.
	Home string
	// Until is the stage after which the run is not killed any more, "" for none.
	Until string
	// prepare brings the site to where the run begins.
	prepare func(t *testing.T, b *Bed, in survey.Intent)
}

// CrashScenarios are the runs that the crash matrix is made of.
func CrashScenarios() []CrashScenario {
	asItIs := func(*testing.T, *Bed, survey.Intent) {}
	stopped := func(at survey.StageID) func(t *testing.T, b *Bed, in survey.Intent) {
		return func(t *testing.T, b *Bed, in survey.Intent) {
			in.Active = DR
			stoppedAfter(t, b, in, at)
		}
	}
	refused := func(t *testing.T, b *Bed, in survey.Intent) {
		in.Active = DR
		stoppedBetween(t, b, in)
	}
	thereAlready := func(t *testing.T, b *Bed, _ survey.Intent) { move(t, b, DR) }
	return []CrashScenario{
		{"out", "out with three policies in mixed positions", DR, survey.NamesFirst, Prod, "", asItIs},
		{"back", "back, with left-over mirrors and old reports", Prod, survey.NamesFirst, DR, "", thereAlready},
		{"writes_first", "out, writes allowed before the names move", DR, survey.WritesFirst, Prod, "", asItIs},
		{"abort", "the goal is set back when the names have moved", Prod, survey.NamesFirst, Prod, "", refused},
		{
			"settle", "the goal is set back when the copies are open: the half-done run is completed first, and what follows is a failback",
			Prod, survey.NamesFirst, "", string(survey.StageSettle), stopped(survey.StageWrites),
		},
	}
}

// stoppedBetween runs and stops when the names and the SPNs have moved and no copy is open, because the cluster would not open them: names
// and copies follow each other so closely that nothing else stops a run there.
func stoppedBetween(t *testing.T, b *Bed, in survey.Intent) {
	t.Helper()
	c := On(t, b.Site, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper { return closed{next} }})
	b.NewRun()
	if _, err := c.Engine.Run(t.Context(), in, c.Engine.Survey(t.Context(), Scope(in, nil))); err == nil {
		t.Fatal("the run opened copies though none may be opened")
	}
}

// closed refuses every allow_write.
type closed struct{ next http.RoundTripper }

// RoundTrip refuses or passes on.
func (c closed) RoundTrip(r *http.Request) (*http.Response, error) {
	if allows(r) {
		return &http.Response{
			StatusCode: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
			Body: io.NopCloser(strings.NewReader(`{"errors":[{"code":"AEC_FORBIDDEN","message":"not now"}]}`)),
		}, nil
	}
	return c.next.RoundTrip(r)
}

// stoppedAfter runs and stops after a stage, as Ctrl-C does.
func stoppedAfter(t *testing.T, b *Bed, in survey.Intent, at survey.StageID) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	c := On(t, b.Site, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
		if st == at {
			stop()
		}
	}})
	b.NewRun()
	if _, err := c.Engine.Run(ctx, in, c.Engine.Survey(t.Context(), Scope(in, nil))); err == nil {
		t.Fatalf("the run was not stopped after stage %s", at)
	}
}

// Recording is a run with every moment at which it could have died.
type Recording struct {
	Scenario CrashScenario
	Points   []CrashPoint
	// Mutating is how many requests that change something the simulator itself has counted during the run; Changing how many of them were
	// recorded, and Calls how many of all kinds the engine has sent.
	Mutating, Changing, Calls int
	// Planned is the survey that Terraform's state holds.
	Planned *survey.Survey
	// Before is everything as it was before any run had moved anything away, seed what the process's lines are held against.
	Before map[string]string
	seed   *Seed
	intent survey.Intent
	// turned: a copy had been opened before this run began.
	turned bool
	// syncs are how often each policy ran in a resume at once.
	syncs *sync.Map
}

// RecordRun lets people work and records the run of a scenario to its end.
func RecordRun(t *testing.T, sc CrashScenario) *Recording {
	t.Helper()
	rec := &Recording{Scenario: sc, syncs: new(sync.Map)}
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		r := &recorder{bed: func() *Bed { return b }, until: sc.Until}
		b = New(t, Options{
			Quiet: true, Logged: r.heard, Wrap: func(next http.RoundTripper) http.RoundTripper { r.next = next; return InLockstep(t, 1)(r) },
		})
		adopt(t, b)
		b.Arrive(t, Prod, 20*time.Second, true)
		time.Sleep(2 * time.Minute)
		rec.seed = NewSeed(t, b)
		in := b.Intent(sc.Goal)
		in.CutoverOrder = sc.Order
		if sc.Name == "abort" {
			rec.Before = b.Everything(t)
		}
		sc.prepare(t, b, in)
		if rec.Before == nil {
			time.Sleep(2 * time.Minute)
			rec.Before = b.Everything(t)
		}
		rec.seed.Begin(t)
		rec.intent = in
		rec.Planned = b.Engine.Survey(t.Context(), Scope(in, nil))
		b.NewRun()
		before := b.mutating()
		r.begin()
		if _, err := b.Engine.Run(t.Context(), in, rec.Planned); err != nil {
			t.Fatal(err)
		}
		r.end()
		rec.Points, rec.Calls, rec.Changing = r.points, r.calls, r.changing
		rec.Mutating = r.mutating - before
	})
	return rec
}

// mutating counts the requests that have changed something, as the simulator sees it.
func (b *Bed) mutating() (n int) {
	b.World.Do(func() { n = b.World.Log.Mutating() })
	return n
}

// opened tells whether a copy on the receiving side of the recorded run has been opened, or is about to be by a job that is accepted.
func (rec *Recording) opened(b *Bed) (out bool) {
	receiver, names := b.Site.To, b.Site.Policies
	if rec.Scenario.Home == DR {
		receiver, names = b.Site.From, nil
		for _, p := range b.Site.Policies {
			names = append(names, p+"_mirror")
		}
	}
	b.World.Do(func() {
		for _, t := range synciq.Of(b.World.Cluster(receiver)).TargetRecords() {
			j, live := synciq.Of(b.World.Cluster(receiver)).LiveJob(t.ID)
			if slices.Contains(names, t.Name) && (t.State() != siq.WritesDisabled || live && j.OnTarget && j.Action == siq.AllowWrite) {
				out = true
			}
		}
	})
	return out
}
