// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// maxRights is how much of what people may do through an object is shown in a line of a plan, in bytes.
const maxRights = 300

// LiftFence are the steps that restore fenced objects of a cluster, as far as their paths no longer need the fence. What is fenced on a
// lost cluster waits for its return.
func LiftFence(s *survey.Survey, in survey.Intent, cluster string, id survey.StageID) []run.Step {
	if s.Lost(cluster) {
		return nil
	}
	var out []run.Step
	for _, o := range s.Clusters[cluster].Objects {
		if !o.Fenced || !position.MayLift(s, o, in, cluster) {
			continue
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(id, cluster, o.Kind, o.Address(), "as before the fence")},
			Lane: cluster + "/" + o.Kind,
			Lines: []run.Line{{
				Group: run.GroupFenced, Object: o.Address(), Text: o.Label() + ": " + cluster + ", back to its definition before the fence: " +
					printable.Short(rights(o.Kind, o.Definition), maxRights),
			}},
			Effect: func(s *survey.Survey) { s.SetFenced(cluster, o, false) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return lift(ctx, r, permit, cluster, o)
			},
		})
	}
	out = append(out, renewSessions(s, in, cluster, out)...)
	return append(out, pool.LiftInterfaces(s, in, cluster, id)...)
}

// renewSessions follows the shares that are lifted on the serving side: who connected while they were fenced has kept the right to read
// only, and gets the right to write by connecting again.
func renewSessions(s *survey.Survey, in survey.Intent, cluster string, lifts []run.Step) []run.Step {
	lane := cluster + "/" + survey.KindShare
	i := slices.IndexFunc(lifts, func(st run.Step) bool { return st.Lane == lane })
	if i < 0 || cluster != in.To() || position.Serving(s) != cluster {
		return nil
	}
	return []run.Step{{
		Within: lifts[i].Keys[0],
		Lane:   lane,
		Effect: func(*survey.Survey) {},
		Do: func(ctx context.Context, r *run.Run, p permit.Permit) error {
			session.DropSessions(ctx, r, p, cluster)
			return nil
		},
	}}
}
