// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// drillRecording is the opening or the closing of a drill with every moment at which it could have died.
type drillRecording struct {
	*Recording
	in drill.Intent
}

// recordDrill records the opening of a drill while people work on production, or the closing of one that was used.
func recordDrill(t *testing.T, open bool) *drillRecording {
	t.Helper()
	rec := &drillRecording{Recording: &Recording{Scenario: CrashScenario{Name: map[bool]string{true: "open", false: "close"}[open]}}}
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		r := &recorder{bed: func() *Bed { return b }}
		b = New(t, Options{
			Quiet: true, Logged: r.heard, Wrap: func(next http.RoundTripper) http.RoundTripper { r.next = next; return InLockstep(t, 1)(r) },
		})
		adopt(t, b)
		b.Arrive(t, Prod, 20*time.Second, false)
		time.Sleep(10 * time.Minute)
		rec.Before = b.Everything(t)
		b.NewRun()
		b.BeginDrill(Prod)
		rec.in = b.DrillIntent(open)
		if !open {
			b.drills(t, b.DrillIntent(true), nil, drill.Open)
			b.visit(t, DR)
			b.NewRun()
		}
		rec.Planned = b.Engine.SurveyDrill(t.Context(), rec.in, nil)
		before := b.mutating()
		r.begin()
		if _, err := b.Engine.Drill(t.Context(), rec.in, rec.Planned); err != nil {
			t.Fatal(err)
		}
		r.end()
		rec.Points, rec.Calls, rec.Changing, rec.Mutating = r.points, r.calls, r.changing, r.mutating-before
	})
	return rec
}

// resume wakes the site at a point and applies, with the same goal or the other one. Whatever comes of it is closed in the end, and then
// everything is exactly as it was before the drill.
func (rec *drillRecording) resume(t *testing.T, p CrashPoint, a Axes) (out Outcome) {
	synctest.Test(t, func(t *testing.T) {
		b := p.Frozen.Wake(t, Options{Quiet: true, PollInterval: slowPoll})
		b.disturb(a)
		in, prior := rec.in, rec.Planned
		if a.Reversed {
			in.Open = !in.Open
			b.NewRun()
		}
		if a.StateLost {
			prior = nil
		}
		out.Problems = b.drillTo(t, in, prior, a, &out)
		if len(out.Problems) == 0 && in.Open {
			b.NewRun()
			out.Problems = b.drillTo(t, b.DrillIntent(false), prior, a, &out)
		}
		if len(out.Problems) > 0 {
			return
		}
		out.Exact = true
		b.EndDrill()
		b.Leave()
		left := func(string) bool { return false }
		if len(a.Journals) == 2 { // a schedule that was off already when it was last seen is not known any more
			left = func(name string) bool {
				return strings.Contains(name, "policy ") && (strings.HasSuffix(name, ": schedule") || strings.HasSuffix(name, ": rpo_alert"))
			}
		}
		out.Problems = append(out.Problems, Differences(rec.Before, b.Everything(t), left)...)
		b.World.Do(func() {
			for _, v := range invariant.Finish(b.World) {
				if len(a.Journals) < 2 || v.Rule != "drill_gives_back" {
					out.Problems = append(out.Problems, "invariant "+v.Rule+": "+v.Text)
				}
			}
		})
		for _, v := range b.Violations() {
			if len(a.Journals) < 2 || !strings.Contains(v, "drill_gives_back") {
				out.Problems = append(out.Problems, "violation: "+v)
			}
		}
	})
	for i := range out.Problems {
		out.Problems[i] = fmt.Sprintf("%s, %s: %s: %s", rec.Scenario.Name, p, a, out.Problems[i])
	}
	return out
}

// drillTo plans and applies until the drill is where it is wanted; a plan that the dead run has made stale is made once more.
func (b *Bed) drillTo(t *testing.T, in drill.Intent, prior *survey.Survey, a Axes, out *Outcome) []string {
	for n := 0; ; n++ {
		in.CloseUnrecorded = len(a.Journals) == 2
		planned := b.Engine.SurveyDrill(t.Context(), in, prior)
		p := drill.Plan(planned, in)
		if in.Open && len(p.Obstacles) > 0 && len(a.Journals) == 2 {
			in.Open = false // what nobody tells of is closed first
			out.Words = append(out.Words, p.Obstacles[0])
			continue
		}
		if len(p.Obstacles) > 0 {
			return p.Obstacles
		}
		if _, err := b.Engine.Drill(t.Context(), in, planned); err != nil {
			if n == 0 && strings.Contains(err.Error(), "plan is stale") {
				out.Replanned = true
				continue
			}
			return []string{err.Error()}
		}
		s := b.Engine.SurveyDrill(t.Context(), in, prior)
		want := map[bool]drill.Status{true: drill.Open, false: drill.Closed}[in.Open]
		if got := drill.StatusOf(s); got != want {
			return []string{fmt.Sprintf("the drill is %s, want %s", got, want)}
		}
		return nil
	}
}

// TestDrill_Crash kills the opening and the closing of a drill before and after every request that changes something, and resumes all of
// these sites with an engine that knows nothing: to the same goal and to the other one, at once, in the middle of a job, when all jobs are
// done and when the lease has run out, with Terraform's state and without, and with the journals deleted. In the end nothing is left of the
// drill.
func TestDrill_Crash(t *testing.T) {
	t.Parallel()
	counts := map[string]CrashCounts{}
	var golden strings.Builder
	for _, open := range []bool{true, false} {
		rec := recordDrill(t, open)
		fmt.Fprintf(&golden, "%s", rec.Denominator(AllAxes(), JournalAxes()))
		for name, axes := range map[string][]Axes{"": AllAxes(), ", journals deleted": JournalAxes()} {
			pairs := sample(rec.Pairs(rec.Points, axes), crashSample)
			c := SideBySide(t, rec.Scenario.Name+name, len(pairs), func(t *testing.T, i int) Outcome {
				return rec.resume(t, pairs[i].Point, pairs[i].Axes)
			})
			c.Points, c.Mutating = len(rec.Points), rec.Mutating
			counts[rec.Scenario.Name+name] = c
			t.Logf("%s%s: %+v", rec.Scenario.Name, name, c)
		}
	}
	sameAsGolden(t, "drill_crash.golden", golden.String())
	Record(t, "drill_crash", counts)
}
