// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// TestAcc1_ReadOnly is the first tier: the provider's data sources read both clusters, with an account that may only read. Nothing is
// written. Its log has the row for the table of releases.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestAcc1_ReadOnly(t *testing.T) {
	s := open(t)
	s.readOnly()
	known := func(name, attribute string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(name, tfjsonpath.New(attribute), knownvalue.NotNull())
	}
	config, checks := s.provider(), []statecheck.StateCheck{}
	for _, key := range keys {
		config += `
data "onefs_pools" "` + key + `" {
  cluster = "` + key + `"
}

data "onefs_replication_policies" "` + key + `" {
  cluster = "` + key + `"
}
`
		checks = append(checks, known("data.onefs_pools."+key, "pools"), known("data.onefs_replication_policies."+key, "policies"))
	}
	if s.variables["ONEFS_ACC_POOLS"] != "" {
		_, pair := s.pools(t, "ONEFS_ACC_POOLS", "ONEFS_ACC_POLICIES")
		config += "\ndata \"onefs_pool_failover_readiness\" \"pair\" {\n" + pair + "}\n"
		checks = append(checks, known("data.onefs_pool_failover_readiness.pair", "ready"),
			known("data.onefs_pool_failover_readiness.pair", "findings"))
	}
	s.run(t, resource.TestStep{Config: config, ConfigStateChecks: checks})
	for _, key := range keys {
		t.Logf("| OneFS %s | read-only | passed |", s.release(t, key))
	}
	if s.simulated == nil {
		return
	}
	s.simulated.World.Do(func() {
		for _, r := range s.simulated.World.Log.All() {
			if r.Mutating && !strings.HasPrefix(r.Path, "/session") {
				t.Errorf("the read-only tier sent %s %s", r.Method, r.Path)
			}
		}
	})
}

// readOnly leaves the simulated account the right to read, as the guide tells the owner of real clusters to do.
func (s *site) readOnly() {
	if s.simulated == nil {
		return
	}
	s.simulated.World.Do(func() {
		for _, c := range s.simulated.World.Clusters() {
			role, _ := c.Auth.Role(world.SystemZone, "Failover")
			role.Privileges = slices.Clone(role.Privileges)
			for i := range role.Privileges {
				role.Privileges[i].Permission = "r"
			}
			c.Auth.PutRole(role)
		}
	})
}
