// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// crashedDisaster is a run of a disaster that was recorded, to be killed everywhere.
type crashedDisaster struct {
	*Recording
	kind  string
	lost  map[string]time.Time
	since time.Time
}

// disasters are the kinds of runs that only a disaster knows, in the order in which they come.
var disasters = []string{survey.KindUncontrolled, survey.KindIsolate, survey.KindDiscard}

// recordDisaster lets a site go through a disaster while people work, and records the run of a kind.
func recordDisaster(t *testing.T, kind string) *crashedDisaster {
	t.Helper()
	rec := &crashedDisaster{kind: kind, Recording: &Recording{Scenario: CrashScenario{Name: kind}}}
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, func(b *Bed) { b.Arrive(t, Prod, time.Minute, true) })
		d.lose()
		rec.lost, rec.since, rec.intent = map[string]time.Time{Prod: d.since}, d.since, d.to()
		if kind != survey.KindUncontrolled {
			rec.lost = nil
			d.takeOver()
			time.Sleep(3 * time.Minute)
			d.comeBack()
			time.Sleep(2 * time.Minute)
			rec.intent = d.b.Intent(DR)
		}
		if kind == survey.KindDiscard {
			d.run(d.b, rec.intent, survey.KindIsolate)
			rec.intent = d.discard()
		}
		r := &recorder{}
		o := Options{Quiet: true, Lost: rec.lost, RunID: "run-recorded", Logged: r.heard}
		o.Wrap = func(next http.RoundTripper) http.RoundTripper { r.next = next; return InLockstep(t, 1)(r) }
		b := On(t, d.b.Site, o)
		r.bed = func() *Bed { return b }
		rec.Planned, _ = d.plan(b, rec.intent)
		b.NewRun()
		before := b.mutating()
		r.begin()
		if _, err := b.Engine.Run(t.Context(), rec.intent, rec.Planned); err != nil {
			t.Fatal(err)
		}
		r.end()
		rec.Points, rec.Calls, rec.Changing, rec.Mutating, rec.seed = r.points, r.calls, r.changing, b.mutating()-before, d.seed
	})
	return rec
}

// woken is the disaster at a point, with a fresh engine.
func (rec *crashedDisaster) woken(t *testing.T, p CrashPoint, lost map[string]time.Time) *disaster {
	b := p.Frozen.Wake(t, Options{Quiet: true, Lost: lost, RunID: "run-resumed"})
	of := *rec.seed
	of.b = b
	return &disaster{t: t, o: Options{Quiet: true}, b: b, gone: b, since: rec.since, known: rec.Planned, seed: &of, runs: 100}
}

// resume wakes the site at a point, applies, and holds the end against what the kind promises.
func (rec *crashedDisaster) resume(t *testing.T, p CrashPoint, a Axes) (out Outcome) {
	synctest.Test(t, func(t *testing.T) {
		d := rec.woken(t, p, rec.lost)
		d.b.disturb(a)
		if a.StateLost {
			d.known = nil
		}
		if a.Reversed {
			out.Problems = append(out.Problems, d.noWayBack(rec.intent)...)
		}
		if err := d.applied(d.b, rec.intent, &out); err != nil {
			out.Problems = append(out.Problems, err.Error())
			return
		}
		c := d.b.calls()
		out.Calls = c.Reads + c.Writes
		if limit := 3*rec.Calls + 200; out.Calls > limit {
			out.Problems = append(out.Problems, fmt.Sprintf("%d calls, more than %d", out.Calls, limit))
		}
		out.Problems = append(out.Problems, d.afterResume(rec.kind, rec.intent)...)
	})
	for i := range out.Problems {
		out.Problems[i] = fmt.Sprintf("%s, %s: %s: %s", rec.kind, p, a, out.Problems[i])
	}
	return out
}

