// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 5, "SyncIQ Policy target path is made writeable", for every policy before anything else turns. Where an earlier run had fenced
// the receiving side, its shares and exports are opened again as soon as its path is writable.

func unmetWrites(s *survey.Survey, in survey.Intent) []run.Step {
	var out []run.Step
	for _, p := range s.Pairs {
		out = append(out, openings(s, in, p)...)
	}
	if len(out) > 0 {
		return out
	}
	return share.LiftFence(s, in, in.To(), survey.StageWrites)
}

// openings is the step that opens the copy of a pair, none if it is open or must not be opened now.
func openings(s *survey.Survey, in survey.Intent, p survey.Pair) []run.Step {
	d := in.Direction()
	switch position.Of(s, p, d) {
	case position.AtFrom, position.Opening, position.Closing:
	case position.Disabled:
		// Somebody switched F off since its last sync. allow_write does not need F, and clients wait where the names are by now.
		if s.Run == nil || position.Serving(s) == d.From {
			return nil
		}
	default:
		return nil
	}
	f := p.PolicyOn(d.From)
	return []run.Step{{
		Keys:   []survey.Key{survey.NewKey(survey.StageWrites, d.To, "policy", f, position.WritesEnabled)},
		Lines:  []run.Line{replication.PolicyLine(p, d)},
		Opens:  &p,
		Effect: func(s *survey.Survey) { s.Clusters[d.To].SetTarget(f, p.Paths[d.To], position.WritesEnabled) },
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			return replication.AllowWrites(ctx, r, permit, p, d)
		},
	}}
}
