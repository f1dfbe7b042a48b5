// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

//go:build linux

package provider

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// sign is the first request by which a stage can be told from outside.
type sign struct {
	stage survey.StageID
	// method and path, a part of it, on the cluster that the pool leaves or arrives at, "" for either.
	method, on, path string
}

const leaves, arrives = "leaves", "arrives"

// signs are in the order of a run. What dr does not have yet is made there by the first run alone.
var signs = []sign{
	{"", "PUT", "", "/leases/"},
	{survey.StageStart, "PUT", "", "/journals/"},
	{survey.StageConfiguration, "POST", arrives, "/protocols/"},
	{survey.StageFence, "PUT", leaves, "/protocols/"},
	{survey.StageLastSync, "POST", leaves, "/sync/jobs"},
	{survey.StageNames, "PUT", leaves, "/pools/"},
	{survey.StageWrites, "POST", arrives, "/sync/jobs"},
	{survey.StageSPNs, "PUT", "", "/auth/providers/ads/"}, // beside the writes, which are asked for first
	{survey.StageResyncPrep, "POST", leaves, "/sync/jobs"},
	{survey.StageMirrorRun, "POST", arrives, "/sync/jobs"},
	{survey.StageQuotas, "POST", arrives, "/quota/quotas"},
	{survey.StageSchedule, "PUT", arrives, "/sync/policies/"},
	{survey.StageFinish, "PUT", leaves, "/protocols/"},
}

// until follows the signs of a run to goal and picks the request of a stage.
func until(goal string, stage survey.StageID) func(world.Request) bool {
	left := slices.Clone(signs)
	if stage != survey.StageConfiguration {
		left = slices.DeleteFunc(left, func(s sign) bool { return s.stage == survey.StageConfiguration })
	}
	sides := map[string]string{leaves: "ps1", arrives: "ps2"}
	if goal == "prod" {
		sides = map[string]string{leaves: "ps2", arrives: "ps1"}
	}
	return func(r world.Request) bool {
		s := left[0]
		if r.Method != s.method || !strings.Contains(r.Path, s.path) || s.on != "" && r.Cluster != sides[s.on] || r.Status/100 != 2 {
			return false
		}
		left = left[1:]
		return s.stage == stage
	}
}

// The provider is killed once in each stage, by turns on the way out and back, while a request of the stage waits for its answer. The same
// command goes on from there.
func TestCLI_ProviderKilledInEachStage(t *testing.T) {
	t.Parallel() // it waits more than it works
	for _, st := range failover.Stages(survey.Intent{CutoverOrder: survey.NamesFirst, Pools: map[string]string{"prod": "", "dr": ""}}) {
		if st != survey.StageSettle && !slices.ContainsFunc(signs, func(s sign) bool { return s.stage == st }) {
			t.Errorf("no sign of stage %s", st)
		}
	}
	c := newCLI(t)
	c.apply(declaration("prod", true))
	goals, here := []string{"dr", "prod"}, 0
	made := slices.IndexFunc(signs, func(s sign) bool { return s.stage == survey.StageConfiguration })
	order := slices.Insert(slices.Delete(slices.Clone(signs), made, made+1), 0, signs[made]) // the first way out is the one that makes it
	for _, s := range order {
		goal := goals[here%2]
		here++
		c.sim.World.Do(func() { invariant.NewRun(c.sim.World) })
		status, out := c.strike(declaration(goal, true), until(goal, s.stage), func(pid int, _ *output) { killProvider(t, pid) })
		if status == 0 {
			t.Fatalf("killed in stage %q, the apply ended well:\n%s", s.stage, out)
		}
		c.dropLease()
		c.terraform(0, "apply", "-auto-approve")
		c.terraform(0, "plan", "-detailed-exitcode")
		if got, want := c.serving("nas1.demo.local"), map[string]string{"prod": "ps1", "dr": "ps2"}[goal]; got != want {
			t.Errorf("after a kill in stage %q the names are answered by %q, want %s", s.stage, got, want)
		}
	}
}

// killProvider kills the providers of a Terraform and waits until they are dead.
func killProvider(t *testing.T, terraform int) {
	t.Helper()
	all := children(t, terraform)
	if len(all) == 0 {
		t.Error("Terraform has no provider")
	}
	for _, pid := range all {
		send(t, pid, syscall.SIGKILL)
	}
	gone(t, all)
}