// noWayBack: the goal cannot be set back to a cluster that is lost, or that lacks what was written since. Asking for it writes nothing.
// Once it is protected again, a move there is a failback like any other.
func (d *disaster) noWayBack(in survey.Intent) []string {
	in.Active, in.DiscardChangesSince = Prod, nil
	s, p := d.plan(d.b, in)
	if s.Takeover == nil && s.Run == nil && position.Protected(s) {
		return nil
	}
	before := d.touches()
	_, err := d.b.Engine.Run(d.t.Context(), in, s)
	if len(p.Errors) == 0 || p.Moves != nil || err != nil || d.touches() != before {
		wrote := d.touches() - before
		return []string{fmt.Sprintf("a move back is planned: %v, errors %v; it wrote %d times, %v", p.Approved, p.Errors, wrote, err)}
	}
	return nil
}

// applied plans and runs; a plan that was outrun by the dead run's last act is made once more.
func (d *disaster) applied(b *Bed, in survey.Intent, out *Outcome) error {
	for {
		s, p := d.plan(b, in)
		if len(p.Errors) > 0 {
			return fmt.Errorf("the plan is refused: %s", p.Errors[0].Line())
		}
		got, err := b.Engine.Run(d.t.Context(), in, s)
		d.keep(got.Survey)
		f, _ := errors.AsType[*failure.Failure](err)
		switch {
		case err == nil:
			return nil
		case f == nil || f.ID != finding.FailureStale || out.Replanned:
			return fmt.Errorf("the resume ended with %w", err)
		}
		out.Replanned = true
	}
}

// afterResume holds the end of a resumed run against what its kind promises.
func (d *disaster) afterResume(kind string, in survey.Intent) []string {
	var out []string
	if _, again := d.plan(d.b, in); again.Moves != nil || len(again.Errors) > 0 {
		out = append(out, fmt.Sprintf("the plan after it is not empty: %v, errors %v", again.Approved, again.Errors))
	}
	d.b.Leave()
	switch kind {
	case survey.KindUncontrolled:
		out = append(out, d.survivorHasAll(&run.Outcome{Survey: d.known})...)
		if d.known.Takeover == nil || d.known.Takeover.Lost != Prod {
			out = append(out, "the takeover is not noted")
		}
	case survey.KindIsolate:
		out = append(out, d.quietNow()...)
		for _, policy := range d.b.Site.Policies {
			if _, ok := d.kept(policy); !ok {
				out = append(out, "there is no snapshot of "+policy)
			}
		}
	case survey.KindDiscard:
		if !position.Protected(d.known) || d.known.Takeover != nil || failover.Unfinished(d.known) != "" {
			out = append(out, fmt.Sprintf("protected %v, takeover %+v, unfinished %q",
				position.Protected(d.known), d.known.Takeover, failover.Unfinished(d.known)))
		}
		time.Sleep(time.Minute)
		now := map[string]*Sight{Prod: d.b.Look(d.t, Prod), DR: d.b.Look(d.t, DR)}
		out = append(out, d.seed.mirrors(now, Prod, DR)...)
		out = append(out, d.seed.fence(now, Prod)...)
	}
	out = append(out, d.served(DR)...)
	out = append(out, d.lostOnDR()...)
	out = append(out, d.reset(d.since)...)
	d.b.World.Do(func() {
		for _, v := range append(invariant.Check(d.b.World), d.b.World.Violations...) {
			if v.Rule != "one_side_written" {
				out = append(out, fmt.Sprintf("violation: %+v", v))
			}
		}
	})
	return out
}

// lostOnDR lists writes that dr acknowledged and does not have. The judge forgives a loss after a disaster; this one does not.
func (d *disaster) lostOnDR() []string {
	var out []string
	files := map[string][]string{}
	c := d.b.Cluster(DR)
	d.b.World.Do(func() {
		for _, a := range clients.Acks(d.b.World) {
			if a.Cluster != c.Name {
				continue
			}
			if _, read := files[a.Path]; !read {
				f, _ := c.FS.Read(a.Path)
				files[a.Path] = f.Writes
			}
			if !slices.Contains(files[a.Path], a.ID) {
				out = append(out, "write "+a.ID+" was acknowledged by dr and is gone")
			}
		}
	})
	return out
}

