// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// How a run ends that does not reach its goal.

// retreat: before any name has moved, a failure sets the goal back, which lifts the fence and restores the schedules.
func (r *run) retreat(ctx context.Context, in Intent, st StageID, cause error) error {
	early := slices.Contains([]StageID{StageStart, StageConfiguration, StageFence, StageLastSync}, st)
	if !early || ctx.Err() != nil || r.survey.Run == nil || r.survey.Serving() != in.From() || !r.survey.untouched(in) {
		return r.failed(ctx, in, st, cause)
	}
	if unread := r.unread(); unread != "" {
		return r.failed(ctx, in, st, fmt.Errorf("%w; nothing could be put back, %s", cause, unread))
	}
	back := in
	back.Active = in.From()
	undo := Plan(r.survey, back)
	for _, k := range undo.Approved {
		r.approved[k] = true
	}
	r.log(ctx, "goal set back: the fence is lifted and schedules are restored", map[string]any{"stage": string(st)})
	if err := r.loop2(ctx, back); err != nil {
		return r.failed(ctx, in, st, fmt.Errorf("%w; and putting things back failed: %w", cause, err))
	}
	return r.failed(ctx, in, st, cause)
}

// untouched: every pair lies on the old side, with a closed copy or with none.
func (s *Survey) untouched(in Intent) bool {
	return !slices.ContainsFunc(s.Pairs, func(p Pair) bool {
		at := s.Position(p, in.From(), in.To())
		return at != AtFrom && !slices.Contains(deadEnds, at)
	})
}

// loop2 runs the undo without a second retreat.
func (r *run) loop2(ctx context.Context, back Intent) error {
	for range maxRounds {
		st, steps := next(r.survey, back, nil)
		if len(steps) == 0 {
			return nil
		}
		if err := r.perform(ctx, st, steps); err != nil {
			return err
		}
		r.refresh(ctx, st.touches)
		if unread := r.lookAgain(ctx, st.touches); unread != "" {
			return errors.New("a cluster could not be read after the stage: " + unread)
		}
		if steps[0].closes {
			return nil
		}
	}
	return errors.New("the clusters do not show the result")
}

func (r *run) failed(ctx context.Context, in Intent, st StageID, cause error) error {
	r.refresh(context.WithoutCancel(ctx), areaAll)
	id := FailureStage
	switch {
	case errors.Is(cause, context.DeadlineExceeded):
		id = FailureTimeout
	case errors.Is(cause, context.Canceled):
		id = FailureStopped
	}
	return fail(id, r.survey, in, st, cause)
}

func (r *run) stopped(in Intent, st StageID, cause error) error {
	id := FailureStopped
	if errors.Is(cause, context.DeadlineExceeded) {
		id = FailureTimeout
	}
	return fail(id, r.survey, in, st, fmt.Errorf("the apply was stopped between two steps: %w", cause))
}

// end reports what was given up, or success.
func (r *run) end(in Intent, givenUp map[StageID]error) error {
	if len(givenUp) == 0 {
		return nil
	}
	var lines []string
	var first StageID
	for _, st := range stages(r.survey, in) {
		if err, ok := givenUp[st.id]; ok {
			if first == "" {
				first = st.id
			}
			lines = append(lines, fmt.Sprintf("stage %s: %v", st.id, err))
		}
	}
	return fail(FailureIncomplete, r.survey, in, first, errors.New(strings.Join(lines, "\n")))
}
