// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/look"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
)

// Run moves the pool: the loop of Plan over the real world. It refuses before the first write when the world asks for more than the
// planned survey did; less to do is fine. The error is a *failure.Failure.
func (e *Engine) Run(ctx context.Context, in survey.Intent, planned *survey.Survey) (out *run.Outcome, err error) {
	scope := survey.Scope{ID: in.ID, Pools: in.Pools, Policies: in.Policies, Prior: planned}
	approvedPlan := Plan(planned, in)
	if approvedPlan.Moves == nil {
		return &run.Outcome{Survey: look.Survey(ctx, e.set, scope)}, nil
	}
	r := &run.Run{
		Engine: e.set, Intent: in, Scope: scope, Began: time.Now(), Notes: run.NewNotes(),
		Stop: ctx.Done(), StopErr: func() error { return context.Cause(ctx) }, Moves: *approvedPlan.Moves,
	}
	r.Read = func(ctx context.Context, sc survey.Scope, before *survey.Survey, what survey.Area) *survey.Survey {
		s := look.Again(ctx, r.Engine, sc, before, what)
		share.TakeEdits(s, in)
		return s
	}
	r.Feed = progress.NewFeed(e.set.Options.Progress,
		progress.Event{Resource: in.ID, Pool: survey.PoolName(in), From: in.From(), To: in.To()}, r.Began)
	r.Clients = func(s *survey.Survey) (progress.State, string) { return failure.Clients(s, in) }
	r.Feed.Begin()
	r.Refresh(ctx, survey.AreaAll)
	out = &run.Outcome{Before: r.Survey, Approved: approvedPlan.Approved}
	defer func() {
		r.Feed.End(err)
		r.Fill(out)
	}()
	if err := begin(ctx, r); err != nil {
		return out, err
	}
	defer r.Lease.Release(context.WithoutCancel(ctx))
	issuer := issue.New(approvedPlan.Approved, r.Lease.Check)
	if err := refuseStale(r, issuer, planned); err != nil {
		return out, err
	}
	if err := replication.ForgetUnfenced(ctx, r); err != nil {
		return out, failed(ctx, r, in, "", err)
	}
	if r.Survey.Run != nil && r.Survey.Run.From == in.To() && !r.Survey.Lost(in.From()) {
		if err := replication.TakeProofBack(ctx, r); err != nil {
			return out, failed(ctx, r, in, "", err)
		}
	}
	first, err := issuer.For(approvedPlan.Approved[0])
	if err != nil {
		return out, failed(ctx, r, in, "", err)
	}
	session.DropLeftSessions(ctx, r, first)
	return out, loop(ctx, r, issuer)
}

// loop is Plan's loop over the real world.
func loop(ctx context.Context, r *run.Run, issuer *permits) error {
	in := r.Intent
	givenUp := map[survey.StageID]error{}
	again := map[survey.StageID]bool{survey.StageWrites: true, survey.StageResyncPrep: true, survey.StageQuotas: true}
	var last survey.StageID
	repeats, fences := 0, 0
	troubles := map[survey.StageID]int{}
	var spns *beside // stage 4 while it goes on beside others
	// over waits for it before a run ends early, so that what is said then is true of the SPNs as well.
	over := func() {
		if spns != nil {
			_ = spns.end(r) // its own words are in the log; the position is on the clusters
			spns = nil
			r.Refresh(context.WithoutCancel(ctx), survey.AreaAD)
		}
	}
	var proof *survey.Survey // the newest look that proves that nothing of the old side is missing on the new one
	for {
		if len(r.Survey.Unread()) == 0 && position.NothingMissing(r.Survey, in) {
			proof = r.Survey.Clone()
		}
		if err := ctx.Err(); err != nil {
			over()
			return stopped(ctx, r, in, last, err)
		}
		var st *stage
		var steps []run.Step
		var result error
		joined := spns != nil && !clientsWait(r.Survey, in, without(givenUp, spns))
		if joined { // clients are served: now the SPNs are waited for
			st, steps, result = spns.st, spns.steps, spns.end(r)
			spns = nil
		} else {
			var err error
			if st, steps, err = due(ctx, r, in, without(givenUp, spns)); err != nil {
				over()
				if goOnAlone(ctx, r, issuer, proof, err) {
					continue
				}
				return retreat(ctx, r, issuer, in, st.id, err)
			}
		}
		if len(steps) == 0 {
			if len(givenUp) == 0 && r.Survey.Run != nil && position.Serving(r.Survey) == in.Active {
				handOver(ctx, r, in)
			}
			return end(ctx, r, in, givenUp)
		}
		if !joined && st.id == survey.StageSPNs && copiesWait(r.Survey, in) {
			spns = beginBeside(ctx, r, issuer, st, steps)
			continue
		}
		if st.id == last {
			repeats++
		} else {
			last, repeats = st.id, 0
			_ = r.Doubts() // those of the stage before; it is over
		}
		if st.id == survey.StageFence {
			if fences++; fences > maxFences+troubles[st.id] {
				return retreat(ctx, r, issuer, in, st.id, fmt.Errorf("the fence on %s was opened %d times since it was set: stop who gives shares, "+
					"exports or interfaces back what they had (a configuration tool, a person), then apply again", in.From(), maxFences))
			}
		}
		predicted := predicted(r, steps)
		err := result
		if !joined {
			if st.id == survey.StageNames {
				r.Cut = cut(r, issuer, steps, without(givenUp, spns), func(b *beside) { spns = b })
			}
			err = perform(ctx, r, issuer, st, steps)
			r.Cut = run.Cut{}
		}
		r.Refresh(context.WithoutCancel(ctx), st.touches)
		if err == nil && predicted != nil {
			r.Engine.Options.AfterStage(st.id, predicted, r.Survey.Clone())
		}
		if unread := r.LookAgain(ctx, st.touches); err == nil && unread != "" {
			err = errors.New("a cluster could not be read after the stage: " + unread)
		}
		if err == nil && repeats > maxRepeats {
			err = fmt.Errorf("the clusters do not show the result of %s: %s is still open", st.id, run.Texts(steps[0].Lines))
			if said := r.Doubts(); said != nil {
				err = fmt.Errorf("%w; what was answered: %w", err, said)
			}
		}
		if err == nil && steps[0].Closes {
			return end(ctx, r, in, givenUp)
		}
		if err == nil {
			if again[st.id] {
				// Clients are served better with their SPNs: what was refused before may go now. Once after each of these stages.
				again[st.id] = false
				delete(givenUp, survey.StageSPNs)
			}
			continue
		}
		if proof != nil && position.Silent(r.Survey, in) {
			over()
			if goOnAlone(ctx, r, issuer, proof, err) {
				continue
			}
		}
		if onefs.Transient(err) && r.Unread() == "" && troubles[st.id] < onefs.MaxTroubles {
			troubles[st.id]++
			r.Log(ctx, "trouble, the stage is looked at again", map[string]any{"stage": string(st.id), "error": err.Error()})
			if err := r.Wait(ctx, 1); err != nil {
				over()
				return stopped(ctx, r, in, st.id, err)
			}
			continue
		}
		if st.goOn {
			r.Log(ctx, "stage given up, clients come first", map[string]any{"stage": string(st.id), "error": err.Error()})
			givenUp[st.id] = err
			continue
		}
		over()
		return retreat(ctx, r, issuer, in, st.id, err)
	}
}

