// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// How a run ends that does not reach its goal.

// retreat: before any name has moved, a failure sets the goal back, which lifts the fence and restores the schedules.
func retreat(ctx context.Context, r *run.Run, issuer *permits, in survey.Intent, st survey.StageID, cause error) error {
	early := slices.Contains([]survey.StageID{survey.StageStart, survey.StageConfiguration, survey.StageFence, survey.StageLastSync}, st)
	if !early || ctx.Err() != nil || r.Survey.Run == nil || position.Serving(r.Survey) != in.From() || !position.Untouched(r.Survey, in) {
		return failed(ctx, r, in, st, cause)
	}
	if unread := r.Unread(); unread != "" {
		return failed(ctx, r, in, st, fmt.Errorf("%w; nothing could be put back, %s", cause, unread))
	}
	if err := replication.TakeProofBack(ctx, r); err != nil {
		return failed(ctx, r, in, st, fmt.Errorf("%w; nothing could be put back: %w", cause, err))
	}
	back := in
	back.Active = in.From()
	undo := Plan(r.Survey, back)
	issuer.Add(undo.Approved...)
	r.Log(ctx, "goal set back: the fence is lifted and schedules are restored", map[string]any{"stage": string(st)})
	if err := loop2(ctx, r, issuer, back); err != nil {
		return failed(ctx, r, in, st, fmt.Errorf("%w; and putting things back failed: %w", cause, err))
	}
	return failed(ctx, r, in, st, cause)
}

// loop2 runs the undo without a second retreat.
func loop2(ctx context.Context, r *run.Run, issuer *permits, back survey.Intent) error {
	for range maxRounds {
		st, steps := next(r.Survey, back, nil)
		if len(steps) == 0 {
			return nil
		}
		if err := perform(ctx, r, issuer, st, steps); err != nil {
			return err
		}
		r.Refresh(ctx, st.touches)
		if unread := r.LookAgain(ctx, st.touches); unread != "" {
			return errors.New("a cluster could not be read after the stage: " + unread)
		}
		if steps[0].Closes {
			return nil
		}
	}
	return errors.New("the clusters do not show the result")
}

func failed(ctx context.Context, r *run.Run, in survey.Intent, st survey.StageID, cause error) error {
	r.Refresh(context.WithoutCancel(ctx), survey.AreaAll)
	id := finding.FailureStage
	switch {
	case errors.Is(cause, context.DeadlineExceeded):
		id = finding.FailureTimeout
	case errors.Is(cause, context.Canceled):
		id = finding.FailureStopped
	}
	return failure.New(id, truth(ctx, r), in, st, cause)
}

func stopped(ctx context.Context, r *run.Run, in survey.Intent, st survey.StageID, cause error) error {
	id := finding.FailureStopped
	if errors.Is(cause, context.DeadlineExceeded) {
		id = finding.FailureTimeout
	}
	return failure.New(id, truth(ctx, r), in, st, fmt.Errorf("the apply was stopped between two steps: %w", cause))
}

// end reports what was given up, or success.
func end(ctx context.Context, r *run.Run, in survey.Intent, givenUp map[survey.StageID]error) error {
	if len(givenUp) == 0 {
		return nil
	}
	var lines []string
	var first survey.StageID
	for _, st := range stages(r.Survey, in) {
		if err, ok := givenUp[st.id]; ok {
			if first == "" {
				first = st.id
			}
			lines = append(lines, fmt.Sprintf("stage %s: %v", st.id, err))
		}
	}
	return failure.New(finding.FailureIncomplete, truth(ctx, r), in, first, errors.New(strings.Join(lines, "\n")))
}
