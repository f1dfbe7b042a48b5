// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// drillBlock is a configuration of a drill of the pool nas1.
func drillBlock(open bool) string {
	return fmt.Sprintf(`
resource "onefs_failover_drill" "nas1" {
  open     = %t
  pools    = { prod = "groupnet0.subnet0.nas1", dr = "groupnet0.subnet0.nas1" }
  policies = ["nas1", "fin", "proj"]
  names    = [%q]
}
`, open, rehearsal)
}

// The real command line opens a drill, shows an empty plan, closes it, and opens one more that a destroy closes; the judge has nothing to
// say about production.
//
//nolint:paralleltest // It runs a Terraform of its own; two cores are enough for one.
func TestCLI_Drill(t *testing.T) {
	eachProgram(t, func(t *testing.T, start func(t *testing.T) *cli) {
		c := start(t)
		c.apply(drillBlock(false))
		begin := func() {
			c.sim.World.Do(func() {
				invariant.NewRun(c.sim.World)
				invariant.BeginDrill(c.sim.World, "ps1", "ps2", rehearsal)
			})
		}
		end := func() {
			c.sim.World.Do(func() {
				invariant.EndDrill(c.sim.World)
				for _, v := range append(invariant.Finish(c.sim.World), c.sim.World.Violations...) {
					t.Errorf("%s: %s", v.Rule, v.Text)
				}
			})
		}
		for _, way := range []string{"apply", "destroy"} {
			begin()
			c.write("main.tf", c.provider()+drillBlock(true))
			if out := c.terraform(0, "apply", "-auto-approve"); !strings.Contains(out, "stand still") || !strings.Contains(out, "Drill nas1") {
				t.Errorf("the apply does not say what a drill costs:\n%s", out)
			}
			c.terraform(0, "plan", "-detailed-exitcode")
			c.sim.World.Do(func() {
				clients.Add(c.sim.World, clients.Client{Name: "tester", Protocol: clients.NFS3, Address: "10.1.0.21", User: "root"})
				if err := clients.Connect(c.sim.World, "tester", rehearsal, "/ifs/data/nas1"); err != nil {
					t.Error(err)
				} else if err := clients.Write(c.sim.World, "tester", "a/tester", "t-"+way, 10); err != nil {
					t.Error(err)
				}
				invariant.NewRun(c.sim.World)
			})
			if way == "destroy" {
				if out := c.terraform(0, "destroy", "-auto-approve"); !strings.Contains(out, "DISCARDED") {
					t.Errorf("the destroy does not say what it discards:\n%s", out)
				}
			} else {
				c.write("main.tf", c.provider()+drillBlock(false))
				if out := c.terraform(0, "apply", "-auto-approve"); !strings.Contains(out, "DISCARDED") {
					t.Errorf("the apply does not say what it discards:\n%s", out)
				}
				c.terraform(0, "plan", "-detailed-exitcode")
			}
			end()
		}
	})
}
