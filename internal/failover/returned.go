// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// A cluster that was lost is back. Until somebody has said what becomes of the data that only it has, it is isolated, which needs no
// acknowledgement: its schedules go off first, because a policy that runs when the source is modified fires within ten seconds.
var isolateStages = []func(*Survey, Intent) []Step{
	unmetReturnedSchedules, unmetReturnedNames, unmetReturnedFence, unmetReturnedSPNs, unmetReturnedSnapshots,
}

// returnedOrder are the stages towards the survivor while a takeover is open: isolate, then, with the acknowledgement, the rest of a
// controlled run.
func returnedOrder(s *Survey, in Intent) []stage {
	out := []stage{
		{id: StageStart, unmet: unmetStart, touches: areaJournal},
		{id: StageIsolate, unmet: unmetReturnedSchedules, touches: areaSync},
		{id: StageIsolate, unmet: unmetReturnedNames, touches: areaNetwork},
		{id: StageIsolate, unmet: unmetReturnedFence, touches: areaObjects | areaJournal},
		{id: StageSPNs, unmet: unmetReturnedSPNs, goOn: true, touches: areaAD},
		{id: StageIsolate, unmet: unmetReturnedSnapshots, touches: areaSync},
	}
	if mutant.On(mutant.IsolatedLate) {
		out[1], out[3] = out[3], out[1]
	}
	if !s.acknowledged(in) {
		return append(out, stage{id: StageFinish, unmet: unmetFinish, goOn: true, touches: areaAll})
	}
	return append(out,
		stage{id: StageResyncPrep, unmet: unmetResyncPrep, goOn: true, touches: areaSync},
		stage{id: StageMirrorRun, unmet: unmetReturnedConflicts, goOn: true, touches: areaSync},
		stage{id: StageMirrorRun, unmet: unmetMirrorRun, goOn: true, touches: areaSync | areaJournal},
		stage{id: StageQuotas, unmet: unmetQuotas, goOn: true, touches: areaQuotas},
		stage{id: StageSchedule, unmet: unmetSchedule, goOn: true, touches: areaSync},
		stage{id: StageFinish, unmet: unmetFinish, goOn: true, touches: areaAll},
	)
}

// planReturned is the preview towards the survivor while a takeover is open.
func planReturned(s *Survey, in Intent) Preview {
	out := Preview{After: s}
	t := s.Takeover
	rebuild, foreign := rebuildFindings(s)
	if in.Active == t.Lost && len(rebuild) == 0 {
		out.Errors = append(out.Errors, Finding{
			ID: "would_discard_survivor", Severity: Invalid, Attribute: "active_cluster", Object: "the move to " + t.Lost,
			Text: fmt.Sprintf("would discard what was written on %s since it took over", in.From()),
			Cure: fmt.Sprintf("re-protect first: write active_cluster = %q and discard_changes_since = %q, apply, then move", in.From(), t.Fork),
		})
		return out
	}
	if foreign || len(rebuild) > 0 && (in.Active == t.Lost || s.acknowledged(in)) {
		out.Errors = append(out.Errors, rebuild...)
		return out
	}
	steps, after := s.predict(in)
	out.Warnings = append(out.Warnings, Standing(s, in)...)
	if len(steps) == 0 {
		return out
	}
	out.After = after
	out.Moves = &Moves{Kind: KindIsolate}
	if s.acknowledged(in) && s.forked() {
		out.Moves.Kind = KindDiscard
	}
	for _, st := range steps {
		out.Approved = append(out.Approved, st.Keys...)
	}
	out.Moves.fill(steps)
	for _, w := range out.Warnings {
		out.Moves.Risks = append(out.Moves.Risks, w.Line())
	}
	return out
}

