// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// disaster is a site whose production cluster is lost one day and comes back later. Each run has an engine of its own, and what Terraform
// keeps in private state goes through its stored form.
type disaster struct {
	t testing.TB
	o Options
	// b speaks to both clusters; gone has an engine that was told that prod is lost.
	b, gone *Bed
	since   time.Time
	// known is the survey in private state; nil when the state is lost.
	known *survey.Survey
	seed  *Seed
	runs  int
}

// ordinary is a site on an ordinary day: adopted, refreshed, with an hour of life behind it. arrange changes it before it is adopted.
func ordinary(t testing.TB, o Options, arrange func(b *Bed)) *disaster {
	t.Helper()
	o.Quiet = true
	d := &disaster{t: t, o: o, b: New(t, o)}
	if arrange != nil {
		arrange(d.b)
		d.b.World.Do(func() {
			site := d.b.Site
			invariant.Begin(d.b.World, invariant.Site{Pool: site.Pool, From: site.From, To: site.To, Policies: site.Policies})
		})
	}
	d.seed = NewSeed(t, d.b)
	in := d.b.Intent(Prod)
	s := d.b.Engine.Survey(t.Context(), Scope(in, nil))
	if err := d.b.Engine.Adopt(t.Context(), in, s); err != nil {
		t.Fatal(err)
	}
	d.refresh()
	time.Sleep(47 * time.Minute)
	return d
}

// refresh is what `terraform apply -refresh-only` does.
func (d *disaster) refresh() {
	d.keep(d.b.Engine.Survey(d.t.Context(), Scope(d.b.Intent(Prod), d.known)))
}

// keep stores a survey as private state does.
func (d *disaster) keep(s *survey.Survey) {
	d.t.Helper()
	stored, err := s.Encode()
	if err != nil {
		d.t.Fatal(err)
	}
	if d.known, err = survey.DecodeSurvey(stored); err != nil {
		d.t.Fatal(err)
	}
}

// lose takes prod away, and a minute later somebody declares that it is lost.
func (d *disaster) lose() {
	d.t.Helper()
	reachable(d.b, Prod, false)
	d.since = time.Now()
	time.Sleep(time.Minute)
	d.declare()
}

// declare sets lost_since. From now on the judge counts every request to prod as a violation.
func (d *disaster) declare() {
	d.b.World.Do(func() { invariant.DeclareLost(d.b.World, d.b.Site.From, true) })
	d.gone = d.engine(map[string]time.Time{Prod: d.since})
}

// comeBack lets prod answer again as if nothing had happened, and takes lost_since away.
func (d *disaster) comeBack() {
	d.b.World.Do(func() {
		invariant.DeclareLost(d.b.World, d.b.Site.From, false)
		d.b.Cluster(Prod).Reachable = true
	})
	d.b = d.engine(nil)
}

// engine is a bed of the same site with a fresh engine.
func (d *disaster) engine(lost map[string]time.Time) *Bed {
	d.runs++
	o := d.o
	o.Lost, o.RunID = lost, fmt.Sprintf("run-%d", d.runs)
	return On(d.t, d.b.Site, o)
}

// plan surveys and plans, as `terraform plan` does.
func (d *disaster) plan(b *Bed, in survey.Intent) (*survey.Survey, failover.Preview) {
	d.t.Helper()
	d.keep(b.Engine.Survey(d.t.Context(), Scope(in, d.known)))
	return d.known, failover.Plan(d.known.Only(in.Policies), in)
}

// run plans a move of a kind and carries it out; the plan after it must be empty.
func (d *disaster) run(b *Bed, in survey.Intent, kind string) (failover.Preview, *run.Outcome) {
	d.t.Helper()
	b.NewRun()
	s, p := d.plan(b, in)
	for _, f := range p.Errors {
		d.t.Fatalf("plan of %s: %s", kind, f.Line())
	}
	if p.Moves == nil || p.Moves.Kind != kind {
		d.t.Fatalf("plan: %+v, want kind %s", p.Moves, kind)
	}
	out, err := b.Engine.Run(d.t.Context(), in, s)
	d.keep(out.Survey)
	if err != nil {
		d.t.Fatalf("%s: %v", kind, err)
	}
	if _, again := d.plan(b, in); again.Moves != nil || len(again.Errors) > 0 {
		d.t.Fatalf("the plan after %s is not empty: %v, errors %v", kind, again.Approved, again.Errors)
	}
	return p, out
}

// to is the intent of a move to dr that accepts what is lost.
func (d *disaster) to() survey.Intent {
	in := d.b.Intent(DR)
	hour := time.Hour
	in.MaxDataLoss = &hour
	return in
}

// takeOver moves to dr without prod.
func (d *disaster) takeOver() (failover.Preview, *run.Outcome) {
	d.t.Helper()
	return d.run(d.gone, d.to(), survey.KindUncontrolled)
}

// discard is the intent that names the fork point of the open takeover.
func (d *disaster) discard() survey.Intent {
	d.t.Helper()
	in := d.to()
	if d.known.Takeover == nil {
		d.t.Fatal("no takeover is open")
	}
	fork, err := time.Parse(time.RFC3339, d.known.Takeover.Fork)
	if err != nil {
		d.t.Fatal(err)
	}
	in.DiscardChangesSince = &fork
	return in
}

// judged wants no violation so far.
func (d *disaster) judged() {
	d.t.Helper()
	if v := d.b.Violations(); len(v) > 0 {
		d.t.Errorf("violations:\n%s", Lines(v))
	}
}

// findingOf is the finding of that id, and fails the test without one.
func findingOf(t testing.TB, list []finding.Finding, id string) finding.Finding {
	t.Helper()
	for _, f := range list {
		if f.ID.String() == id {
			return f
		}
	}
	t.Fatalf("no finding %s among %v", id, list)
	return finding.Finding{}
}
