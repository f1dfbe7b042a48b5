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
	stay := map[string]bool{} // directories with a quota that stays and follows a default one
	for _, q := range s.Clusters[d.From].Quotas {
		p, ok := s.Pair(q.Pair)
		if at := position.Of(s, p, d); !ok || at == position.AtFrom || slices.Contains(position.DeadEnds, at) {
			continue
		}
		if s.Run != nil && s.Run.From == d.To && position.RestsAt(s, p, d) {
			stay[defaultOf(q)] = true
			continue // the goal was set back before the pair was turned: what from has is its own
		}
		want := p.TranslateQuota(q, d)
		have, exists := there[q.Key(p.Paths[d.From])]
		switch {
		case !exists && madeByOneFS(q):
			// Whom it limits, the default quota limits on the other side as soon as they store something.
		case !exists && survivorKnows(s, p):
			// The survivor's quotas are the truth since the takeover; what is only on the returned cluster is old.
		case !exists:
			create = append(create, createQuota(q, want, d, nil))
		case !have.Same(want) && !position.Returning(s, in) && position.RestsAt(s, p, d):
			stay[defaultOf(q)] = true
			continue // to serves the data since before this run: its quota holds, and nothing that from still has is thrown away
		// What a half-made one lacks, its counterpart has.
		case !have.Same(want) && !position.Returning(s, in) && !s.HalfMadeQuota(d.From, q, there):
			create = append(create, createQuota(q, want, d, &have))
		case !have.Ready:
			wait = append(wait, run.Step{
				Lane:   d.To + "/quota scan",
				Effect: func(s *survey.Survey) { s.SetReady(d.To) },
				Do:     func(ctx context.Context, r *run.Run, _ permit.Permit) error { return WaitForQuotaScan(ctx, r, d.To) },
			})
		}
		// While the policy still replicates from → to, a run of it may take a quota that is gone from its source from its target as well
		// (evidence-2.md E6).
		if slices.Contains(position.Arrived, position.Of(s, p, d)) {
			drop = append(drop, dropQuota(s, q, d, there))
		} else {
			stay[defaultOf(q)] = true
		}
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
	// Those that follow a default quota go with it.
	return slices.DeleteFunc(drop, func(x run.Step) bool {
		return slices.ContainsFunc(s.Clusters[d.From].Quotas, func(q survey.Quota) bool {
			return isDefault(q) && stay[q.Type+" "+q.Path] && x.Keys[0] == dropKey(q, d)
		})
	})
}

func createQuota(q, want survey.Quota, d survey.Direction, existing *survey.Quota) run.Step {
	verb := "create"
	want.ID, want.Linked = "", false // OneFS alone makes quotas that follow a default one
	if existing != nil {
		verb, want.ID, want.Linked = "update", existing.ID, existing.Linked
		want.Definition = want.Definition.Over(existing.Definition)
	}
	text := q.Label() + limits(q) + ": " + d.From + " -> " + d.To
	if q.Path != want.Path {
		text += " at " + want.Path
	}
	if q.Linked {
		text += ", as a quota of its own beside the default one"
	}
	return run.Step{
		Keys: []survey.Key{survey.NewKey(survey.StageQuotas, d.To, "quota", q.Label(), verb)},
		// A quota that was made without all of its notification rules gets them.
		Repairs: []survey.Key{survey.NewKey(survey.StageQuotas, d.To, "quota", q.Label(), "update")},
		Lane:    d.To + "/quota",
		Lines:   []run.Line{{Group: run.GroupQuotas, Object: q.Label(), Text: text}},
		Effect: func(s *survey.Survey) {
			// Ready is not promised: a QuotaScan of a full directory takes its time. The next round waits for it.
			w := want
			w.Ready, w.Linked = false, false
			for i, x := range s.Clusters[d.To].Quotas {
				if existing != nil && x.ID == existing.ID {
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

func dropKey(q survey.Quota, d survey.Direction) survey.Key {
	return survey.NewKey(survey.StageQuotas, d.From, "quota", q.Label(), "delete")
}

func dropQuota(s *survey.Survey, q survey.Quota, d survey.Direction, there map[string]survey.Quota) run.Step {
	text := q.Label() + limits(q) + ": " + d.From + " -> " + d.To
	if p, ok := s.Pair(q.Pair); ok {
		have, exists := there[q.Key(p.Paths[d.From])]
		switch {
		case !exists && madeByOneFS(q):
			text += ", made there by OneFS when its owner stores something"
		case !exists:
			text = q.Label() + limits(q) + ": deleted on " + d.From + "; " + d.To + " has none like it"
		case looser(q, have):
			text = q.Label() + limits(q) + ": deleted on " + d.From + "; that of " + d.To + " stays as it is" + limits(have)
		}
	}
	return run.Step{
		Keys:  []survey.Key{dropKey(q, d)},
		Lane:  d.From + "/quota",
		Lines: []run.Line{{Group: run.GroupQuotas, Object: q.Label(), Text: text}},
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