// Standing are the warnings that every plan repeats while nothing moves: what only a returned cluster has still waits for a word, or
// nothing can bring the pair together again.
func Standing(s *Survey, in Intent) []Finding {
	if s.Takeover == nil {
		found := &findings{list: s.leftOpen(in)}
		if len(s.Unread()) == 0 {
			originalsReadiness(s, found)
			if s.Serving() == in.Active && s.Unfinished() == "" { // what was moved by hand is accepted, or brought back, as a whole
				leftBehind(s, in, found)
			}
		}
		// That OneFS recommends an SPN which nobody has is no reason to speak up at every plan; the data source says it.
		return slices.DeleteFunc(found.list, func(f Finding) bool { return f.ID == "spn_not_registered" })
	}
	if len(s.Unread()) > 0 || in.Active == s.Takeover.Lost || s.acknowledged(in) {
		return nil
	}
	rebuild, _ := rebuildFindings(s)
	if len(rebuild) == 0 {
		return []Finding{discardLine(s, in)}
	}
	for i := range rebuild {
		rebuild[i].Severity = Risk
	}
	return rebuild
}

// Due tells whether there is something to plan though no move is declared: a half-done run, a returned cluster that has to be isolated,
// or one whose changes may be discarded now, or names that neither cluster answers. Where somebody has moved the pool by hand, nothing is
// due: that may be an emergency.
func Due(s *Survey, in Intent) bool {
	return s.Unfinished() != "" && !s.movedByHand(in) || s.acknowledged(in) || s.unanswered(in)
}

// discardLine is the line that a person pastes after having read what is given up.
func discardLine(s *Survey, in Intent) Finding {
	t := s.Takeover
	f := Finding{
		ID:        "discard_needs_acknowledgement",
		Severity:  Risk,
		Attribute: "discard_changes_since",
		Object:    "what only " + t.Lost + " has",
		Text: fmt.Sprintf(
			"was written there after %s and is kept in its snapshots; until it is discarded, %s is not protected",
			t.Fork,
			in.Active,
		),
		Cure: fmt.Sprintf("write discard_changes_since = %q to discard it and protect %s again", t.Fork, in.Active),
	}
	if in.Fence == FenceNone {
		f.Text += "; nothing keeps clients that did not let go from writing there until then, because fence is \"none\""
	}
	if in.DiscardChangesSince != nil {
		f.Text = fmt.Sprintf("is not discarded: discard_changes_since says %s. %s", in.DiscardChangesSince.UTC().Format(time.RFC3339), f.Text)
	}
	return f
}

func unmetReturnedSchedules(s *Survey, in Intent) []Step {
	from := in.From()
	var out []Step
	for _, p := range s.Pairs {
		f := p.PolicyOn(from)
		if s.Clusters[from].Policies[f].Schedule.Text == "" || s.Position(p, from, in.To()) == AtTo {
			continue
		}
		out = append(out, Step{
			Keys:   []Key{key(StageIsolate, from, "policy", f, "schedule off")},
			lines:  []line{{groupPolicies, p.Name, f + ": " + from + ", schedule off"}},
			Effect: func(s *Survey) { s.Clusters[from].setPolicy(f, func(v *PolicyView) { v.Schedule.Text = "" }) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				if err := r.endReturnedRun(ctx, permit, from, f); err != nil {
					return err
				}
				return r.scheduleOff(ctx, permit, from, f)
			},
		})
	}
	return out
}

// unmetReturnedConflicts: a policy that replicates to the returned cluster, because a controlled run had turned it before the loss, has
// failed while that was away. It runs in the right direction, so it may run again.
func unmetReturnedConflicts(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	var out []Step
	for _, p := range s.Pairs {
		m := p.PolicyOn(to)
		if !s.Clusters[to].Policies[m].Conflicted || s.Position(p, from, to) != AtTo {
			continue
		}
		out = append(out, Step{
			Keys: []Key{key(StageMirrorRun, to, "policy", m, "conflict resolved")},
			lines: []line{{
				groupPolicies, p.Name, m + ": " + to + " -> " + from + ", conflict of runs that failed while " + from + " was away is resolved",
			}},
			Effect: func(s *Survey) { s.Clusters[to].setPolicy(m, func(v *PolicyView) { v.Conflicted = false }) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				off := false
				return r.updatePolicy(ctx, permit, to, m, policyChange{conflicted: &off})
			},
		})
	}
	return out
}

