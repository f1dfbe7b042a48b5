// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
)

// needs skips a test without a program; in CI that is a failure.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not on the PATH", p)
			}
			t.Skipf("%s is not on the PATH", p)
		}
	}
}

// script runs a piece of a guide in the folder, and wants an exit status.
func (c *cli) script(want int, text string, env ...string) string {
	c.t.Helper()
	c.write("guide.sh", text)
	shell := "sh"
	if strings.HasPrefix(text, "#!/bin/bash") {
		shell = "bash"
	}
	cmd := exec.CommandContext(c.t.Context(), shell, "guide.sh")
	cmd.Dir, cmd.Env = c.dir, append(slices.Clone(c.env), env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		c.t.Fatalf("the script ends with %d, want %d:\n%s", got, want, out)
	}
	return string(out)
}

// The lines of the guide for pipelines do what it says, with the real Terraform and its real plan: nothing to do, a refused plan, a move
// that waits for an approval and one that has it, and the alarms of the night.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestGuide_Pipelines(t *testing.T) {
	needTerraform(t)
	needs(t, "jq", "sh")
	pipeline := guideBlock(t, "pipelines", "#!/bin/sh")
	var line string
	for _, b := range guideBlocks(t, "sh") {
		if b.guide == "pipelines" && strings.HasPrefix(b.text, "terraform show -json failover.tfplan") {
			line = b.text
		}
	}
	if line == "" || !strings.Contains(pipeline, line[:strings.LastIndex(line, "\n")]) {
		t.Fatalf("the pipeline does not have the line that the guide explains:\n%s", line)
	}
	c := newCLI(t)
	c.write("main.tf", c.provider()+declaration("prod", true))
	if out := c.script(0, pipeline); strings.Contains(out, "waits") { // the import is planned and applied
		t.Errorf("an import waits for an approval:\n%s", out)
	}
	if out := c.script(0, pipeline); !strings.Contains(out, "nothing to do") {
		t.Errorf("after it:\n%s", out)
	}
	if out := c.script(0, line); out != "" {
		t.Errorf("no move, but the line prints %q", out)
	}
	c.write("main.tf", c.provider()+strings.Replace(declaration("prod", true), "  policies ", "  drain = \"1m\"\n  policies ", 1))
	if out := c.script(0, pipeline); strings.Contains(out, "waits") {
		t.Errorf("a change of settings waits for an approval:\n%s", out)
	}

	dr := strings.Replace(declaration("dr", true), "  policies ", "  drain = \"1m\"\n  policies ", 1)
	c.write("main.tf", c.provider()+strings.Replace(dr, `"nas1", `, `"nas1", "nowhere", `, 1))
	if out := c.script(1, pipeline); !strings.Contains(out, "the plan is refused") {
		t.Errorf("a policy that does not exist:\n%s", out)
	}
	c.write("main.tf", c.provider()+dr)
	const move = "onefs_pool_failover.nas1: controlled\n"
	if out := c.script(3, pipeline); !strings.HasSuffix(out, "waits for an approval:\n"+move) {
		t.Errorf("a move:\n%s", out)
	}
	if out := c.script(0, line); out != move {
		t.Errorf("a move, but the line prints %q", out)
	}
	c.script(0, pipeline, "APPROVED=yes")
	if got := c.serving("nas1.demo.local"); got != "ps2" {
		t.Errorf("served by %q", got)
	}

	night := guideBlock(t, "pipelines", "nightly.tfplan")
	c.write("check.tf", "check \"home\" {\n  assert {\n    condition     = onefs_pool_failover.nas1.serving_cluster == \"prod\"\n"+
		"    error_message = \"nas1 is not at home.\"\n  }\n}\n")
	if out := c.script(0, night); !strings.HasSuffix(out, "\nnas1 is not at home.\n") {
		t.Errorf("the night says:\n%s", out)
	}
}

// The script of the guide for a takeover by hand takes the pool over, with curl and jq alone; the provider then goes on from there.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestGuide_BreakGlass(t *testing.T) {
	needTerraform(t)
	needs(t, "bash", "curl", "jq")
	c := newCLI(t)
	c.apply(declaration("prod", true))
	since := c.loseProd()
	text := guideBlock(t, "break-glass", "#!/bin/bash")
	for from, to := range map[string]string{
		"https://dr-mgmt.example.com:8080": c.network.Endpoints[1].URL, "dr-ca.pem": "ca.pem", "example.com\"": "demo.local\"",
		"EXAMPLE.COM lost=PROD": "DEMO.LOCAL lost=ps1",
	} {
		if !strings.Contains(text, from) {
			t.Fatalf("the script has no %s", from)
		}
		text = strings.ReplaceAll(text, from, to)
	}
	if names := `["nas1.demo.local", "fin.demo.local"]`; !strings.Contains(text, names) {
		t.Fatalf("the script does not move %s", names)
	}
	out := c.script(0, text, "DR_PASSWORD="+c.sim.Password, "WAIT=0.2")
	if strings.Count(out, "writes_enabled") != len(c.sim.Policies) || !strings.HasSuffix(out, "SPNs moved\n") {
		t.Errorf("the script says:\n%s", out)
	}
	c.sim.World.Do(func() {
		dr := c.sim.World.Cluster("ps2")
		for _, name := range c.sim.Names {
			if !smartconnect.Owns(c.sim.World, dr.Name, name) {
				t.Errorf("dr does not answer for %s", name)
			}
		}
		pool, _ := dr.Network.Pools.Get(c.sim.Pool)
		if !slices.Contains(pool.SCDNSZoneAliases, "igls-nas1-ps2.demo.local") || slices.Contains(pool.SCDNSZoneAliases, pool.SCDNSZone) {
			t.Errorf("names of the pool: %s, %v", pool.SCDNSZone, pool.SCDNSZoneAliases)
		}
		for account, want := range map[string]bool{"ps1": false, "ps2": true} {
			spns := strings.ToLower(strings.Join(c.sim.World.Forest.Truth(account), " ") + " ")
			for _, spn := range []string{"host/nas1 ", "host/nas1.demo.local ", "host/fin ", "host/fin.demo.local "} {
				if strings.Contains(spns, spn) != want {
					t.Errorf("%s has the SPN %s: %v", account, spn, !want)
				}
			}
		}
	})

	config := strings.Replace(c.provider(), "    prod = {", "    prod = {\n      lost_since = \""+since+"\"", 1) +
		strings.Replace(declaration("dr", true), "  policies ", "  max_data_loss = \"1h\"\n  policies ", 1)
	c.write("main.tf", config)
	c.terraform(0, "apply", "-auto-approve")
	c.terraform(0, "plan", "-detailed-exitcode")
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Values map[string]any `json:"values"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal([]byte(c.terraform(0, "show", "-json")), &state); err != nil || len(state.Values.Root.Resources) != 1 {
		t.Fatalf("the state: %v, %v", state, err)
	}
	if got := state.Values.Root.Resources[0].Values["serving_cluster"]; got != "dr" {
		t.Errorf("serving_cluster is %v", got)
	}
}
