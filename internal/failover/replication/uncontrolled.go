// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// LossFindings compare what would be lost with the accepted limit. They cannot be ignored.
func LossFindings(s *survey.Survey, in survey.Intent) []finding.Finding {
	d := in.Direction()
	if position.NothingMissing(s, in) || position.NotedProven(s, in) {
		return nil
	}
	at, known := position.RecoveryPoint(s, d)
	if position.Stranded(s, in) {
		if at, known = position.StrandedLoss(s, in); !known {
			return nil
		}
	}
	lost, err := time.Parse(time.RFC3339, s.Settings.Lost[d.From])
	if !known || err != nil {
		return []finding.Finding{finding.New(finding.RecoveryPointUnknown, "the recovery point",
			fmt.Sprintf("cannot be computed: %s has no report of a finished run of %s", d.To,
				strings.Join(position.NeverFinished(s, d), ", ")),
			"take policies without a finished run out of `policies`, and restore their data from backup")}
	}
	loss := max(lost.Sub(at), 0)
	if in.MaxDataLoss != nil && loss <= *in.MaxDataLoss {
		return nil
	}
	limit := "no limit is accepted yet"
	if in.MaxDataLoss != nil {
		limit = "max_data_loss accepts " + in.MaxDataLoss.String()
	}
	rounded := loss.Truncate(time.Minute)
	if rounded < loss || rounded == 0 {
		rounded += time.Minute
	}
	return []finding.Finding{finding.New(finding.DataLoss, "data loss",
		fmt.Sprintf("is %s: %s, %s is lost since %s; %s",
			loss.Round(time.Second), newestState(s, in, at), d.From, lost.Format(time.RFC3339), limit),
		fmt.Sprintf("to accept it, write max_data_loss = %q", rounded.String()))}
}

// Misdated is the finding that a cluster is declared lost since a time far ahead, or after which a run from it began and finished.
// An hour is let pass: clocks differ by less, and a cluster may live on for a while after it was given up. Where the survivor's clock is
// further away from the one here than Kerberos bears, its reports prove nothing.
func Misdated(s *survey.Survey, in survey.Intent) []finding.Finding {
	d := in.Direction()
	lost, err := time.Parse(time.RFC3339, s.Settings.Lost[d.From])
	if err == nil && s.Clusters[d.To].Facts.LostAhead {
		return []finding.Finding{finding.New(finding.LostSinceInFuture, "cluster "+d.From,
			"is declared lost since "+lost.UTC().Format(time.RFC3339)+", which is more than a day ahead of the clock here",
			"write the time of the loss as lost_since in the provider block, in UTC with a Z")}
	}
	if err != nil || s.Clusters[d.To].Facts.Skewed {
		return nil
	}
	var newest int64
	var of string
	for _, p := range s.Pairs {
		f := p.PolicyOn(d.From)
		if n := s.Clusters[d.To].Targets[f].Newest; n > newest {
			newest, of = n, f
		}
	}
	if newest <= lost.Add(time.Hour).Unix() {
		return nil
	}
	began := time.Unix(newest, 0).UTC().Format(time.RFC3339)
	return []finding.Finding{finding.New(finding.LostSinceTooEarly, "cluster "+d.From,
		fmt.Sprintf("is declared lost since %s, and %s has the report of a run of %s that began at %s and finished: %s was alive then",
			lost.UTC().Format(time.RFC3339), d.To, of, began, d.From),
		fmt.Sprintf("write the time of the loss as lost_since in the provider block; it cannot be before %s", began))}
}

// newestState says what the survivor holds.
func newestState(s *survey.Survey, in survey.Intent, at time.Time) string {
	d := in.Direction()
	if position.Stranded(s, in) {
		return fmt.Sprintf("%s holds everything up to the last sync of the run that began at %s; what people wrote on %s after that is "+
			"there alone", d.To, at.Format(time.RFC3339), d.From)
	}
	return fmt.Sprintf("the newest state that %s holds of every policy is of %s (%s)", d.To, at.Format(time.RFC3339),
		strings.Join(position.Behind(s, d, at), ", "))
}

// UnmetWritesUncontrolled opens every policy's copy, by its live target record alone.
func UnmetWritesUncontrolled(s *survey.Survey, in survey.Intent) []run.Step {
	d := in.Direction()
	var out []run.Step
	for _, p := range s.Pairs {
		f := p.PolicyOn(d.From)
		switch position.TargetState(s, d.To, f) {
		case position.WritesDisabled, position.EnablingWrites, position.DisablingWrites:
		default:
			continue
		}
		out = append(out, run.Step{
			Keys: []survey.Key{survey.NewKey(survey.StageWrites, d.To, "policy", f, position.WritesEnabled)},
			Lines: []run.Line{{
				Group: run.GroupPolicies, Object: p.Name,
				Text: f + ": " + d.From + " -> " + d.To + ", opened with the newest state that " + d.To + " has",
			}},
			Opens:  &p,
			Effect: func(s *survey.Survey) { s.Clusters[d.To].SetState(f, position.WritesEnabled) },
			Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
				if err := endHanging(ctx, r, permit, f, d.To); err != nil {
					return err
				}
				return AllowWrites(ctx, r, permit, p, d)
			},
		})
	}
	return out
}

// endHanging ends a sync whose source is gone: it would hang on the target and keep allow_write waiting. Where the copy was asked to open
// already, the newest job may be that one.
func endHanging(ctx context.Context, r *run.Run, p permit.Permit, f, to string) error {
	if r.WasOpened(f) {
		return nil
	}
	v, err := r.See(ctx, to, f)
	if err == nil && hangs(v) {
		cancelHanging(ctx, r, p, f, to)
	}
	return err
}

// hangs tells whether the record of a closed copy shows a job that goes on, and the cluster itself runs no other: with a source that is
// gone, that is a sync which never ends.
func hangs(v run.View) bool {
	other := v.Job != nil && !survey.SameAction(v.Job.Action, survey.ActionSync)
	if other || v.Target.FailoverFailbackState != position.WritesDisabled {
		return false
	}
	return v.Target.LastJobState == "running" || v.Target.LastJobState == "paused"
}

func cancelHanging(ctx context.Context, r *run.Run, p permit.Permit, f, to string) {
	if err := r.Engine.Client(to).CancelSyncTarget(ctx, p.Within("hanging job of "+f), f); err != nil {
		r.Log(ctx, "the hanging job could not be cancelled; allow_write decides", map[string]any{"policy": f, "error": err.Error()})
	}
}
