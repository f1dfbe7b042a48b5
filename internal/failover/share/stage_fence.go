// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// UntilTheEnd is how long what the fence takes is taken.
const UntilTheEnd = "read-only until the end of the run"

// Stage 2b, the fence: no client may write on from while the last sync runs, over SMB or NFS. Originals go to the journal before the
// first change and come back in the last stage.

// UnmetFence is stage 2b: the steps that make the shares and exports of the old side read-only, or take the interfaces of its pool away.
func UnmetFence(s *survey.Survey, in survey.Intent) []run.Step {
	switch in.Fence {
	case survey.FenceNone:
		return nil
	case survey.FenceInterfaces:
		return pool.UnmetInterfaces(s, in)
	}
	var open []survey.Object
	for _, o := range s.Clusters[in.From()].Objects {
		if _, ok := position.Copies(s, o, in.Direction()); !ok || o.Fenced || o.Edited || o.Kind == survey.KindAlias {
			continue
		}
		if !survey.Fence(o).Equal(o.Definition) {
			open = append(open, o)
		}
	}
	return fenceSteps(survey.StageFence, in.From(), open, UntilTheEnd)
}

// fenceSteps make objects of a cluster read-only. A fence that has to be set takes the proof of the last sync with it.
func fenceSteps(id survey.StageID, cluster string, open []survey.Object, note string) []run.Step {
	var out []run.Step
	for _, o := range open {
		out = append(out, run.Step{
			Keys:  []survey.Key{survey.NewKey(id, cluster, o.Kind, o.Address(), "read-only")},
			Lane:  cluster + "/" + o.Kind,
			Lines: []run.Line{{Group: run.GroupFenced, Object: o.Address(), Text: o.Label() + ": " + cluster + ", " + note}},
			Effect: func(s *survey.Survey) {
				s.SetFenced(cluster, o, true)
				for _, name := range o.Pairs {
					p, _ := s.Pair(name)
					delete(s.Proven, survey.LastSyncOf(p.PolicyOn(cluster)))
				}
			},
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return fence(ctx, r, permit, cluster, o)
			},
		})
	}
	return out
}
