// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// What a drill does to a pair: the copy is opened and closed again, and nothing ever turns.

// OpenForDrill opens the copy of a pair on d.To. One whose roll-back a drill before has left half-way is rolled back first.
func OpenForDrill(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	state, err := recordState(ctx, r, pair, d)
	if err != nil {
		return err
	}
	if state == position.DisablingWrites {
		if err := RevertWrites(ctx, r, p, pair, d); err != nil {
			return err
		}
	}
	return AllowWrites(ctx, r, p, pair, d)
}

// CloseAfterDrill rolls the copy of a pair on d.To back to its last sync, whatever the drill has left. OneFS rolls back no copy that is
// only half open, so that one is opened to the end first.
func CloseAfterDrill(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	state, err := recordState(ctx, r, pair, d)
	if err != nil {
		return err
	}
	if state == position.EnablingWrites {
		if err := AllowWrites(ctx, r, p, pair, d); err != nil {
			return err
		}
	}
	return RevertWrites(ctx, r, p, pair, d)
}

func recordState(ctx context.Context, r *run.Run, pair survey.Pair, d survey.Direction) (string, error) {
	f := pair.PolicyOn(d.From)
	v, err := r.SeeNow(ctx, d.To, f)
	if err != nil {
		return "", err
	}
	if !v.Exists {
		return "", fmt.Errorf("target policy %s is gone from %s", f, d.To)
	}
	return v.Target.FailoverFailbackState, nil
}

// ProveRun runs the policy on d.From once and proves the run by its report. It writes nothing else there.
func ProveRun(ctx context.Context, r *run.Run, p permit.Permit, pair survey.Pair, d survey.Direction) error {
	if err := quota.WaitForQuotaScan(ctx, r, d.From); err != nil {
		return err
	}
	rep, err := runNow(ctx, r, p, pair, d, func(survey.Baseline) error { return nil })
	if err == nil && !synciq.Whole(rep) {
		return &synciq.UnprovenError{Policy: pair.PolicyOn(d.From), Cluster: d.From, Report: rep}
	}
	return err
}
