// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package acceptance

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

const scratch = "onefs_pool_failover.scratch"

// TestAcc2_ScratchPool is the second tier: a pool that its owner names, which cluster a serves now, is adopted, failed over to b and back,
// twice. The plans in between are empty. It writes to both clusters, and clients of that pool notice.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestAcc2_ScratchPool(t *testing.T) {
	s := open(t)
	if s.variables["ONEFS_ACC_SCRATCH_POOLS"] == "" {
		t.Skip("ONEFS_ACC_SCRATCH_POOLS names no pool: nothing is failed over")
	}
	_, pair := s.pools(t, "ONEFS_ACC_SCRATCH_POOLS", "ONEFS_ACC_SCRATCH_POLICIES")
	step := func(active string, action plancheck.ResourceActionType) resource.TestStep {
		block := "\nresource \"onefs_pool_failover\" \"scratch\" {\n  active_cluster = \"" + active + "\"\n" + pair + "}\n"
		return resource.TestStep{
			PreConfig:        s.newRun,
			Config:           s.provider() + block,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(scratch, action)}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(scratch, tfjsonpath.New("serving_cluster"), knownvalue.StringExact(active)),
				statecheck.ExpectKnownValue(scratch, tfjsonpath.New("unfinished"), knownvalue.Null()),
				statecheck.ExpectKnownValue(scratch, tfjsonpath.New("protected"), knownvalue.Bool(true)),
			},
		}
	}
	s.run(t, step("a", plancheck.ResourceActionCreate),
		step("b", plancheck.ResourceActionUpdate), step("a", plancheck.ResourceActionUpdate),
		step("b", plancheck.ResourceActionUpdate), step("a", plancheck.ResourceActionUpdate))
	for _, key := range keys {
		t.Logf("| OneFS %s | scratch pool, two times out and back | passed |", s.release(t, key))
	}
}

// newRun tells the simulator that what it sees from now on is another run: within one, nothing moves twice.
func (s *site) newRun() {
	if s.simulated != nil {
		s.simulated.World.Do(func() { invariant.NewRun(s.simulated.World) })
	}
}
