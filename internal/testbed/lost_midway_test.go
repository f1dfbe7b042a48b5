// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Production dies in the middle of a controlled run, after any of its stages. The survivor takes over from there; when the cluster is back
// and its changes are discarded, the pair is protected, the fence of the broken run has left no trace, and the controlled way back ends as
// if nothing had been.
func TestLost_InTheMiddleOfARun(t *testing.T) {
	t.Parallel()
	stages := failover.Stages(survey.Intent{Active: DR, Pools: map[string]string{Prod: "", DR: ""}})
	for _, at := range stages {
		if at == survey.StageSettle || at == survey.StageFinish {
			continue // the first only mends what an earlier run left; the last is over when the run is
		}
		if at == survey.StageLastSync {
			continue // from this proof on the run goes on without prod: TestAlone_AtEveryCall
		}
		t.Run(string(at), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { diesAfter(t, at) })
		})
	}
}

// diedAfter is a site on which a cluster has died right after a stage of a controlled run to dr; the run has ended with an error.
func diedAfter(t *testing.T, key string, at survey.StageID) *disaster {
	t.Helper()
	died := false
	var d *disaster
	d = ordinary(t, Options{AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
		if st == at && !died {
			died = true
			reachable(d.b, key, false)
			d.since = time.Now()
		}
	}}, func(b *Bed) { b.Arrive(t, Prod, 0, true) })
	planned, _ := d.plan(d.b, d.to())
	out, err := d.b.Engine.Run(t.Context(), d.to(), planned)
	d.keep(out.Survey)
	if !died || err == nil {
		t.Fatalf("the run has not lost %s after %s: %v", key, at, err)
	}
	time.Sleep(time.Minute)
	return d
}

func diesAfter(t *testing.T, at survey.StageID) {
	t.Helper()
	d := diedAfter(t, Prod, at)
	in := d.to()
	d.declare()
	d.b.NewRun()
	d.whatIsLeft(d.gone, in)
	if problems := d.served(DR); len(problems) > 0 {
		t.Fatalf("after the takeover: %s", Lines(problems))
	}
	time.Sleep(10 * time.Minute)
	d.comeBack()
	time.Sleep(2 * time.Minute)
	d.b.NewRun()
	d.whatIsLeft(d.b, d.b.Intent(DR))
	if problems := d.quietNow(); len(problems) > 0 {
		t.Errorf("after isolation: %s", Lines(problems))
	}
	if d.known.Takeover != nil {
		d.whatIsLeft(d.b, d.discard())
	}
	if !position.Protected(d.known) || d.known.Takeover != nil || failover.Unfinished(d.known) != "" {
		t.Fatalf("after the discard: protected %v, takeover %+v, unfinished %q",
			position.Protected(d.known), d.known.Takeover, failover.Unfinished(d.known))
	}
	d.run(d.b, d.b.Intent(Prod), survey.KindControlled)
	time.Sleep(time.Minute)
	for _, problem := range d.seed.Check(t, Prod) {
		t.Errorf("after the way back: %s", problem)
	}
	finished(t, d.b)
}

// whatIsLeft carries out what the plan says, if it says anything, and wants an empty plan after it.
func (d *disaster) whatIsLeft(b *Bed, in survey.Intent) {
	d.t.Helper()
	planned, p := d.plan(b, in)
	for _, f := range p.Errors {
		d.t.Fatalf("plan: %s", f.Line())
	}
	if p.Moves == nil {
		return
	}
	out, err := b.Engine.Run(d.t.Context(), in, planned)
	d.keep(out.Survey)
	if err != nil {
		d.t.Fatalf("%s: %v", p.Moves.Kind, err)
	}
	if _, again := d.plan(b, in); again.Moves != nil || len(again.Errors) > 0 {
		d.t.Fatalf("the plan after %s is not empty: %v, errors %v", p.Moves.Kind, again.Approved, again.Errors)
	}
}

// served: the names are answered by one cluster alone, and its directories are writable.
func (d *disaster) served(key string) []string {
	var out []string
	for _, n := range d.b.Site.Names {
		if !d.seed.answers(key, n) || d.seed.answers(otherKey(key), n) {
			out = append(out, n+" is not answered by "+key+" alone")
		}
	}
	for _, policy := range d.b.Site.Policies {
		dir := d.b.Root(key, policy)
		d.b.World.Do(func() {
			if _, closed := d.b.Cluster(key).FS.ProtectedBy(dir); closed {
				out = append(out, dir+" is read-only on "+key)
			}
		})
	}
	return out
}