// lostSample is how many resumes of each kind an ordinary test run makes.
const lostSample = 10

// Every run that only a disaster knows is killed before and after every request that changes something, and at a read of every stage, and
// is resumed on all axes, after somebody has tried to set the goal back. Nothing of the survivor is lost, nothing is reset.
func TestLost_CrashMatrix(t *testing.T) {
	t.Parallel()
	all := map[string]CrashCounts{}
	stages := map[string]bool{}
	var golden strings.Builder
	for _, kind := range disasters {
		t.Run(kind, func(t *testing.T) {
			rec := recordDisaster(t, kind)
			if rec.Mutating == 0 || rec.Changing < rec.Mutating || len(rec.Points) < rec.Mutating {
				t.Errorf("%d points of %d requests for %d that changed something", len(rec.Points), rec.Changing, rec.Mutating)
			}
			golden.WriteString(rec.Denominator(AllAxes(), nil))
			for _, p := range rec.Points {
				stages[p.Stage] = true
			}
			pairs := sample(rec.Pairs(rec.Points, AllAxes()), lostSample)
			counts := SideBySide(t, "resumes", len(pairs), func(t *testing.T, i int) Outcome { return rec.resume(t, pairs[i].Point, pairs[i].Axes) })
			counts.Points, counts.Mutating = len(rec.Points), rec.Mutating
			if InFull() && counts.Resumes != len(rec.Points)*len(AllAxes()) {
				t.Errorf("%d of %d points on %d axes were resumed", counts.Resumes, len(rec.Points), len(AllAxes()))
			}
			all[kind] = counts
			t.Logf("%+v", counts)
		})
	}
	if !stages[string(survey.StageIsolate)] {
		t.Errorf("no run is killed in stage %s", survey.StageIsolate)
	}
	sameAsGolden(t, "crash_lost.golden", golden.String())
	Record(t, "crash", all)
}

// The takeover is killed, and before anybody applies again the cluster is back and lost_since is taken away. Where its copies were not open
// yet, that is a controlled failover. Where they were, nothing is planned that could lose what people have written on either side: then the
// cluster has to be cut off again until the takeover is finished.
func TestLost_KilledTakeoverAndReturn(t *testing.T) {
	t.Parallel()
	rec := recordDisaster(t, survey.KindUncontrolled)
	ends := map[string]int{}
	for _, p := range rec.Points {
		if !InFull() && p.Number%6 != 0 {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			d := rec.woken(t, p, nil)
			d.b.disturb(Axes{When: AtOnce})
			d.comeBack()
			time.Sleep(2 * time.Minute)
			d.b.NewRun()
			in, before := rec.intent, d.touches()
			s, plan := d.plan(d.b, in)
			_, err := d.b.Engine.Run(t.Context(), in, s)
			switch {
			case len(plan.Errors) == 0 && err == nil:
				ends["failed over under control"]++
			case len(plan.Errors) > 0 && d.touches() == before:
				ends["refused: "+plan.Errors[0].ID.String()]++
				if !strings.Contains(plan.Errors[0].Cure, "cut prod off again, set its lost_since") || plan.Errors[0].Call != "" {
					t.Errorf("%s: the refusal does not say how to go on: %s", p, plan.Errors[0].Line())
				}
				reachable(d.b, Prod, false)
				d.declare()
				var out Outcome
				if err := d.applied(d.gone, in, &out); err != nil {
					t.Errorf("%s: cut off again: %v", p, err)
				}
				d.b = d.gone
			default:
				t.Errorf("%s: errors %v, run %v, %d writes", p, plan.Errors, err, d.touches()-before)
			}
			if problems := append(d.served(DR), d.lostOnDR()...); len(problems) > 0 {
				t.Errorf("%s: %s", p, strings.Join(problems, "\n"))
			}
		})
	}
	t.Logf("ends: %v", ends)
}
