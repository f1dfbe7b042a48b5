// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// TestAbort_AfterEachStage stops a failover after each of its stages, as Ctrl-C does. Going on with the same goal ends on dr; going back
// ends on prod: exactly as before where the data had not turned, by a full failback otherwise. People work all the time, and nothing they
// were told is safe gets lost.
func TestAbort_AfterEachStage(t *testing.T) {
	t.Parallel()
	for _, order := range []string{survey.NamesFirst, survey.WritesFirst} {
		in := survey.Intent{Active: DR, CutoverOrder: order, Pools: map[string]string{Prod: "a.b.c", DR: "a.b.c"}}
		for _, st := range failover.Stages(in) {
			if st == survey.StageSettle {
				continue // only a run that finds a half-done one has something to settle
			}
			t.Run(order+"/"+string(st), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { abortAfter(t, order, st) })
			})
		}
	}
}

func abortAfter(t *testing.T, order string, at survey.StageID) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	b := New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
		if st == at {
			stop()
		}
	}})
	adopt(t, b)
	b.Arrive(t, Prod, 7*time.Second, true)
	time.Sleep(2 * time.Minute)
	seed := NewSeed(t, b)
	before := b.Everything(t)
	in := b.Intent(DR)
	in.CutoverOrder = order
	b.NewRun()
	out, err := b.Engine.Run(ctx, in, b.Engine.Survey(t.Context(), Scope(in, nil)))
	f, _ := errors.AsType[*failure.Failure](err)
	if f == nil || f.ID != finding.FailureStopped {
		if at == survey.StageFinish && err == nil {
			return // nothing was left to stop
		}
		t.Fatalf("stopped after stage %s, the run ended with %v", at, err)
	}
	truthful(t, seed, f)
	stopped := b.Freeze()
	goOn(t, seed, stopped.Wake(t, Options{Quiet: true}), in, out.Survey)
	goBack(t, seed, before, stopped.Wake(t, Options{Quiet: true}), in, out.Survey)
}

// restored wants everything as it was before the first run. Two things may stay, which harm nobody and which the next run needs: what stage
// 2a creates on the receiving side, and the place-holder of a name that was published there for the first time.
func restored(t *testing.T, b *Bed, before map[string]string) {
	t.Helper()
	left := func(name string) bool {
		return slices.ContainsFunc([]string{"dr share ", "dr export " +
			"", "dr alias "}, func(kind string) bool { return strings.HasPrefix(name, kind) })
	}
	is := b.Everything(t)
	const aliases = "dr pool: sc_dns_zone_aliases"
	is[aliases] = strings.Replace(is[aliases], `,"igls-original-fin.demo.local"`, "", 1)
	if d := Differences(before, is, left); len(d) > 0 {
		t.Errorf("the data had not turned, and yet not everything is as before:\n%s", Lines(d))
	}
}

// turned tells whether a copy on the receiving side has been opened.
func (b *Bed) turned() (out bool) {
	b.World.Do(func() {
		for _, t := range synciq.Of(b.World.Cluster(b.Site.To)).TargetRecords() {
			if slices.Contains(b.Site.Policies, t.Name) && t.State() != siq.WritesDisabled {
				out = true
			}
		}
	})
	return out
}

// kindBack is what the way back is: an abort, unless a copy has been opened that people may have been led to.
func (b *Bed) kindBack(in survey.Intent) string {
	led := true
	b.World.Do(func() {
		on, _ := clients.Peek(b.World, b.Site.Names[0])
		led = !slices.Equal(on, []string{b.Site.From})
	})
	if b.turned() && (in.CutoverOrder == survey.NamesFirst || led) {
		return survey.KindControlled
	}
	return survey.KindAbort
}

func goOn(t *testing.T, seed *Seed, b *Bed, in survey.Intent, prior *survey.Survey) {
	t.Helper()
	of := *seed
	of.b = b
	resumed(t, &of, in, prior)
	if problems := of.Check(t, in.Active); len(problems) > 0 {
		t.Errorf("on %s:\n%s", in.Active, Lines(problems))
	}
	finished(t, b)
}

func goBack(t *testing.T, seed *Seed, before map[string]string, b *Bed, in survey.Intent, prior *survey.Survey) {
	t.Helper()
	of := *seed
	of.b = b
	in.Active = Prod
	// Names and copies go in one stroke: a plan made while they are being opened would be stale a moment later.
	time.Sleep(2 * time.Minute)
	turned := b.turned()
	of.unpublished = !slices.ContainsFunc(b.Look(t, DR).Names, func(n string) bool { return strings.HasSuffix(n, "fin.demo.local") })
	p := failover.Plan(b.Engine.Survey(t.Context(), Scope(in, prior)), in)
	if kind := b.kindBack(in); p.Moves == nil || p.Moves.Kind != kind {
		t.Errorf("the plan back is %+v, want the kind %s", p.Moves, kind)
	}
	resumed(t, &of, in, prior)
	problems := of.people(Prod)
	if turned {
		problems = of.Check(t, Prod)
	} else {
		restored(t, b, before)
	}
	if len(problems) > 0 {
		t.Errorf("on %s:\n%s", in.Active, Lines(problems))
	}
	finished(t, b)
}

// resumed runs to the goal and wants nothing left to do.
func resumed(t *testing.T, seed *Seed, in survey.Intent, prior *survey.Survey) {
	t.Helper()
	b := seed.b
	b.NewRun()
	planned := b.Engine.Survey(t.Context(), Scope(in, prior))
	p := failover.Plan(planned, in)
	if len(p.Errors) > 0 {
		t.Fatalf("the plan to %s is refused: %s", in.Active, p.Errors[0].Line())
	}
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatalf("to %s: %v", in.Active, err)
	}
	after := b.Engine.Survey(t.Context(), Scope(in, nil))
	if again := failover.Plan(after, in); again.Moves != nil || failover.Unfinished(after) != "" {
		t.Errorf("the plan after it is not empty: %v", again.Approved)
	}
	time.Sleep(time.Minute)
}
