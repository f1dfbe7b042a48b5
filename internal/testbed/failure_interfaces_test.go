// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// The fence "interfaces" cuts everybody off. When the last sync fails and the interfaces cannot be given back either, clients are down,
// although the names have not moved; the failure says so and what is missing, and the next apply finishes.
func TestFailures_InterfacesTakenAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		struck := false
		b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
			if st != survey.StageFence || struck {
				return
			}
			struck = true
			b.World.Do(func() {
				failNext(ps1, "fin", siq.Sync)(b)
				strike(fault.Rule{Name: "pool", Kind: fault.ErrorBefore, Method: "PUT", Cluster: ps1, Path: poolPath})(b)
			})
		}})
		adopt(t, b)
		b.Arrive(t, Prod, 0, false)
		seed := NewSeed(t, b)
		time.Sleep(2 * time.Minute)
		in := b.Intent(DR)
		in.Fence = survey.FenceInterfaces
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		if p := failover.Plan(planned, in); len(p.Errors) > 0 {
			t.Fatalf("the plan is refused: %s", p.Errors[0].Line())
		}
		b.NewRun()
		_, err := b.Engine.Run(t.Context(), in, planned)
		f, ok := errors.AsType[*failure.Failure](err)
		if !ok {
			t.Fatalf("the run ended with %v", err)
		}
		t.Log("\n" + f.Error())
		const taken = "prod: the interfaces of pool groupnet0.subnet0.nas1 are taken away by the fence"
		if f.State != failure.ClientsDown || !strings.Contains(f.Now, taken) {
			t.Errorf("state %q, now:\n%s", f.State, f.Now)
		}
		b.World.Do(func() {
			b.World.Face.Faults = nil
			resolved(ps1, "fin")(b)
		})
		time.Sleep(2 * time.Minute)
		again(t, b, seed, in)
	})
}