func unmetReturnedNames(s *Survey, in Intent) []Step {
	from := in.From()
	step := Step{Lane: "names"}
	var park []string
	for _, n := range s.Takeover.Names {
		if s.Clusters[from].Pool.on(n) != live {
			continue
		}
		park = append(park, n)
		step.Keys = append(step.Keys, key(StageIsolate, from, "name", n, names.Parked(n)))
		step.lines = append(step.lines, line{groupNames, n, n + ": " + from + ", parked"})
	}
	if len(park) == 0 {
		return nil
	}
	apply := func(p *PoolView) {
		for _, n := range park {
			p.replace(n, names.Parked(n))
		}
	}
	step.Effect = func(s *Survey) { apply(s.Clusters[from].Pool) }
	step.Do = func(ctx context.Context, r *run, permit permit.Permit) error {
		pool, err := r.engine.readPool(ctx, from, r.intent.Pools[from])
		if err != nil {
			return err
		}
		apply(pool)
		if err := r.putNames(ctx, permit, from, pool); err != nil {
			return err
		}
		r.dropSessions(ctx, permit, from)
		return nil
	}
	return []Step{step}
}

func unmetReturnedFence(s *Survey, in Intent) []Step {
	if in.Fence == FenceNone {
		return nil
	}
	var open []Object
	for _, o := range s.Clusters[in.From()].Objects {
		if o.Above || len(o.Pairs) == 0 || o.Fenced || o.Kind == KindAlias || !s.awaitsDiscard(o, in) {
			continue
		}
		if !fence(o).equal(o.Definition) {
			open = append(open, o)
		}
	}
	return fenceSteps(StageIsolate, in.From(), open, "read-only until its data is discarded")
}

func (s *Survey) awaitsDiscard(o Object, in Intent) bool {
	return slices.ContainsFunc(o.Pairs, func(name string) bool {
		p, ok := s.pair(name)
		return ok && s.Position(p, in.From(), in.To()) != AtTo
	})
}

// unmetReturnedSPNs: the survivor holds the SPNs since the takeover; what the returned cluster put back on its account goes.
func unmetReturnedSPNs(s *Survey, in Intent) []Step {
	if s.Run == nil && len(s.Takeover.SPNs) == 0 {
		return nil
	}
	if s.Run == nil {
		look := *s
		look.Run = &RunRecord{From: in.From(), To: in.To(), Names: s.Takeover.Names, SPNs: s.Takeover.SPNs}
		return unmetSPNs(&look, in)
	}
	return unmetSPNs(s, in)
}

// keptFor is how long the snapshot of discarded data is kept.
const keptFor = 30 * 24 * time.Hour

func unmetReturnedSnapshots(s *Survey, in Intent) []Step {
	from := in.From()
	var out []Step
	for _, p := range s.Pairs {
		name := snapshotName(s.Takeover, p)
		if slices.Contains(s.Clusters[from].Kept, name) || s.Position(p, from, in.To()) == AtTo {
			continue
		}
		out = append(out, Step{
			Keys:   []Key{key(StageIsolate, from, "snapshot", name, p.Paths[from])},
			Lane:   from + "/snapshots",
			lines:  []line{{groupConfiguration, name, "snapshot " + name + ": " + from + ", " + p.Paths[from] + ", kept 30 days"}},
			Effect: func(s *Survey) { s.Clusters[from].Kept = append(s.Clusters[from].Kept, name) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				expires := time.Now().Add(keptFor).Unix()
				_, err := r.engine.client(from).CreateSnapshot(ctx, permit, onefs.SnapshotRequest{Name: name, Path: p.Paths[from], Expires: &expires})
				return err
			},
		})
	}
	return out
}

func snapshotName(t *Takeover, p Pair) string { return "onefs-failover-" + t.Run + "-" + p.Name }
