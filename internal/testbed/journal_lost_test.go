// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// afterStage is a run that was stopped after a stage, with what it had begun from.
type afterStage struct {
	seed    *Seed
	before  map[string]string
	intent  survey.Intent
	planned *survey.Survey
	frozen  *Frozen
}

// stopAfter runs to dr and stops after a stage; nil when nothing was left to stop.
func stopAfter(t *testing.T, order string, at survey.StageID) *afterStage {
	t.Helper()
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
	a := &afterStage{seed: NewSeed(t, b), before: b.Everything(t), intent: b.Intent(DR)}
	a.intent.CutoverOrder = order
	b.NewRun()
	a.planned = b.Engine.Survey(t.Context(), Scope(a.intent, nil))
	if _, err := b.Engine.Run(ctx, a.intent, a.planned); err == nil {
		return nil
	}
	// Copies are opened in one stroke with the names: what was asked for is over when somebody looks.
	time.Sleep(2 * time.Minute)
	a.frozen = b.Freeze()
	return a
}

// woken is the site as it was when the run stopped, with the journals of both clusters deleted.
func (a *afterStage) woken(t *testing.T) *Seed {
	t.Helper()
	of := *a.seed
	of.b = a.frozen.Wake(t, Options{Quiet: true})
	of.b.World.Do(func() {
		for _, key := range []string{Prod, DR} {
			tree := of.b.Cluster(key).FS
			if path := scenario.JournalDirectory + "/journals"; tree.Exists(path) {
				if err := tree.Remove(fs.Clients, path, true); err != nil {
					t.Error(err)
				}
			}
		}
	})
	return &of
}

// fencedStages are those after which the fence stands.
var fencedStages = []survey.StageID{
	survey.StageFence, survey.StageLastSync, survey.StageNames, survey.StageSPNs, survey.StageWrites,
	survey.StageResyncPrep, survey.StageMirrorRun, survey.StageQuotas, survey.StageSchedule,
}

// Both copies of the journal are deleted after each stage that leaves the fence standing. With Terraform's state, which is as it was before
// the run, the originals come back from there: the end is the same, in either direction, at the price of one more sync. Where the copies
// were open and not turned yet, nothing proves any more that the last sync was quiet, so a person has to say that first.
func TestJournalsLost_OriginalsFromState(t *testing.T) {
	t.Parallel()
	for _, order := range []string{survey.NamesFirst, survey.WritesFirst} {
		for _, st := range fencedStages {
			t.Run(order+"/"+string(st), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					a := stopAfter(t, order, st)
					if a == nil {
						t.Fatal("the run was not stopped")
					}
					on := a.woken(t)
					if in := on.unproven(t, a.intent, a.planned); in != nil {
						goOn(t, on, on.b, *in, a.planned)
						return
					}
					goOn(t, on, on.b, a.intent, a.planned)
					back := a.woken(t)
					goBack(t, back, a.before, back.b, a.intent, a.planned)
				})
			})
		}
	}
}

// With Terraform's state lost as well, nobody knows what the fenced shares and exports were. The plan names each of them, none is copied
// over its counterpart, no write is lost, and what people have to do is among the manual steps.
func TestJournalsLost_StateLostToo(t *testing.T) {
	t.Parallel()
	for _, st := range fencedStages {
		t.Run(string(st), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := stopAfter(t, survey.NamesFirst, st)
				on, back := a.woken(t), a.woken(t)
				on.withoutOriginals(t, a.intent)
				in := a.intent
				in.Active = Prod
				back.withoutOriginals(t, in)
			})
		})
	}
}

func (s *Seed) withoutOriginals(t *testing.T, in survey.Intent) {
	t.Helper()
	b := s.b
	asFound := b.Look(t, Prod)
	fenced := changedObjects(s.first[Prod], asFound)
	if len(fenced) == 0 {
		t.Fatal("nothing is fenced")
	}
	b.NewRun()
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	p := failover.Plan(planned, in)
	all := failover.Readiness(planned, in)
	for _, object := range fenced {
		if !slices.ContainsFunc(all, func(f finding.Finding) bool {
			return f.ID == finding.OriginalsLost && strings.Contains(f.Object, object+" ")
		}) {
			t.Errorf("%s is not named as one whose original is lost; the findings are %v", object, ids(all))
		}
	}
	if p.Moves != nil && len(p.Errors) == 0 {
		out, err := b.Engine.Run(t.Context(), in, planned)
		if err != nil {
			t.Fatal(err)
		}
		cured := changedObjects(asFound, b.Look(t, Prod)) // with what their counterparts are, on the way back
		for _, object := range fenced {
			if !slices.Contains(cured, object) && !strings.Contains(Lines(out.ManualSteps), object+" ") {
				t.Errorf("%s is not among the manual steps %v", object, out.ManualSteps)
			}
		}
	}
	time.Sleep(time.Minute)
	b.Leave()
	b.World.Do(func() {
		for _, v := range append(invariant.Finish(b.World), b.World.Violations...) {
			if v.Rule == "acknowledged_served" {
				t.Errorf("to %s: %s", in.Active, v.Text)
			}
		}
	})
}

