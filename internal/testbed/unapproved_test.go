// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// TestEngine_NothingUnapproved: what somebody adds in the midst of a run was in nobody's plan, so it is not moved; the next plan shows it.
func TestEngine_NothingUnapproved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const late = "/ifs/data/proj"
		var b *Bed
		added := world.NewQuota(late, "directory")
		b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
			if st != survey.StageLastSync {
				return
			}
			b.World.Do(func() {
				limit := int64(1 << 40)
				added.Enforced, added.Thresholds.Hard = true, &limit
				b.Cluster(Prod).SeedQuota(added)
				b.judgeFromNow()
			})
		}})
		adopt(t, b)
		in := b.Intent(DR)
		_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		f := failureOf(t, err)
		if f.ID != finding.FailureIncomplete || !strings.Contains(f.Failed, "not approved by the plan: directory "+late) {
			t.Errorf("the run ended with\n%s", f.Error())
		}
		for key, want := range map[string]int{Prod: 1, DR: 0} {
			if n := b.directoryQuotas(key, late); n != want {
				t.Errorf("%s has %d of the quota that came late, want %d", key, n, want)
			}
		}
		b.NewRun()
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		if p := failover.Plan(planned, in); p.Moves == nil || !strings.Contains(Lines(p.Moves.Quotas), "directory "+late) {
			t.Errorf("the next plan does not show it: %+v", p.Moves)
		}
		if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
			t.Fatal(err)
		}
		if b.directoryQuotas(Prod, late) != 0 || b.directoryQuotas(DR, late) != 1 {
			t.Error("the next run has not moved it")
		}
	})
}

func (b *Bed) directoryQuotas(key, path string) (n int) {
	b.World.Do(func() {
		for _, q := range b.Cluster(key).Quota.All() {
			if q.Path == path && q.Type == "directory" {
				n++
			}
		}
	})
	return n
}
