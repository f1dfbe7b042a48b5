// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// curing counts what is executed, and gathers what is wrong.
type curing struct {
	mu             sync.Mutex
	cures, moments int
	distinct       map[string]bool
	found          map[string][]string
}

func newCuring() *curing { return &curing{distinct: map[string]bool{}, found: map[string][]string{}} }

func (c *curing) note(kind, moment string, one cure, what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found[kind] = append(c.found[kind], fmt.Sprintf("%s: %s: %s", moment, one, what))
}

// page is what is printed at one moment: texts by the id of what printed them.
type page struct{ about, text string }

func pagesOf(list ...[]finding.Finding) []page {
	var out []page
	for _, f := range slices.Concat(list...) {
		out = append(out, page{f.ID.String(), f.Detail()}, page{f.ID.String(), f.Line()})
	}
	return out
}

// moment executes everything that is printed at one moment.
func (c *curing) moment(t testing.TB, b *Bed, name string, pages []page) {
	seen := map[string]bool{}
	var cures []cure
	for _, p := range pages {
		list, bare := printed(p.about, p.text)
		for _, line := range bare {
			if !seen[line] {
				seen[line] = true
				c.note("not in quotes", name, cure{about: p.about}, line)
			}
		}
		for _, one := range list {
			full, unknown := one.filled()
			if seen[full.String()] {
				continue
			}
			seen[full.String()] = true
			if unknown != "" {
				c.note("not done", name, full, "nobody knows what to write for "+unknown)
				continue
			}
			if full.isi != "" {
				do, err := translate(full.isi)
				if err != nil {
					c.note("not done", name, full, err.Error())
				}
				if do == nil {
					continue // it only shows something
				}
			}
			cures = append(cures, full)
		}
	}
	c.mu.Lock()
	c.moments++
	c.cures += len(cures)
	for _, one := range cures {
		c.distinct[one.String()] = true
	}
	c.mu.Unlock()
	if len(cures) > 0 {
		c.judged(t, b, name, cures)
	}
}

// shown is everything that is printed while the clusters stand still: the plans for both sides, and what the data source says of each.
func shown(t testing.TB, b *Bed, prior *survey.Survey, ins ...survey.Intent) []page {
	var out []page
	for _, in := range ins {
		for _, active := range []string{Prod, DR} {
			in.Active = active
			s := b.Engine.Survey(t.Context(), Scope(in, prior))
			p := failover.Plan(s, in)
			out = append(out, pagesOf(p.Errors, p.Warnings, failover.Readiness(s, in), failover.Standing(s, in))...)
			out = append(out, pagesOf(b.Engine.Observe(t.Context(), in, s).Findings)...)
			if p.Moves != nil {
				out = append(out, risks(p)...)
			}
		}
	}
	return out
}

// risks are the lines of a plan that moves something, which its state keeps.
func risks(p failover.Preview) []page {
	var out []page
	for _, line := range p.Moves.Risks {
		out = append(out, page{"moves.risks", line})
	}
	return out
}

// ignoring accepts by name what can be accepted.
func ignoring(in survey.Intent) survey.Intent {
	for _, f := range finding.All() {
		if f.Fixed() == "" {
			in.IgnoreFindings = append(in.IgnoreFindings, f.Name)
		}
	}
	return in
}

// curePatience is how long an apply may take: where a job that is paused was accepted, it would wait for ever.
const curePatience = 2 * time.Hour

// moved plans and applies, and executes at the end what the plan has printed: Terraform plans once more while it applies, and prints what
// that says with the result of the apply. After a failure it executes what that says as well.
func (c *curing) moved(t testing.TB, b *Bed, name string, in survey.Intent, prior *survey.Survey) {
	planned := b.Engine.Survey(t.Context(), Scope(in, prior))
	p := failover.Plan(planned, in)
	if p.Moves == nil || len(p.Errors) > 0 {
		return
	}
	kept := append(pagesOf(p.Warnings), risks(p)...)
	b.NewRun()
	ctx, stop := context.WithTimeout(t.Context(), curePatience)
	defer stop()
	out, err := b.Engine.Run(ctx, in, planned)
	if f, ok := errors.AsType[*failure.Failure](err); ok {
		c.moment(t, b, name+", after a failure", append(kept, page{f.ID.String(), f.Error()}))
		c.moment(t, b, name+", the plans after a failure", shown(t, b, out.Survey, in))
		return
	}
	for _, step := range out.ManualSteps {
		kept = append(kept, page{"manual_steps", step})
	}
	c.moment(t, b, name+", with the result of the apply", kept)
	c.moment(t, b, name+", at rest after it", shown(t, b, out.Survey, in))
}

