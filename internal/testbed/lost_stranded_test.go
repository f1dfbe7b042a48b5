// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// The cluster that a controlled run is going to dies in the midst of it. With lost_since and the goal set back the survivor serves as it
// did before: names answered, paths writable, the fence gone, and nothing is sent to the lost cluster. Where its copies had been opened,
// what people may have written there has to be accepted as lost first.
func TestLost_TargetInTheMiddleOfARun(t *testing.T) {
	t.Parallel()
	for _, at := range []survey.StageID{
		survey.StageConfiguration, survey.StageFence, survey.StageLastSync, survey.StageNames, survey.StageSPNs, survey.StageWrites,
		survey.StageResyncPrep, survey.StageMirrorRun, survey.StageQuotas,
	} {
		t.Run(string(at), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { strandedAfter(t, at) })
		})
	}
}

func strandedAfter(t *testing.T, at survey.StageID) {
	t.Helper()
	d := diedAfter(t, DR, at)
	d.b.World.Do(func() { invariant.DeclareLost(d.b.World, d.b.Site.To, true) })
	b := d.engine(map[string]time.Time{DR: d.since})
	b.NewRun()
	in := b.Intent(Prod)
	s, p := d.plan(b, in)
	if failover.Unfinished(s) == "" || !failover.Due(s, in) {
		t.Fatalf("nothing is due: unfinished %q", failover.Unfinished(s))
	}
	if len(p.Errors) > 0 {
		if f := findingOf(t, p.Errors, "data_loss"); len(s.Run.Opening) == 0 {
			t.Errorf("a loss is feared before anything was opened: %s", f.Line())
		}
		hour := time.Hour
		in.MaxDataLoss = &hour
	}
	d.whatIsLeft(b, in)
	if problems := d.served(Prod); len(problems) > 0 {
		t.Errorf("%s", Lines(problems))
	}
	now := map[string]*Sight{Prod: b.Look(t, Prod)}
	if problems := d.seed.fence(now, Prod); len(problems) > 0 {
		t.Errorf("the fence is still there: %s", Lines(problems))
	}
	if d.known.Run != nil || failover.Unfinished(d.known) != "" {
		t.Errorf("a run is open: %+v", d.known.Run)
	}
	d.judged()

	time.Sleep(10 * time.Minute)
	b.World.Do(func() {
		invariant.DeclareLost(b.World, b.Site.To, false)
		b.Cluster(DR).Reachable = true
	})
	d.b = d.engine(nil)
	time.Sleep(2 * time.Minute)
	d.b.NewRun()
	in = d.b.Intent(Prod)
	d.whatIsLeft(d.b, in)
	if problems := d.served(Prod); len(problems) > 0 {
		t.Errorf("after the return: %s", Lines(problems))
	}
	if at == survey.StageWrites || at == survey.StageSPNs { // which go on side by side
		// The copies on dr were open, and the pair had not turned: somebody who has compared both sides rolls them back.
		_, p = d.plan(d.b, in)
		for _, policy := range d.b.Site.Policies {
			i := slices.IndexFunc(p.Warnings, func(f finding.Finding) bool { return f.ID == finding.CopyLeftOpen && f.Key == policy })
			if i < 0 {
				t.Fatalf("nothing tells of the open copy of %s: %v", policy, p.Warnings)
			}
			d.b.carryOut(t, p.Warnings[i])
		}
		time.Sleep(2 * time.Minute)
		d.whatIsLeft(d.b, in)
	}
	if d.known.Takeover != nil {
		fork, err := time.Parse(time.RFC3339, d.known.Takeover.Fork)
		if err != nil {
			t.Fatal(err)
		}
		in.DiscardChangesSince = &fork
		d.whatIsLeft(d.b, in)
	}
	if !position.Protected(d.known) || d.known.Takeover != nil || failover.Unfinished(d.known) != "" {
		t.Errorf("protected %v, takeover %+v, unfinished %q", position.Protected(d.known), d.known.Takeover, failover.Unfinished(d.known))
	}
}
