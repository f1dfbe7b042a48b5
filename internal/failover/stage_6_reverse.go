// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 6, "Resync prep creates mirror SyncIQ policy and runs it", in three parts: the resync prep itself, which also makes from's path
// read-only; one proven run of the mirror; and, when the quotas are over, the mirror's schedule.

func unmetResyncPrep(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	var out []Step
	for _, p := range s.Pairs {
		switch s.Position(p, from, to) {
		case Open, Preparing, Settling:
		default:
			continue
		}
		if !mayTurn(s, in, p, from, to) {
			continue
		}
		out = append(out, Step{
			Keys: []Key{key(StageResyncPrep, from, "policy", p.PolicyOn(from), resyncCreated)},
			lines: []line{{
				group: groupPolicies, object: p.Name,
				text: p.PolicyOn(to) + ": " + to + " -> " + from + ", by resync prep of " + p.PolicyOn(from),
			}},
			Effect: func(s *Survey) { turned(s, p, from, to) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				return r.resyncPrep(ctx, permit, p, from, to)
			},
		})
	}
	return out
}

func unmetMirrorRun(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	var out []Step
	if s.Run == nil {
		return nil
	}
	for _, p := range s.Pairs {
		m := p.PolicyOn(to)
		if _, due := s.Run.Baselines[mirrorRunOf(m)]; !due || s.Position(p, from, to) != AtTo || s.Proven[mirrorRunOf(m)].Ran {
			continue
		}
		out = append(out, Step{
			Keys: []Key{key(StageMirrorRun, to, "policy", m, "proven run")},
			lines: []line{{
				group: groupPolicies, object: p.Name, text: m + ": " + to + " -> " + from + ", first run",
			}},
			Effect: func(s *Survey) { s.setProof(mirrorRunOf(m), Proof{Ran: true}) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				return r.mirrorRun(ctx, permit, p, from, to)
			},
		})
	}
	return out
}

// unmetSchedule: the policy that replicates now gets the schedule of the one that did; the other gets its own back, which is harmless
// while it is disabled and needed when the roles turn again.
func unmetSchedule(s *Survey, in Intent) []Step {
	from, to := in.From(), in.To()
	var out []Step
	if s.Run == nil {
		return nil
	}
	for _, p := range s.Pairs {
		want, known := s.Run.Schedules[p.Name]
		// A policy that somebody switched off, or that was never run, gets back what it had, and stays as it is.
		if !known || !slices.Contains(arrived, s.Position(p, from, to)) {
			continue
		}
		for _, side := range []string{to, from} {
			name := p.PolicyOn(side)
			v, ok := s.Clusters[side].Policies[name]
			if !ok || v.Schedule.equal(want) || mutant.On(mutant.MirrorUnscheduled) {
				continue
			}
			if side == from && s.Run.From == in.To() {
				// The goal was set back: a policy that the run has not touched keeps what it had.
				continue
			}
			out = append(out, Step{
				// What is approved is that the schedule is carried over, not its text: a mirror in the same apply may set it first.
				Keys: []Key{key(StageSchedule, side, "policy", name, "schedule carried over")},
				lines: []line{{
					group: groupPolicies, object: p.Name,
					text: p.PolicyOn(to) + ": " + to + " -> " + from + ", schedule " + want.describe(),
				}},
				Effect: func(s *Survey) { s.Clusters[side].setPolicy(name, func(v *PolicyView) { v.Schedule = want }) },
				Do: func(ctx context.Context, r *run, permit permit.Permit) error {
					if side == to {
						// A run that meets a quota without a finished scan fails and conflicts the policy (synciq.md §6).
						if err := r.waitForQuotaScan(ctx, to); err != nil {
							return err
						}
					}
					return r.setSchedule(ctx, permit, side, name, want)
				},
			})
		}
	}
	return out
}

func (a Schedule) equal(b Schedule) bool {
	return a.Text == b.Text && a.Priority == b.Priority && equalInt(a.JobDelay, b.JobDelay) && equalInt(a.RPOAlert, b.RPOAlert)
}

func equalInt(a, b *int) bool {
	value := func(p *int) int {
		if p == nil {
			return 0
		}
		return *p
	}
	return value(a) == value(b)
}

func (a Schedule) describe() string {
	if a.Text == "" {
		return "manual"
	}
	return `"` + a.Text + `"`
}
