// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// From the write that parks the names to the accepted allow_write nobody can write. What is not needed for it comes before or after: the
// notes of the journal before, the SPNs beside, every look that proves something after.

// beside is stage 4 while it goes on beside others: an SPN right never keeps a path read-only.
type beside struct {
	st    *stage
	steps []run.Step
	r     *run.Run
	done  chan struct{}
	err   error
}

// beginBeside starts the stage of the SPNs. Its permits are made here, because only the loop makes them.
func beginBeside(ctx context.Context, r *run.Run, issuer *permits, st *stage, steps []run.Step) *beside {
	b := &beside{st: st, steps: steps, r: r.Beside(), done: make(chan struct{})}
	acts, err := permittedAll(issuer, steps)
	if err != nil {
		b.err = err
		close(b.done)
		return b
	}
	r.StageBegins(ctx, st.id, len(steps))
	go func() {
		defer close(b.done)
		b.err = do(ctx, b.r, st, acts, time.Now())
	}()
	return b
}

// end waits for the stage and takes over what it has to tell. What it has done and read back is true until a look says otherwise, also
// where a cluster cannot be looked at any more.
func (b *beside) end(r *run.Run) error {
	<-b.done
	r.Join(b.r)
	if b.err == nil {
		r.Survey = r.Survey.Clone()
		for _, s := range b.steps {
			s.Effect(r.Survey)
		}
	}
	return b.err
}

// without are the stages that are not looked at: those given up, and the one that goes on beside the others.
func without(givenUp map[survey.StageID]error, busy *beside) map[survey.StageID]error {
	if busy == nil {
		return givenUp
	}
	out := maps.Clone(givenUp)
	out[busy.st.id] = errBusy
	return out
}

var errBusy = errors.New("it goes on beside the other stages")

// clientsWait tells whether the next stage is one that people wait for.
func clientsWait(s *survey.Survey, in survey.Intent, givenUp map[survey.StageID]error) bool {
	st, _ := next(s, in, givenUp)
	return st != nil && (st.id == survey.StageNames || st.id == survey.StageWrites)
}

// copiesWait tells whether the names have moved and a copy is not open yet: people wait for it, and for no SPN.
func copiesWait(s *survey.Survey, in survey.Intent) bool {
	for _, st := range stages(s, in) {
		if st.id == survey.StageWrites {
			return len(st.unmet(s, in)) > 0
		}
	}
	return false
}

// cut prepares what happens around the move of the names, in a run in which the names come first: the copies that stage 5 opens, and the
// SPNs. started gets the stage of the SPNs when it has begun.
func cut(r *run.Run, issuer *permits, steps []run.Step, givenUp map[survey.StageID]error, started func(*beside)) run.Cut {
	in := r.Intent
	spns, writes := afterNames(r.Survey, in)
	if spns == nil || writes == nil {
		return run.Cut{}
	}
	d, lost := in.Direction(), r.Survey.Lost(in.From())
	moved := r.Survey.Clone()
	for _, s := range steps {
		s.Effect(moved)
	}
	openings := openingsOf(writes.unmet(moved, in), issuer)
	var acts []run.Step
	if _, up := givenUp[spns.id]; !up {
		acts = spns.unmet(moved, in)
	}
	var glance <-chan *onefs.SyncView
	return run.Cut{
		Before: func(ctx context.Context) error {
			look := func() { glance = replication.Glance(context.WithoutCancel(ctx), r, d.To) }
			if lost {
				look() // the names of a takeover move in one request, which is less than a look takes
			}
			if err := replication.NoteOpenings(ctx, r, d, openings); err != nil {
				return err
			}
			if !lost {
				look()
			}
			return nil
		},
		Then: func(ctx context.Context) {
			if len(acts) > 0 {
				started(beginBeside(ctx, r, issuer, spns, acts))
			}
			replication.OpenAtOnce(ctx, r, d, openings, <-glance)
		},
	}
}

// afterNames are the stages of the SPNs and of the writes where both come after the names, in a controlled run or a takeover. The way back
// to a survivor opens nothing.
func afterNames(s *survey.Survey, in survey.Intent) (spns, writes *stage) {
	if s.Takeover != nil && !s.Lost(in.From()) {
		return nil, nil
	}
	all := stages(s, in)
	at := slices.IndexFunc(all, func(st stage) bool { return st.id == survey.StageNames })
	for _, st := range all[at+1:] {
		switch st.id {
		case survey.StageSPNs:
			spns = &st
		case survey.StageWrites:
			writes = &st
		}
	}
	return spns, writes
}

// openingsOf are the copies that steps of stage 5 open, each with its permit. One without is left to the stage, which says what is wrong.
func openingsOf(steps []run.Step, issuer *permits) []replication.Opening {
	var out []replication.Opening
	for _, step := range steps {
		if step.Opens == nil {
			continue
		}
		if permit, err := permitted(issuer, step); err == nil {
			out = append(out, replication.Opening{Pair: *step.Opens, Permit: permit})
		}
	}
	return out
}
