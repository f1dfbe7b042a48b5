// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 7, "Quotas are deleted on Source Cluster and Created on Target Cluster", in the safe order: every quota is created on to and
// ready there before the first one on from goes. At no instant is a quota on neither side.

func unmetQuotas(s *Survey, in Intent) []Step {
	if !in.MoveQuotas {
		return nil
	}
	from, to := in.From(), in.To()
	var create, wait, drop []Step
	there := s.quotaIndex(to)
	for _, q := range s.Clusters[from].Quotas {
		p, ok := s.pair(q.Pair)
		if at := s.Position(p, from, to); !ok || at == AtFrom || slices.Contains(deadEnds, at) {
			continue
		}
		if s.Run != nil && s.Run.From == to && s.restsAt(p, from, to) {
			continue // the goal was set back before the pair was turned: what from has is its own
		}
		if q.Linked {
			// A linked quota follows its default quota: it is made by OneFS for each user, and goes with the default one.
			drop = append(drop, dropQuota(q, from, to))
			continue
		}
		want := p.translateQuota(q, from, to)
		have, exists := there[q.key(p.Paths[from])]
		switch {
		case !exists && s.Takeover != nil:
			// The survivor's quotas are the truth since the takeover; what is only on the returned cluster is old.
		case !exists:
			create = append(create, createQuota(q, want, from, to, ""))
		case !have.same(want) && !returning(s, in) && s.restsAt(p, from, to):
			continue // to serves the data since before this run: its quota holds, and nothing that from still has is thrown away
		case !have.same(want) && !returning(s, in) && !s.halfMadeQuota(from, q, there): // what a half-made one lacks, its counterpart has
			create = append(create, createQuota(q, want, from, to, have.ID))
		case exists && !have.Ready:
			wait = append(wait, Step{
				Lane:   to + "/quota scan",
				Effect: func(s *Survey) { s.setReady(to) },
				Do:     func(ctx context.Context, r *run, _ permit.Permit) error { return r.waitForQuotaScan(ctx, to) },
			})
		}
		drop = append(drop, dropQuota(q, from, to))
	}
	switch {
	case len(create) > 0:
		if hold := holdSchedules(s, in); len(hold) > 0 {
			return hold
		}
		return create
	case len(wait) > 0:
		return wait[:1]
	}
	return drop
}

// holdSchedules takes the schedule off the policies that replicate from to already, before quotas are made there: a run that meets a quota
// without a finished scan fails and conflicts its policy. It is put back once they are ready.
func holdSchedules(s *Survey, in Intent) []Step {
	if s.Run == nil {
		return nil
	}
	from, to := in.From(), in.To()
	var out []Step
	for _, p := range s.Pairs {
		m := p.PolicyOn(to)
		v := s.Clusters[to].Policies[m]
		if _, kept := s.Run.Schedules[p.Name]; !kept || s.Position(p, from, to) != AtTo || !v.Enabled || v.Schedule.Text == "" {
			continue
		}
		out = append(out, Step{
			Keys:   []Key{key(StageQuotas, to, "policy", m, "schedule off until the quotas are ready")},
			Effect: func(s *Survey) { s.Clusters[to].setPolicy(m, func(v *PolicyView) { v.Schedule.Text = "" }) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				return r.scheduleOff(ctx, permit, to, m)
			},
		})
	}
	return out
}

// restsAt: the pair had been turned to the cluster before the open run began, which did not turn it.
func (s *Survey) restsAt(p Pair, from, to string) bool {
	if s.Run == nil || !slices.Contains(arrived, s.Position(p, from, to)) {
		return false
	}
	_, ours := s.Run.Baselines[mirrorRunOf(p.PolicyOn(to))]
	return !ours
}

// returning: the goal was set back to the cluster from which the open run started, so its own quotas hold.
func returning(s *Survey, in Intent) bool {
	return s.Run != nil && s.Run.From == in.To() || s.Takeover != nil
}

func createQuota(q, want Quota, from, to, existing string) Step {
	verb := "create"
	if existing != "" {
		verb = "update"
	}
	want.ID = existing
	return Step{
		Keys: []Key{key(StageQuotas, to, "quota", q.label(), verb)},
		// A quota that was made without all of its notification rules gets them.
		Repairs: []Key{key(StageQuotas, to, "quota", q.label(), "update")},
		Lane:    to + "/quota",
		lines:   []line{{groupQuotas, q.label(), q.label() + limits(q) + ": " + from + " -> " + to}},
		Effect: func(s *Survey) {
			// Ready is not promised: a QuotaScan of a full directory takes its time. The next round waits for it.
			w := want
			w.Ready = false
			for i, x := range s.Clusters[to].Quotas {
				if existing != "" && x.ID == existing {
					s.Clusters[to].Quotas[i] = w
					return
				}
			}
			s.Clusters[to].Quotas = append(s.Clusters[to].Quotas, w)
		},
		Do: func(ctx context.Context, r *run, permit permit.Permit) error {
			if mutant.On(mutant.QuotaDeletedFirst) {
				_ = r.engine.client(from).DeleteQuota(ctx, permit, q.ID)
			}
			return r.writeQuota(ctx, permit, to, want)
		},
	}
}

func dropQuota(q Quota, from, to string) Step {
	return Step{
		Keys:  []Key{key(StageQuotas, from, "quota", q.label(), "delete")},
		Lane:  from + "/quota",
		lines: []line{{groupQuotas, q.label(), q.label() + limits(q) + ": " + from + " -> " + to}},
		Effect: func(s *Survey) {
			c := s.Clusters[from]
			kept := make([]Quota, 0, len(c.Quotas))
			for _, x := range c.Quotas {
				if x.ID != q.ID {
					kept = append(kept, x)
				}
			}
			c.Quotas = kept
		},
		Do: func(ctx context.Context, r *run, permit permit.Permit) error {
			return r.deleteQuota(ctx, permit, from, to, q)
		},
	}
}

func (q Quota) label() string {
	if q.Who != "" {
		return fmt.Sprintf("%s %s %s", q.Type, q.Who, q.Path)
	}
	return q.Type + " " + q.Path
}

func limits(q Quota) string {
	if q.Limits == "" {
		return ""
	}
	return ", " + q.Limits
}

func (p Pair) translateQuota(q Quota, from, to string) Quota {
	q.Path = p.translate(q.Path, from, to)
	q.Definition = q.Definition.clone()
	return q
}

// quotaIndex finds quotas by what they are, independent of the side.
func (s *Survey) quotaIndex(cluster string) map[string]Quota {
	c := s.Clusters[cluster]
	if c == nil {
		return nil
	}
	out := make(map[string]Quota, len(c.Quotas))
	for _, q := range c.Quotas {
		if p, ok := s.pair(q.Pair); ok {
			out[q.key(p.Paths[cluster])] = q
		}
	}
	return out
}

// same compares what can be changed: limits, enforcement and notification rules.
func (q Quota) same(o Quota) bool {
	if !q.Definition.equal(o.Definition) || q.Notifications != o.Notifications || len(q.Rules) != len(o.Rules) {
		return false
	}
	for i := range q.Rules {
		if !q.Rules[i].equal(o.Rules[i]) {
			return false
		}
	}
	return true
}

func (s *Survey) setReady(cluster string) {
	for i := range s.Clusters[cluster].Quotas {
		s.Clusters[cluster].Quotas[i].Ready = true
	}
}
