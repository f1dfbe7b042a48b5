// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// The whole disaster by the real command line: lost, taken over, returned, isolated although nothing in the configuration asks for it,
// not discarded at a wrong word, discarded at the right one, failed back. The plan after each step is empty.
func TestCLI_LostAndReturned(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCLI(t)
	step := func(active, prod, settings string) {
		text := strings.Replace(c.provider(), `    prod = {`, `    prod = {`+prod, 1) + declaration(active, false)
		c.write("main.tf", strings.Replace(text, "  policies ", settings+"\n  policies ", 1))
		c.sim.World.Do(func() { invariant.NewRun(c.sim.World) })
	}
	moved := func(kind string) string {
		t.Helper()
		out := c.terraform(2, "plan", "-detailed-exitcode")
		if !regexp.MustCompile(`\+ kind +=  *"` + kind + `"`).MatchString(out) {
			t.Fatalf("want a plan of kind %s:\n%s", kind, out)
		}
		c.terraform(0, "apply", "-auto-approve")
		return c.terraform(0, "plan", "-detailed-exitcode")
	}
	const accepted = `  max_data_loss  = "1h"`
	step("prod", "", "")
	c.terraform(0, "apply", "-auto-approve")
	since := c.loseProd()
	step("dr", fmt.Sprintf(" lost_since = %q,", since), accepted)
	moved("uncontrolled")

	c.cluster("ps1", func(ps1 *world.Cluster) { ps1.Reachable = true })
	step("dr", "", accepted)
	out := moved("isolate")
	line := regexp.MustCompile(`discard_changes_since\s*=\s*"([^"]+)"`).FindStringSubmatch(out)
	if line == nil {
		t.Fatalf("the plan after the isolation does not say how to go on:\n%s", out)
	}
	for _, name := range c.sim.Names {
		if got := c.serving(name); got != "ps2" {
			t.Errorf("%s is answered by %q", name, got)
		}
	}

	step("dr", "", accepted+"\n  discard_changes_since = \"2001-01-01T00:00:00Z\"")
	before := c.touched()
	c.terraform(0, "apply", "-auto-approve")
	out = c.terraform(0, "plan", "-detailed-exitcode")
	if n := c.touched() - before; n != 0 || !strings.Contains(out, line[1]) {
		t.Errorf("a wrong word wrote %d times; the plan says:\n%s", n, out)
	}

	step("dr", "", accepted+fmt.Sprintf("\n  discard_changes_since = %q", line[1]))
	moved("discard")
	if out := c.terraform(0, "show"); !regexp.MustCompile(`protected +=  *true`).MatchString(out) {
		t.Errorf("not protected:\n%s", out)
	}
	step("prod", "", "")
	moved("controlled")
	for _, name := range c.sim.Names {
		if got := c.serving(name); got != "ps1" {
			t.Errorf("%s is answered by %q", name, got)
		}
	}
	for _, v := range c.sim.Violations() {
		t.Errorf("the simulator complains: %+v", v)
	}
}
