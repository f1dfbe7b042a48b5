// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestUncontrolled_AndTheWayBack loses a cluster, takes over without it, isolates it when it returns, discards on acknowledgement, and
// fails back under control.
func TestUncontrolled_AndTheWayBack(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lab", "style-b", "different-paths", "nfs-only"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { lostAndReturned(t, name) })
		})
	}
}

func lostAndReturned(t *testing.T, name string) {
	b := New(t, Options{Scenario: name})
	adopt(t, b)
	inventory := b.Engine.Survey(t.Context(), Scope(b.Intent(Prod), nil))
	time.Sleep(7 * time.Minute)
	reachable(b, Prod, false)
	since := time.Now()
	time.Sleep(time.Minute)

	gone := On(t, b.Site, Options{Lost: map[string]time.Time{Prod: since}, RunID: "run-uncontrolled"})
	before := requests(b, Prod)
	in := gone.Intent(DR)
	planned := gone.Engine.Survey(t.Context(), Scope(in, inventory))
	p := failover.Plan(planned, in)
	if !has(p.Errors, "data_loss") {
		t.Fatalf("without max_data_loss: errors %v", p.Errors)
	}
	in = accept(t, in, p.Errors)
	out := runTo(t, gone, in, planned, survey.KindUncontrolled)
	if position.Serving(out.Survey) != DR {
		t.Fatalf("serving %q", position.Serving(out.Survey))
	}
	if n := requests(b, Prod); n != before {
		t.Errorf("%d requests reached the lost cluster", n-before)
	}
	if again := failover.Plan(gone.Engine.Survey(t.Context(), Scope(in, out.Survey)), in); again.Moves != nil {
		t.Errorf("the plan after the takeover is not empty: %v", again.Approved)
	}
	time.Sleep(time.Hour)

	reachable(b, Prod, true)
	back := On(t, b.Site, Options{RunID: "run-return"})
	in = back.Intent(DR)
	planned = back.Engine.Survey(t.Context(), Scope(in, out.Survey))
	if failover.Unfinished(planned) != DR {
		t.Fatalf("a returned cluster must be isolated: unfinished %q, takeover %+v", failover.Unfinished(planned), planned.Takeover)
	}
	if wrong := failover.Plan(planned, back.Intent(Prod)); !has(wrong.Errors, "would_discard_survivor") {
		t.Errorf("a move to the returned side: errors %v", wrong.Errors)
	}
	out = runTo(t, back, in, planned, survey.KindIsolate)
	idle := failover.Plan(out.Survey, in)
	if idle.Moves != nil || !has(idle.Warnings, "discard_needs_acknowledgement") {
		t.Fatalf("after isolate: moves %v, warnings %v", idle.Approved, idle.Warnings)
	}
	wrong := in
	stale := since.Add(-24 * time.Hour)
	wrong.DiscardChangesSince = &stale
	if p := failover.Plan(out.Survey, wrong); p.Moves != nil {
		t.Errorf("a wrong acknowledgement discards: %v", p.Approved)
	}
	fork, err := time.Parse(time.RFC3339, out.Survey.Takeover.Fork)
	if err != nil {
		t.Fatal(err)
	}
	in.DiscardChangesSince = &fork
	out = runTo(t, back, in, out.Survey, survey.KindDiscard)
	if !position.Protected(out.Survey) || out.Survey.Takeover != nil {
		t.Fatalf("after discard: protected %v, takeover %+v", position.Protected(out.Survey), out.Survey.Takeover)
	}
	move(t, back, Prod)
	if v := b.Violations(); len(v) > 0 {
		t.Errorf("violations:\n%s", Lines(v))
	}
}

// accept pastes the line that the error names.
func accept(t *testing.T, in survey.Intent, errors []finding.Finding) survey.Intent {
	t.Helper()
	for _, f := range errors {
		if f.ID == finding.DataLoss {
			_, text, _ := strings.Cut(f.Cure, `"`)
			d, err := time.ParseDuration(strings.TrimSuffix(text, `"`))
			if err != nil {
				t.Fatalf("the line to paste is no duration: %s", f.Cure)
			}
			in.MaxDataLoss = &d
		}
	}
	return in
}

func runTo(t *testing.T, b *Bed, in survey.Intent, planned *survey.Survey, kind string) *run.Outcome {
	t.Helper()
	p := failover.Plan(planned, in)
	for _, f := range p.Errors {
		t.Fatalf("plan: %s", f.Line())
	}
	if p.Moves == nil || p.Moves.Kind != kind {
		t.Fatalf("plan: %+v, want kind %s", p.Moves, kind)
	}
	for _, k := range p.Approved {
		t.Log("approved: " + string(k))
	}
	out, err := b.Engine.Run(t.Context(), in, planned)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return out
}

func has(list []finding.Finding, id string) bool {
	for _, f := range list {
		if f.ID.String() == id {
			return true
		}
	}
	return false
}

func reachable(b *Bed, key string, on bool) { b.World.Do(func() { b.Cluster(key).Reachable = on }) }

// requests counts the requests that a cluster answered.
func requests(b *Bed, key string) int {
	n := 0
	b.World.Do(func() {
		for _, r := range b.World.Log.All() {
			if r.Cluster == b.Cluster(key).Name {
				n++
			}
		}
	})
	return n
}