// every runs parts side by side, each in a bubble of its own.
func (c *curing) every(t *testing.T, parts map[string]func(t *testing.T)) {
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, parts[name])
		})
	}
}

// TestCures_NoneHurts executes every request and every command that the engine prints, at every moment at which it is printed, each on a
// copy of the site of its own, and asks the judge: whoever could work still can, every name is answered where it was, no acknowledged write
// is lost, no invariant breaks. Somebody pastes what he reads, an hour later as well.
func TestCures_NoneHurts(t *testing.T) {
	t.Parallel()
	c := newCuring()
	t.Run("each", func(t *testing.T) {
		c.every(t, c.atFindings())
		c.every(t, c.inMishaps())
		c.every(t, c.inScenarios())
	})
	harmful := len(c.found["harmful"])
	t.Logf("%d cures x %d moments executed (%d distinct cures), %d harmful", c.cures, c.moments, len(c.distinct), harmful)
	Record(t, "cures", map[string]int{"cures": c.cures, "moments": c.moments, "distinct": len(c.distinct), "harmful": harmful})
	for _, kind := range sortedKeys(c.found) {
		list := c.found[kind]
		slices.Sort(list)
		t.Errorf("%d %s:\n%s", len(list), kind, Lines(list))
	}
	if c.cures == 0 {
		t.Error("nothing was printed")
	}
}

// atFindings are the moments of every finding: as it is found, and after a move for which it was accepted.
func (c *curing) atFindings() map[string]func(t *testing.T) {
	out := map[string]func(t *testing.T){}
	for _, cases := range []map[string]findingCase{
		clusterCases, networkCases, policyCases, proofCases, directoryCases, objectCases, leftCases, lostCases, nightlyCases,
	} {
		for id, one := range cases {
			out[id] = func(t *testing.T) { c.atFinding(t, id, one) }
		}
	}
	return out
}

func (c *curing) atFinding(t *testing.T, id string, one findingCase) {
	r := &ready{Bed: New(t, Options{Scenario: one.scenario, Quiet: true}), t: t}
	r.in = r.Intent(DR)
	if one.adopted {
		adopt(t, r.Bed)
	}
	r.Arrive(t, Prod, 0, false)
	time.Sleep(90 * time.Second) // bubble: between two runs of the schedules
	one.fire(r)
	for _, p := range r.People() {
		_ = r.Write(p, "before-"+p.Name)
	}
	pages := shown(t, r.Bed, r.prior, r.in)
	if one.look != nil {
		pages = append(pages, pagesOf(one.look(r))...)
	}
	c.moment(t, r.Bed, id, pages)
	c.moved(t, r.Bed, id, ignoring(r.in), r.prior)
}

// inMishaps are the moments of a run that something goes wrong in.
func (c *curing) inMishaps() map[string]func(t *testing.T) {
	out := map[string]func(t *testing.T){}
	for _, m := range mishaps {
		out[m.name] = func(t *testing.T) { c.inMishap(t, m) }
	}
	return out
}

func (c *curing) inMishap(t *testing.T, m mishap) {
	b := m.bed(t)
	for _, p := range b.People() {
		_ = b.Write(p, "before-"+p.Name)
	}
	time.Sleep(2 * time.Minute) // bubble: away from the runs of the schedule
	if m.after == "" {
		b.World.Do(func() { m.strike(b) })
	}
	c.moved(t, b, m.name, b.Intent(DR), nil)
}

// inScenarios are the moments of a pool that moves out and back.
func (c *curing) inScenarios() map[string]func(t *testing.T) {
	out := map[string]func(t *testing.T){}
	for _, scenario := range []string{"lab", "style-b", "different-paths", "nfs-only", "returned"} {
		out["scenario "+scenario] = func(t *testing.T) {
			b := New(t, Options{Scenario: scenario, Quiet: true})
			for _, key := range []string{Prod, DR} {
				if scenario != "returned" && key == Prod {
					b.Arrive(t, key, 0, false)
				}
			}
			time.Sleep(90 * time.Second) // bubble
			c.moment(t, b, scenario+", at rest", shown(t, b, nil, b.Intent(DR)))
			for _, to := range []string{DR, Prod} {
				for _, p := range b.People() {
					_ = b.Write(p, "before-"+to+"-"+p.Name)
				}
				c.moved(t, b, scenario+" to "+to, ignoring(b.Intent(to)), nil)
			}
		}
	}
	return out
}
