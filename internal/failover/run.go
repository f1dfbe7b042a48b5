// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// run is one execution of the loop. Everything in it can be lost: the next run reads it from the clusters again.
type run struct {
	engine   *Engine
	intent   Intent
	scope    Scope
	approved map[Key]bool

	mu     sync.Mutex // guards survey between steps that run side by side
	survey *Survey
	lease  *lease

	drains drains
	manual []string
	lastID string
	// moves and stages go into the report of the run.
	moves  Moves
	stages []StageReport
	// stop is closed when the run shall stop at the next safe point, because the user or a time-out says so or Terraform is gone.
	stop    <-chan struct{}
	stopErr func() error
	// began is the first beat of all polls.
	began time.Time
	notes *notes
	// views, reportLists and scans are what polls share within a beat.
	views       perBeat[*onefs.SyncView]
	reportLists perBeat[map[string][]report]
	scans       perBeat[bool]
}

// Run moves the pool: the loop of Plan over the real world. It refuses before the first write when the world asks for more than the
// planned survey did; less to do is fine. The error is a *Failure.
func (e *Engine) Run(ctx context.Context, in Intent, planned *Survey) (*Outcome, error) {
	scope := Scope{ID: in.ID, Pools: in.Pools, Policies: in.Policies, Prior: planned}
	approvedPlan := Plan(planned, in)
	if approvedPlan.Moves == nil {
		return &Outcome{Survey: e.Survey(ctx, scope)}, nil
	}
	r := &run{
		engine: e, intent: in, scope: scope, approved: map[Key]bool{}, began: time.Now(), notes: newNotes(),
		stop: ctx.Done(), stopErr: func() error { return context.Cause(ctx) }, moves: *approvedPlan.Moves,
	}
	for _, k := range approvedPlan.Approved {
		r.approved[k] = true
	}
	r.survey = e.Survey(ctx, scope)
	out := &Outcome{Survey: r.survey}
	if err := r.begin(ctx); err != nil {
		return out, err
	}
	defer r.lease.release(context.WithoutCancel(ctx))
	if err := r.refuseStale(planned); err != nil {
		out.Survey = r.survey
		return out, err
	}
	if err := r.forgetUnfenced(ctx); err != nil {
		return out, r.failed(ctx, in, "", err)
	}
	r.dropLeftSessions(ctx, approvedPlan.Approved[0])
	err := r.loop(ctx)
	out.Survey, out.ManualSteps, out.RunID = r.survey, r.manual, r.lastID
	return out, err
}

// loop is Plan's loop over the real world.
func (r *run) loop(ctx context.Context) error {
	in := r.intent
	givenUp := map[StageID]error{}
	again := map[StageID]bool{StageWrites: true, StageResyncPrep: true, StageQuotas: true}
	var last StageID
	repeats, fences := 0, 0
	troubles := map[StageID]int{}
	for {
		if err := ctx.Err(); err != nil {
			return r.stopped(in, last, err)
		}
		st, steps, err := r.due(ctx, in, givenUp)
		if err != nil {
			return r.retreat(ctx, in, st.id, err)
		}
		if len(steps) == 0 {
			if len(givenUp) == 0 && r.survey.Run != nil && r.survey.Serving() == in.Active {
				r.handOver(ctx, in)
			}
			return r.end(in, givenUp)
		}
		if st.id == last {
			repeats++
		} else {
			last, repeats = st.id, 0
		}
		if st.id == StageFence {
			if fences++; fences > maxFences+troubles[st.id] {
				return r.retreat(ctx, in, st.id, fmt.Errorf("the fence on %s was opened %d times since it was set: stop who gives shares, exports or "+
					"interfaces back what they had (a configuration tool, a person), then apply again", in.From(), maxFences))
			}
		}
		predicted := r.predicted(steps)
		err = r.perform(ctx, st, steps)
		r.refresh(context.WithoutCancel(ctx), st.touches)
		if err == nil && predicted != nil {
			r.engine.options.AfterStage(st.id, predicted, r.survey.clone())
		}
		if unread := r.lookAgain(ctx, st.touches); err == nil && unread != "" {
			err = errors.New("a cluster could not be read after the stage: " + unread)
		}
		if err == nil && repeats > maxRepeats {
			err = fmt.Errorf("the clusters do not show the result of %s: %s is still open", st.id, steps[0].Keys)
		}
		if err == nil && steps[0].closes {
			return r.end(in, givenUp)
		}
		if err == nil {
			if again[st.id] {
				// Clients are served better with their SPNs: what was refused before may go now. Once after each of these stages.
				again[st.id] = false
				delete(givenUp, StageSPNs)
			}
			continue
		}
		if transient(err) && r.unread() == "" && troubles[st.id] < maxTroubles {
			troubles[st.id]++
			r.log(ctx, "trouble, the stage is looked at again", map[string]any{"stage": string(st.id), "error": err.Error()})
			if err := r.wait(ctx, 1); err != nil {
				return r.stopped(in, st.id, err)
			}
			continue
		}
		if st.goOn {
			r.log(ctx, "stage given up, clients come first", map[string]any{"stage": string(st.id), "error": err.Error()})
			givenUp[st.id] = err
			continue
		}
		return r.retreat(ctx, in, st.id, err)
	}
}