// dropLease removes the lock of a dead run, as somebody may do who does not want to wait until it is over.
func (c *cli) dropLease() {
	for _, name := range []string{"ps1", "ps2"} {
		c.cluster(name, func(s *world.Cluster) {
			if path := scenario.JournalDirectory + "/leases"; s.FS.Exists(path) {
				if err := s.FS.Remove(fs.Clients, path, true); err != nil {
					c.t.Error(err)
				}
			}
		})
	}
}

// leases are the locks on the clusters.
func (c *cli) leases() (out []string) {
	for _, name := range []string{"ps1", "ps2"} {
		c.cluster(name, func(s *world.Cluster) {
			entries, err := s.FS.List(scenario.JournalDirectory + "/leases")
			if err != nil {
				return // no run has been there
			}
			for _, e := range entries {
				out = append(out, name+" "+e.Name)
			}
		})
	}
	return out
}

// Ctrl-C once ends the run between two steps, and the state says where it is. Twice ends Terraform at once. The next apply goes on.
func TestCLI_CtrlC(t *testing.T) {
	t.Parallel() // it waits more than it works
	for _, times := range []int{1, 2} {
		t.Run(fmt.Sprint(times), func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.apply(declaration("prod", true))
			status, out := c.interrupt(func(pid int, said *output) {
				send(t, -pid, syscall.SIGINT)
				said.await(t, "Interrupt received.")
				if times == 2 {
					send(t, -pid, syscall.SIGINT)
					said.await(t, "Two interrupts received.")
				}
			})
			if status != 1 {
				t.Errorf("exit status %d:\n%s", status, out)
			}
			if state := string(c.read("terraform.tfstate")); times == 1 && !strings.Contains(state, `"unfinished": "dr"`) {
				t.Errorf("the state does not know the half-done run:\n%s", out)
			}
			if held := c.leases(); (len(held) > 0) != (times == 2) {
				t.Errorf("after %d Ctrl-C these locks are left: %v", times, held)
			}
			c.dropLease()
			c.resume()
		})
	}
}

var holds = regexp.MustCompile(`held by another run:\s+process\s+\d+\s+on\s+\S+,\s+since\s+\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ;\s+` +
	`it\s+is\s+free\s+10s\s+after`)

// A second apply, from another machine, while the first one lives is refused, and told who holds the pool and until when. The first one
// ends as if nobody had come.
func TestCLI_SecondApply(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCLI(t)
	c.apply(declaration("prod", true))
	c.holdFiles()
	patient := strings.Replace(declaration("dr", true), "  policies ", "  drain = \"10m\"\n  policies ", 1)
	var second string
	over := make(chan struct{})
	status, out := c.strike(patient, until("dr", survey.StageFence), func(int, *output) {
		go func() { // the site stands still until this call is over; then the first run waits for those who hold files
			defer close(over)
			defer c.letGo()
			cmd, out := c.elsewhere().command("apply", "-auto-approve")
			if cmd.Run() == nil {
				t.Error("the second apply ends well")
			}
			second = out.String()
		}()
	})
	<-over
	if !holds.MatchString(second) || !strings.Contains(second, "run_in_progress") {
		t.Errorf("the second apply says:\n%s", second)
	}
	if status != 0 {
		t.Errorf("the first apply ended with %d:\n%s", status, out)
	}
	c.terraform(0, "plan", "-detailed-exitcode")
	if got := c.serving("nas1.demo.local"); got != "ps2" {
		t.Errorf("the names are answered by %q", got)
	}
}

// holdFiles lets somebody on each node hold a file open.
func (c *cli) holdFiles() {
	nodes := map[int]bool{}
	c.sim.World.Do(func() {
		for i := range 3 {
			_, node, err := testbed.HoldFile(c.sim.World, i)
			if err != nil {
				c.t.Error(err)
			}
			nodes[node] = true
		}
	})
	if len(nodes) != 3 {
		c.t.Errorf("the files are held on the nodes %v, want all three", nodes)
	}
}

// letGo closes the files.
func (c *cli) letGo() {
	c.sim.World.Do(func() {
		for i := range 3 {
			if err := clients.CloseAll(c.sim.World, fmt.Sprintf("holder%d", i)); err != nil {
				c.t.Error(err)
			}
		}
	})
}

// elsewhere is a copy of the folder, as on another machine.
func (c *cli) elsewhere() *cli {
	other := *c
	other.dir = c.t.TempDir()
	if err := os.CopyFS(other.dir, os.DirFS(c.dir)); err != nil {
		c.t.Error(err)
	}
	return &other
}
