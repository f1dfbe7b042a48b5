// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"context"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
)

// Tell tells what the newest look proves about clients.
func (r *Run) Tell() {
	if r.Feed == nil {
		return
	}
	if r.Survey.Run != nil {
		r.Feed.Named(r.Survey.Run.ID)
	}
	r.Feed.See(r.Clients(r.Survey))
}

// StageBegins tells that a stage begins. What it takes away from clients counts from now on, before the first request of it; what it gives
// back counts when a look has shown it.
func (r *Run) StageBegins(ctx context.Context, st survey.StageID, steps int) {
	r.Log(ctx, "stage begins", map[string]any{"stage": string(st), "steps": steps})
	r.Feed.Stage(string(st), steps)
	switch {
	case st == survey.StageFence && r.Intent.Fence == survey.FenceSharesAndExports:
		r.Feed.Lower(progress.ReadOnly, r.Intent.From())
	case st == survey.StageFence, st == survey.StageNames:
		r.Feed.Lower(progress.Down, "")
	}
}

// StageOver tells how a stage went.
func (r *Run) StageOver(ctx context.Context, st survey.StageID, began time.Time, err error) {
	took := time.Since(began)
	fields := map[string]any{"stage": string(st), "took": took.Round(time.Second).String()}
	msg := "stage done"
	if err != nil {
		msg, fields["error"] = "stage failed", err.Error()
	}
	r.Log(ctx, msg, fields)
	r.Feed.Done(string(st), took, err)
}
