// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestRunReport: what a run did lies on both clusters, complete, and stays when the next run has its own.
func TestRunReport(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true, RunID: "first"})
		adopt(t, b)
		planned := failover.Plan(b.Engine.Survey(t.Context(), Scope(b.Intent(DR), nil)), b.Intent(DR))
		move(t, b, DR)
		second := On(t, b.Site, Options{Quiet: true, RunID: "second"})
		move(t, second, Prod)
		for _, k := range []string{Prod, DR} {
			r, unread, err := b.Engine.RunReport(t.Context(), "first", []string{k})
			if err != nil || len(unread) > 0 {
				t.Fatalf("%s: %v, %v", k, unread, err)
			}
			if r.From != Prod || r.To != DR || r.Resource != b.Intent(DR).ID || !slices.Equal(r.Moves.Names, planned.Moves.Names) ||
				!slices.Equal(r.Moves.Quotas, planned.Moves.Quotas) || !r.Finished.After(r.Started) || r.ManualSteps == nil {
				t.Errorf("%s: %+v", k, r)
			}
			for _, st := range []survey.StageID{
				survey.StageFence, survey.StageLastSync, survey.StageNames, survey.StageWrites, survey.StageMirrorRun,
			} {
				if !slices.ContainsFunc(r.Stages, func(s survey.StageReport) bool { return s.Stage == st && s.Error == "" && s.Steps > 0 }) {
					t.Errorf("%s: no stage %s in %+v", k, st, r.Stages)
				}
			}
		}
		if r, _, err := b.Engine.RunReport(t.Context(), "second", []string{DR, Prod}); err != nil || r.To != Prod {
			t.Errorf("the second run: %+v, %v", r, err)
		}
		if _, _, err := b.Engine.RunReport(t.Context(), "third", []string{DR, Prod}); !errors.Is(err, journal.ErrNoRun) {
			t.Errorf("a run that never was: %v", err)
		}
		reachable(b, Prod, false)
		if r, unread, err := b.Engine.RunReport(t.Context(), "first", []string{Prod, DR}); err != nil || r.ID != "first" || unread[Prod] == "" {
			t.Errorf("with one cluster away: %+v, %v, %v", r, unread, err)
		}
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
	})
}
