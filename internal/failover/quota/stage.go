// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 7, "Quotas are deleted on Source Cluster and Created on Target Cluster", in the safe order: every quota is created on to and
// ready there before the first one on from goes. At no instant is a quota on neither side.

// Unmet is stage 7: the steps that create each quota on the receiving cluster, wait until it has been scanned, and drop the one that it
// replaces. The steps of hold come first, so that no scheduled run meets a quota before its scan has ended.
func Unmet(s *survey.Survey, in survey.Intent, hold func(*survey.Survey, survey.Intent) []run.Step) []run.Step {
	if !in.MoveQuotas {
		return nil
	}
	d := in.Direction()
	var create, wait, drop []run.Step
	there := s.QuotaIndex(d.To)
	for _, q := range s.Clusters[d.From].Quotas {
		p, ok := s.Pair(q.Pair)
		if at := position.Of(s, p, d); !ok || at == position.AtFrom || slices.Contains(position.DeadEnds, at) {
			continue
		}
		if s.Run != nil && s.Run.From == d.To && position.RestsAt(s, p, d) {
			continue // the goal was set back before the pair was turned: what from has is its own
		}
		if q.Linked {
			// A linked quota follows its default quota: it is made by OneFS for each user, and goes with the default one.
			drop = append(drop, dropQuota(q, d))
			continue
		}
		want := p.TranslateQuota(q, d)
		have, exists := there[q.Key(p.Paths[d.From])]
		switch {
		case !exists && s.Takeover != nil:
			// The survivor's quotas are the truth since the takeover; what is only on the returned cluster is old.
		case !exists:
			create = append(create, createQuota(q, want, d, ""))
		case !have.Same(want) && !position.Returning(s, in) && position.RestsAt(s, p, d):
			continue // to serves the data since before this run: its quota holds, and nothing that from still has is thrown away
		// What a half-made one lacks, its counterpart has.
		case !have.Same(want) && !position.Returning(s, in) && !s.HalfMadeQuota(d.From, q, there):
			create = append(create, createQuota(q, want, d, have.ID))
		case exists && !have.Ready:
			wait = append(wait, run.Step{
				Lane:   d.To + "/quota scan",
				Effect: func(s *survey.Survey) { s.SetReady(d.To) },
				Do:     func(ctx context.Context, r *run.Run, _ permit.Permit) error { return WaitForQuotaScan(ctx, r, d.To) },
			})
		}
		drop = append(drop, dropQuota(q, d))
	}
	switch {
	case len(create) > 0:
		if first := hold(s, in); len(first) > 0 {
			return first
		}
		return create
	case len(wait) > 0:
		return wait[:1]
	}
	return drop
}

func createQuota(q, want survey.Quota, d survey.Direction, existing string) run.Step {
	verb := "create"
	if existing != "" {
		verb = "update"
	}
	want.ID = existing
	return run.Step{
		Keys: []survey.Key{survey.NewKey(survey.StageQuotas, d.To, "quota", q.Label(), verb)},
		// A quota that was made without all of its notification rules gets them.
		Repairs: []survey.Key{survey.NewKey(survey.StageQuotas, d.To, "quota", q.Label(), "update")},
		Lane:    d.To + "/quota",
		Lines:   []run.Line{{Group: run.GroupQuotas, Object: q.Label(), Text: q.Label() + limits(q) + ": " + d.From + " -> " + d.To}},
		Effect: func(s *survey.Survey) {
			// Ready is not promised: a QuotaScan of a full directory takes its time. The next round waits for it.
			w := want
			w.Ready = false
			for i, x := range s.Clusters[d.To].Quotas {
				if existing != "" && x.ID == existing {
					s.Clusters[d.To].Quotas[i] = w
					return
				}
			}
			s.Clusters[d.To].Quotas = append(s.Clusters[d.To].Quotas, w)
		},
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			return writeQuota(ctx, r, permit, d.To, want)
		},
	}
}

func dropQuota(q survey.Quota, d survey.Direction) run.Step {
	return run.Step{
		Keys:  []survey.Key{survey.NewKey(survey.StageQuotas, d.From, "quota", q.Label(), "delete")},
		Lane:  d.From + "/quota",
		Lines: []run.Line{{Group: run.GroupQuotas, Object: q.Label(), Text: q.Label() + limits(q) + ": " + d.From + " -> " + d.To}},
		Effect: func(s *survey.Survey) {
			c := s.Clusters[d.From]
			kept := make([]survey.Quota, 0, len(c.Quotas))
			for _, x := range c.Quotas {
				if x.ID != q.ID {
					kept = append(kept, x)
				}
			}
			c.Quotas = kept
		},
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			return deleteQuota(ctx, r, permit, d, q)
		},
	}
}

func limits(q survey.Quota) string {
	if q.Limits == "" {
		return ""
	}
	return ", " + q.Limits
}
