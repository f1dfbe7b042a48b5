// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// The plan of a failover reads like the example in the documentation: one changed word, the moves, and nothing else that is not known
// but the manual steps and the run's id. The same moves stand in the machine-readable plan.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_PlanReads(t *testing.T) {
	c := newCLI(t)
	c.apply(declaration("prod", true))
	c.write("main.tf", c.provider()+declaration("dr", true))
	out := c.terraform(2, "plan", "-detailed-exitcode", "-out=plan")
	begin, end := strings.Index(out, "  # onefs_pool_failover.nas1"), strings.Index(out, "\n\n  # ")
	if end < begin {
		end = strings.Index(out, "\n\nPlan: ")
	}
	if begin < 0 || end < begin {
		t.Fatalf("the plan:\n%s", out)
	}
	got := out[begin:end] + "\n"
	file := filepath.Join("testdata", "plan.golden.txt")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the plan is not the one in %s (UPDATE_GOLDEN=1 writes it):\n%s", file, got)
	}

	var plan tfjson.Plan
	if err := json.Unmarshal([]byte(c.terraform(0, "show", "-json", "plan")), &plan); err != nil {
		t.Fatal(err)
	}
	change := plan.ResourceChanges[0].Change
	after, _ := change.After.(map[string]any)
	moves, _ := after["moves"].(map[string]any)
	for name, v := range moves {
		lines, _ := v.([]any)
		for _, line := range lines {
			if text, _ := line.(string); !strings.Contains(got, text) {
				t.Errorf("%s %q is not in the plan for people", name, text)
			}
		}
	}
	if len(moves) != 9 {
		t.Errorf("moves in the machine-readable plan: %v", moves)
	}
	var open []string
	later, _ := change.AfterUnknown.(map[string]any)
	for name, v := range later {
		if v == true {
			open = append(open, name)
		}
	}
	if slices.Sort(open); !slices.Equal(open, []string{"last_run", "manual_steps"}) {
		t.Errorf("not known after the plan: %v", open)
	}
}

// Out, back, out again, back again: the exit status of a plan is 0 after each.
func TestCLI_Cycle(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCLI(t)
	c.apply(declaration("prod", true))
	for _, serving := range []string{"dr", "prod", "dr", "prod"} {
		c.sim.World.Do(func() { invariant.NewRun(c.sim.World) })
		c.apply(declaration(serving, true))
		out := c.terraform(0, "plan", "-detailed-exitcode")
		if !strings.Contains(out, "No changes.") {
			t.Errorf("the plan after the move to %s:\n%s", serving, out)
		}
		if got := c.serving("nas1.demo.local"); got != map[string]string{"prod": "ps1", "dr": "ps2"}[serving] {
			t.Errorf("the names are answered by %q", got)
		}
	}
}

// A saved plan that the clusters have outrun is refused in our own words, and core has no reason to speak of a bug.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_SavedPlanIsStale(t *testing.T) {
	c := newCLI(t)
	c.apply(declaration("prod", true))
	c.write("main.tf", c.provider()+declaration("dr", true))
	c.terraform(2, "plan", "-detailed-exitcode", "-out=plan")
	c.lab.cluster("ps1", func(s *world.Cluster) { s.SMB.PutShare(world.NewSMBShare("nas1", "late", "/ifs/data/proj")) })
	before := c.touched()
	out := c.terraform(1, "apply", "plan")
	if !strings.Contains(out, "plan is stale") || strings.Contains(out, "This is a bug in the provider") {
		t.Errorf("the apply says:\n%s", out)
	}
	if n := c.touched() - before; n != 0 {
		t.Errorf("it wrote %d times", n)
	}
}

// The example for many pools adopts them, and the plan after it is empty.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_ManyPools(t *testing.T) {
	c := newCLI(t)
	c.apply(example(t, "resources/onefs_pool_failover/resource-many.tf"))
	c.terraform(0, "plan", "-detailed-exitcode")
	out := c.terraform(2, "plan", "-detailed-exitcode", `-var=serving={nas1="dr"}`)
	if !strings.Contains(out, `"nas1.demo.local: prod -> dr, zone name"`) {
		t.Errorf("the plan:\n%s", out)
	}
	if out := c.terraform(0, "destroy", "-auto-approve"); !strings.Contains(out, "Pool nas1: only forgotten") {
		t.Errorf("the destroy:\n%s", out)
	}
}

// A plan and an apply leave no session of theirs on the clusters: one lives on for minutes, and a cluster takes only so many.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_LeavesNoSession(t *testing.T) {
	c := newCLI(t)
	made := 0
	left := func(after string) {
		t.Helper()
		for _, name := range []string{"ps1", "ps2"} {
			c.lab.cluster(name, func(s *world.Cluster) {
				if n := s.Access.Sessions.Len(); n > 0 {
					t.Errorf("%d sessions are left on %s after %s", n, name, after)
				}
			})
		}
		now := c.logIns()
		if now == made {
			t.Errorf("nobody has logged in before the end of %s", after)
		}
		made = now
	}
	c.write("main.tf", c.provider()+declaration("prod", true))
	c.terraform(2, "plan", "-detailed-exitcode")
	left("the first plan")
	c.terraform(0, "apply", "-auto-approve")
	left("the adoption")
	c.write("main.tf", c.provider()+declaration("dr", true))
	c.terraform(2, "plan", "-detailed-exitcode", "-out=plan")
	left("the plan of a move")
	c.terraform(0, "apply", "plan")
	left("the move")
	c.terraform(0, "destroy", "-auto-approve")
	left("the destroy")
}

// logIns counts the log-ins on both clusters.
func (c *cli) logIns() (n int) {
	c.sim.World.Do(func() {
		for _, r := range c.sim.World.Log.All() {
			if r.Method == http.MethodPost && strings.HasPrefix(r.Path, "/session/") {
				n++
			}
		}
	})
	return n
}
