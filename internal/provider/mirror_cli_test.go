// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// The real command line moves a pool and lets a mirror set a schedule in one apply, with the recommended wiring and without it, one
// resource at a time and side by side: the end is the same, and the plan after it is empty.
//
//nolint:paralleltest // Each runs a Terraform of its own; two cores are enough for one.
func TestCLI_MirrorBesideAPoolThatMoves(t *testing.T) {
	eachProgram(t, besideAPoolThatMoves)
}

func besideAPoolThatMoves(t *testing.T, start func(t *testing.T) *cli) {
	const wired, unwired = `[onefs_syncIQ_mirror.nas1.policy, "fin", "proj"]`, `["nas1", "fin", "proj"]`
	for wiring, numbers := range map[string][]string{
		wired:   {"10"}, // the mirror comes first, however many work: there is no second order to try
		unwired: {"1", "10"},
	} {
		for _, parallelism := range numbers {
			t.Run(fmt.Sprintf("policies = %s, -parallelism=%s", wiring, parallelism), func(t *testing.T) {
				c := start(t)
				c.apply(pairAndPool("prod", "every 5 minutes", wiring))
				moves := []struct{ active, schedule string }{{"dr", "every 10 minutes"}, {"prod", "every 15 minutes"}}
				if parallelism == "1" {
					moves = moves[:1]
				}
				for _, s := range moves {
					c.sim.World.Do(func() { invariant.NewRun(c.sim.World) })
					c.write("main.tf", c.provider()+pairAndPool(s.active, s.schedule, wiring))
					out := c.terraform(0, "apply", "-auto-approve", "-parallelism="+parallelism)
					if strings.Contains(out, "nconsistent") || !strings.Contains(out, "0 added, 2 changed, 0 destroyed") {
						t.Errorf("the apply to %s says:\n%s", s.active, out)
					}
					c.terraform(0, "plan", "-detailed-exitcode")
					c.terraform(0, "apply", "-refresh-only", "-auto-approve")
					state := c.terraform(0, "show")
					for _, want := range []string{
						`serving_cluster\s+= "` + s.active, `replicating_from\s+= "` + s.active, `schedule\s+= "` + s.schedule, `protected\s+= true`,
					} {
						if !regexp.MustCompile(want).MatchString(state) {
							t.Errorf("the state has no %s:\n%s", want, state)
						}
					}
				}
			})
		}
	}
}

// pairAndPool is a configuration of a pool with one policy and the mirror of that.
func pairAndPool(active, schedule, policies string) string {
	return fmt.Sprintf(`
resource "onefs_syncIQ_mirror" "nas1" {
  policy   = "nas1"
  clusters = { source = "prod", target = "dr" }
  schedule = %q
}
resource "onefs_pool_failover" "nas1" {
  active_cluster = %q
  pools          = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies       = %s
}
import {
  to = onefs_pool_failover.nas1
  id = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"
}
`, schedule, active, policies)
}