// due is the stage that comes next, with its steps. A stage whose steps rest on what people may have changed since looks once more first.
func due(ctx context.Context, r *run.Run, in survey.Intent, givenUp map[survey.StageID]error) (*stage, []run.Step, error) {
	for looked := survey.Area(0); ; {
		st, steps := next(r.Survey, in, givenUp)
		steps = slices.DeleteFunc(steps, func(s run.Step) bool { return s.Closes && len(givenUp) > 0 })
		if len(steps) == 0 {
			return st, nil, nil
		}
		if looked.Has(st.before) || st.before == 0 {
			if st.id == survey.StageLastSync {
				if err := share.EditedOpen(r.Survey, in); err != nil {
					return st, nil, err
				}
			}
			if !st.leaves {
				return st, steps, nil
			}
			if err := readiness.MayLeave(r.Survey, in); err != nil {
				return &stage{id: survey.StageLastSync}, nil, err
			}
			return st, steps, nil
		}
		looked |= st.before
		if st.leaves {
			if unread := lookAtFence(ctx, r, in); unread != "" {
				return st, nil, errors.New("a cluster could not be read before the stage: " + unread)
			}
		}
		refreshProven(ctx, r, st.before)
		if unread := r.LookAgain(ctx, st.before); unread != "" {
			return st, nil, errors.New("a cluster could not be read before the stage: " + unread)
		}
	}
}

// lookAtFence takes what it sees of shares and exports for true only where somebody can write: any other edit of a fenced object waits for
// the end of the run, which leaves it alone and says so. It answers what could not be read.
func lookAtFence(ctx context.Context, r *run.Run, in survey.Intent) string {
	now := r.Read(context.WithoutCancel(ctx), r.Scope, r.Survey, survey.AreaObjects)
	from := in.From()
	open := func(p survey.Pair) bool {
		at := position.Of(now, p, in.Direction())
		return (at == position.AtFrom || at == position.Open) && !position.FenceStands(now, from, p)
	}
	if len(now.Unread()) > 0 || in.Fence == survey.FenceSharesAndExports && slices.ContainsFunc(now.Pairs, open) {
		r.Survey = now
	}
	return r.LookAgain(ctx, survey.AreaObjects)
}

// refreshProven reads areas again, for as long as it takes until the reports that prove the last sync can be read.
func refreshProven(ctx context.Context, r *run.Run, what survey.Area) {
	for end := time.Now().Add(onefs.ReadPatience); ; {
		r.Refresh(context.WithoutCancel(ctx), what)
		blind := what.Has(survey.AreaSync) && r.Survey.Run != nil && len(r.Survey.Run.Witnesses) > 0 && r.Survey.Proven == nil
		if !blind || time.Now().After(end) || r.Wait(ctx, 1) != nil {
			return
		}
	}
}

// maxFences is how often a run sets its fence: each time costs another last sync.
const maxFences = 3

// maxRepeats is how often a stage may answer steps again after all of them reported success: lag is waited for inside the steps.
const maxRepeats = 5

// predicted is the world that the steps promise, nil when nobody wants to compare.
func predicted(r *run.Run, steps []run.Step) *survey.Survey {
	if r.Engine.Options.AfterStage == nil {
		return nil
	}
	world := r.Survey.Clone()
	for _, s := range steps {
		s.Effect(world)
	}
	return world
}
