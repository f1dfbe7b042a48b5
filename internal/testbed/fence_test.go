// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestFence_Decides lets everybody write once more in the moment in which the last sync is through. With the fence the write is refused and
// nothing is lost; without it the write is acknowledged and must turn up as lost, which proves that the detector detects.
func TestFence_Decides(t *testing.T) {
	t.Parallel()
	for fence, loses := range map[string]bool{survey.FenceSharesAndExports: false, survey.FenceNone: true} {
		t.Run(fence, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var b *Bed
				refused := map[string]bool{}
				b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
					if st != survey.StageLastSync {
						return
					}
					for _, p := range b.People() {
						refused[p.Name] = b.Write(p, "late-"+p.Name) != nil
					}
				}})
				adopt(t, b)
				b.Arrive(t, Prod, 0, false)
				in := b.Intent(DR)
				in.Fence = fence
				b.NewRun()
				if _, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				lost := map[string]int{}
				b.World.Do(func() {
					for _, v := range b.World.Violations {
						lost[v.Rule]++
					}
				})
				for _, p := range b.People() {
					if refused[p.Name] == loses {
						t.Errorf("late write of %s: refused %v", p.Name, refused[p.Name])
					}
				}
				switch {
				case loses && lost["acknowledged_served"] != len(b.People()):
					t.Errorf("without a fence %d writes should be lost, found %v", len(b.People()), lost)
				case !loses && len(lost) > 0:
					t.Errorf("with the fence: %s", Lines(b.Violations()))
				}
			})
		})
	}
}