// due is the stage that comes next, with its steps. A stage whose steps rest on what people may have changed since looks once more first.
func (r *run) due(ctx context.Context, in Intent, givenUp map[StageID]error) (*stage, []Step, error) {
	for looked := area(0); ; {
		st, steps := next(r.survey, in, givenUp)
		steps = slices.DeleteFunc(steps, func(s Step) bool { return s.closes && len(givenUp) > 0 })
		if len(steps) == 0 {
			return st, nil, nil
		}
		if looked.has(st.before) || st.before == 0 {
			if !st.leaves {
				return st, steps, nil
			}
			if err := r.survey.mayLeave(in); err != nil {
				return &stage{id: StageLastSync}, nil, err
			}
			return st, steps, nil
		}
		looked |= st.before
		if st.leaves {
			if unread := r.lookAtFence(ctx, in); unread != "" {
				return st, nil, errors.New("a cluster could not be read before the stage: " + unread)
			}
		}
		r.refreshProven(ctx, st.before)
		if unread := r.lookAgain(ctx, st.before); unread != "" {
			return st, nil, errors.New("a cluster could not be read before the stage: " + unread)
		}
	}
}

// lookAtFence takes what it sees of shares and exports for true only where somebody can write: any other edit of a fenced object waits for
// the end of the run, which leaves it alone and says so. It answers what could not be read.
func (r *run) lookAtFence(ctx context.Context, in Intent) string {
	now := r.engine.look(context.WithoutCancel(ctx), r.scope, r.survey, areaObjects)
	from := in.From()
	open := func(p Pair) bool {
		at := now.Position(p, from, in.To())
		return (at == AtFrom || at == Open) && !now.fenceStands(from, p)
	}
	if len(now.Unread()) > 0 || in.Fence == FenceSharesAndExports && slices.ContainsFunc(now.Pairs, open) {
		r.survey = now
	}
	return r.lookAgain(ctx, areaObjects)
}

// refreshProven reads areas again, for as long as it takes until the reports that prove the last sync can be read.
func (r *run) refreshProven(ctx context.Context, what area) {
	for end := time.Now().Add(readPatience); ; {
		r.refresh(context.WithoutCancel(ctx), what)
		blind := what.has(areaSync) && r.survey.Run != nil && len(r.survey.Run.Baselines) > 0 && r.survey.Proven == nil
		if !blind || time.Now().After(end) || r.wait(ctx, 1) != nil {
			return
		}
	}
}

// lookAgain reads again while a cluster cannot be read, for as long as a node takes to start anew. It answers what could not be read.
func (r *run) lookAgain(ctx context.Context, what area) string {
	for end := time.Now().Add(readPatience); ; {
		unread := r.unread()
		if unread == "" || time.Now().After(end) || r.wait(ctx, 1) != nil {
			return unread
		}
		r.refresh(context.WithoutCancel(ctx), what|areaAll)
	}
}

// maxFences is how often a run sets its fence: each time costs another last sync.
const maxFences = 3

// maxRepeats is how often a stage may answer steps again after all of them reported success: lag is waited for inside the steps.
const maxRepeats = 5

// predicted is the world that the steps promise, nil when nobody wants to compare.
func (r *run) predicted(steps []Step) *Survey {
	if r.engine.options.AfterStage == nil {
		return nil
	}
	world := r.survey.clone()
	for _, s := range steps {
		s.Effect(world)
	}
	return world
}

// perform runs the steps of one stage: lanes side by side, steps of one lane in order.
func (r *run) perform(ctx context.Context, st *stage, steps []Step) error {
	r.log(ctx, "stage begins", map[string]any{"stage": string(st.id), "steps": len(steps)})
	began := time.Now()
	lanes := map[string][]Step{}
	var order []string
	for i, s := range steps {
		for _, k := range s.Keys {
			if !r.approved[k] && !mutant.On(mutant.UnapprovedDone) {
				return fmt.Errorf("not approved by the plan: %s", k)
			}
			for _, k := range s.Repairs {
				r.approved[k] = true
			}
		}
		lane := s.Lane
		if lane == "" {
			lane = fmt.Sprintf("step %d", i)
		}
		if _, ok := lanes[lane]; !ok {
			order = append(order, lane)
		}
		lanes[lane] = append(lanes[lane], s)
	}
	// Steps without a lane mostly wait; requests are bounded by each client, jobs by the cluster's own queue.
	var g errgroup.Group
	for _, lane := range order {
		g.Go(func() error {
			for _, s := range lanes[lane] {
				// Stopping happens between steps, and where a step waits for a job; a call that has begun is finished on its own time-out.
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := r.lease.check(); err != nil {
					return err
				}
				p := permit.Housekeeping("waiting")
				if len(s.Keys) > 0 {
					p = permit.Approved(string(s.Keys[0])).While(r.lease.check)
				}
				if err := s.Do(context.WithoutCancel(ctx), r, p); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := g.Wait()
	r.noteStage(st.id, len(steps), began, err)
	fields := map[string]any{"stage": string(st.id), "took": time.Since(began).Round(time.Second).String()}
	if err != nil {
		fields["error"] = err.Error()
		r.log(ctx, "stage failed", fields)
		return err
	}
	r.log(ctx, "stage done", fields)
	return nil
}

// byHand adds a manual step.
func (r *run) byHand(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.manual = append(r.manual, text)
}

func (r *run) log(ctx context.Context, msg string, fields map[string]any) {
	fields["pool"] = poolName(r.intent)
	r.engine.options.Log(ctx, msg, fields)
}

// refresh reads areas again. What could not be read is marked; the loop then stops.
func (r *run) refresh(ctx context.Context, what area) {
	// Stages run one after the other, so nobody else changes the survey meanwhile.
	r.survey = r.engine.look(ctx, r.scope, r.survey, what)
}
