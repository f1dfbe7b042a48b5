// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

const address = "onefs_pool_failover.nas1"

// declaration is the resource of the first example, with the cluster that is to serve; adopt adds the import block.
func declaration(active string, adopt bool) string {
	text := fmt.Sprintf(`
resource "onefs_pool_failover" "nas1" {
  active_cluster = %q
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = ["nas1", "fin", "proj"]
}
`, active)
	if adopt {
		text += `
import {
  to = onefs_pool_failover.nas1
  id = "prod=groupnet0.subnet0.nas1,dr=groupnet0.subnet0.nas1"
}
`
	}
	return text
}

// step applies a configuration with the real command line and checks the outcome; the framework itself checks that the plans after it,
// with and without refresh, are empty.
func (l *lab) step(t *testing.T, config, serving string, action plancheck.ResourceActionType) resource.TestStep {
	value := func(name string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want)
	}
	s := resource.TestStep{
		PreConfig: func() { l.sim.World.Do(func() { invariant.NewRun(l.sim.World) }) },
		Config:    exampleProvider(t) + config,
		ConfigStateChecks: []statecheck.StateCheck{
			value("active_cluster", knownvalue.StringExact(serving)),
			value("serving_cluster", knownvalue.StringExact(serving)),
			value("unfinished", knownvalue.Null()),
			value("protected", knownvalue.Bool(true)),
		},
	}
	if action != "" {
		s.ConfigPlanChecks.PreApply = []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
	}
	return s
}

// The README's path with the real command line: adopt, fail over, fail back, and all of it again with what the first time left behind.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestAccPoolFailover_Create(t *testing.T) {
	l := realTime(t)
	move := l.step(t, declaration("dr", false), "dr", plancheck.ResourceActionUpdate)
	move.ConfigPlanChecks.PreApply = append(move.ConfigPlanChecks.PreApply,
		plancheck.ExpectKnownValue(address, tfjsonpath.New("moves").AtMapKey("kind"), knownvalue.StringExact("controlled")),
		plancheck.ExpectKnownValue(address, tfjsonpath.New("serving_cluster"), knownvalue.StringExact("dr")),
		plancheck.ExpectUnknownValue(address, tfjsonpath.New("manual_steps")),
		plancheck.ExpectUnknownValue(address, tfjsonpath.New("last_run")),
	)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: l.factories(),
		Steps: []resource.TestStep{
			l.step(t, declaration("prod", false), "prod", plancheck.ResourceActionCreate),
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			move,
			l.step(t, declaration("prod", false), "prod", plancheck.ResourceActionUpdate),
			l.step(t, declaration("dr", false), "dr", plancheck.ResourceActionUpdate),
			l.step(t, declaration("prod", false), "prod", plancheck.ResourceActionUpdate),
		},
	})
	if got := l.serving("nas1.demo.local"); got != "ps1" {
		t.Errorf("the names are answered by %q in the end", got)
	}
}

// The import block adopts with either side declared.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestAccPoolFailover_Import(t *testing.T) {
	for _, serving := range []string{"prod", "dr"} {
		t.Run(serving, func(t *testing.T) {
			l := realTime(t)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: l.factories(),
				Steps:                    []resource.TestStep{l.step(t, declaration(serving, true), serving, "")},
			})
			if got := l.serving("nas1.demo.local"); got != map[string]string{"prod": "ps1", "dr": "ps2"}[serving] {
				t.Errorf("the names are answered by %q", got)
			}
		})
	}
}

// A create with the other side declared says how to do it.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestAccPoolFailover_CreateOtherSide(t *testing.T) {
	l := realTime(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: l.factories(),
		Steps: []resource.TestStep{{
			Config:      exampleProvider(t) + declaration("dr", false),
			ExpectError: regexp.MustCompile(`(?s)served\s+by\s+prod,\s+not\s+by\s+dr.*import\s+{`),
		}},
	})
}