// changedObjects are the shares and exports that are not as they were, as findings call them.
func changedObjects(was, now *Sight) []string {
	var out []string
	for name, doc := range was.Objects {
		if text(now.Objects[name]) != text(doc) {
			kind, address, _ := strings.Cut(name, " ")
			_, id, _ := strings.Cut(address, "/")
			out = append(out, kind+" "+id)
		}
	}
	return out
}

func ids(list []finding.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.ID.String()+" "+f.Object)
	}
	return out
}

// unproven brings a site on whose copies are open without a proof of the last sync to where a person has to speak, and speaks: nil where
// the proof is not needed. The line that is pasted is the one that the tool shows.
func (s *Seed) unproven(t *testing.T, in survey.Intent, prior *survey.Survey) *survey.Intent {
	t.Helper()
	b := s.b
	planned := b.Engine.Survey(t.Context(), Scope(in, prior))
	open := func(v *survey.Survey) bool {
		return slices.ContainsFunc(v.Pairs, func(p survey.Pair) bool {
			return position.Of(v, p, survey.Direction{From: Prod, To: DR}) == position.Open
		})
	}
	if !open(planned) {
		return nil
	}
	back := in
	back.Active = Prod
	if p := failover.Plan(planned, back); len(p.Errors) == 0 && (p.Moves != nil || findingOf(t, p.Warnings, "copy_left_open").Object == "") {
		t.Errorf("a move back is planned, though nothing proves that dr has all of prod: %v", p.Approved)
	}
	b.NewRun()
	p := failover.Plan(planned, in)
	for _, f := range p.Errors {
		if f.ID != finding.ResyncPrepLeftOut || position.Serving(planned) != Prod {
			t.Fatalf("the plan is refused: %s", f.Line())
		}
		b.carryOut(t, f) // nobody has been led to dr yet
	}
	if len(p.Errors) > 0 {
		time.Sleep(time.Minute)
		return &in
	}
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatal(err)
	}
	left := b.Engine.Survey(t.Context(), Scope(in, planned))
	again := failover.Plan(left, in)
	if again.Moves != nil || failover.Unfinished(left) != DR || position.Serving(left) != DR {
		t.Fatalf("want a run that waits for a word, got serving %q, unfinished %q, moves %+v",
			position.Serving(left), failover.Unfinished(left), again.Moves)
	}
	since, err := time.Parse(time.RFC3339, quoted(findingOf(t, again.Warnings, "resync_prep_left_out").Cure))
	if err != nil {
		t.Fatal(err)
	}
	in.DiscardChangesSince = &since
	return &in
}

// quoted is the value of the line in a cure.
func quoted(cure string) string {
	_, value, _ := strings.Cut(cure, `"`)
	value, _, _ = strings.Cut(value, `"`)
	return value
}

// carryOut sends the request of a cure, as a person does.
func (b *Bed) carryOut(t *testing.T, f finding.Finding) {
	t.Helper()
	call := toDo(f)
	m := request.FindStringSubmatch(call)
	if m == nil {
		t.Fatalf("nothing to do: %s", f.Line())
	}
	if status, answer := b.Raw(t, m[4]).Do(m[1], m[2], m[3]); status/100 != 2 {
		t.Fatalf("%s: %d %v", call, status, answer)
	}
}

// rollsBack are the words on an open copy in which nothing is wanted.
var rollsBack = regexp.MustCompile(`nothing that was written on (\w+) is wanted, .* allow-write of (\S+) with --revert`)

// toDo is the request of a finding, or that which does what its words say; "" for neither.
func toDo(f finding.Finding) string {
	if m := rollsBack.FindStringSubmatch(f.Cure); m != nil {
		return fmt.Sprintf(`POST /platform/15/sync/jobs {"id":%q,"action":"allow_write_revert"} on %s`, m[2], m[1])
	}
	return f.Call
}
