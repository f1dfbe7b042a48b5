// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 6, "Resync prep creates mirror SyncIQ policy and runs it", in three parts: the resync prep itself, which also makes from's path
// read-only; one proven run of the mirror; and, when the quotas are over, the mirror's schedule.

// UnmetResyncPrep is stage 6a: the steps that make the mirror of each policy whose copy is open, so that it can replicate back.
func UnmetResyncPrep(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	var out []run.Step
	for _, p := range s.Pairs {
		switch position.Of(s, p, d) {
		case position.Open, position.Preparing, position.Settling:
		default:
			continue
		}
		if !MayTurn(s, in, p, d) {
			continue
		}
		keys, lines := snapshotPart(s, in, survey.StageResyncPrep, p, d.From)
		out = append(out, run.Step{
			Keys: append([]survey.Key{
				survey.NewKey(survey.StageResyncPrep, d.From, "policy", p.PolicyOn(d.From), position.ResyncCreated),
			}, keys...),
			Lines: append([]run.Line{{
				Group: run.GroupPolicies, Object: p.Name,
				Text: p.PolicyOn(d.To) + ": " + d.To + " -> " + d.From + ", by resync prep of " + p.PolicyOn(d.From),
			}}, lines...),
			Effect: func(s *survey.Survey) { turned(s, p, d) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return ResyncPrep(ctx, r, permit, p, d)
			},
		})
	}
	return out
}

// UnmetMirrorRun is stage 6b: the steps that wait for a finished run of each mirror which this run has made.
func UnmetMirrorRun(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	var out []run.Step
	if s.Run == nil {
		return nil
	}
	for _, p := range s.Pairs {
		m := p.PolicyOn(d.To)
		witness := survey.MirrorRunOf(m)
		if _, due := s.Run.Witnesses[witness]; !due || position.Of(s, p, d) != position.AtTo || s.Proven[witness].Ran {
			continue
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(survey.StageMirrorRun, d.To, "policy", m, "proven run")},
			Lines: []run.Line{{
				Group: run.GroupPolicies, Object: p.Name, Text: m + ": " + d.To + " -> " + d.From + ", first run",
			}},
			Effect: func(s *survey.Survey) { s.SetProof(survey.MirrorRunOf(m), survey.Proof{Ran: true}) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				return mirrorRun(ctx, r, permit, p, d)
			},
		})
	}
	return out
}

// UnmetSchedule is stage 6c: the policy that replicates now gets the schedule of the one that did; the other gets its own back, which is
// harmless while it is disabled and needed when the roles turn again.
func UnmetSchedule(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	var out []run.Step
	if s.Run == nil {
		return nil
	}
	for _, p := range s.Pairs {
		want, known := s.Run.Schedules[p.Name]
		// A policy that somebody switched off, or that was never run, gets back what it had, and stays as it is.
		if !known || !slices.Contains(position.Arrived, position.Of(s, p, d)) {
			continue
		}
		for _, side := range []string{d.To, d.From} {
			name := p.PolicyOn(side)
			v, ok := s.Clusters[side].Policies[name]
			if !ok || v.Schedule.Equal(want) {
				continue
			}
			if side == d.From && s.Run.From == in.To() {
				// The goal was set back: a policy that the run has not touched keeps what it had.
				continue
			}
			out = append(out, run.Step{
				// What is approved is that the schedule is carried over, not its text: a mirror in the same apply may set it first.
				Keys: []survey.Key{survey.NewKey(survey.StageSchedule, side, "policy", name, "schedule carried over")},
				Lines: []run.Line{{
					Group: run.GroupPolicies, Object: p.Name,
					Text: p.PolicyOn(d.To) + ": " + d.To + " -> " + d.From + ", schedule " + want.Describe(),
				}},
				Effect: func(s *survey.Survey) {
					s.Clusters[side].SetPolicy(name, func(v *survey.PolicyView) { v.Schedule = want })
				},
				Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
					if side == d.To {
						// A run that meets a quota without a finished scan fails and conflicts the policy (synciq.md §6).
						if err := quota.WaitForQuotaScan(ctx, r, d.To); err != nil {
							return err
						}
					}
					return synciq.SetSchedule(ctx, r, permit, side, name, want)
				},
			})
		}
	}
	return out
}
