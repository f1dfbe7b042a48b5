// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/tally"
)

// lostCLI is the real command line before a site of five pools, with a counter in front of prod.
type lostCLI struct {
	*cli
	pools []string
	prod  *counter
	since string
}

func newLostCLI(t *testing.T) *lostCLI {
	t.Helper()
	needTerraform(t)
	s, added := manyPools(t, 5, sim.Options{Speed: fast})
	c := &lostCLI{cli: &cli{lab: &lab{sim: s}, t: t, dir: t.TempDir()}, pools: added}
	dir, err := program()
	if err != nil {
		t.Fatal(err)
	}
	if c.network, err = s.Listen(0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.network.Close() })
	c.write("ca.pem", string(s.Authority()))
	c.write("terraform.rc", fmt.Sprintf("provider_installation {\n  dev_overrides { %q = %q }\n  direct {}\n}\n", "onefs-dr/onefs", dir))
	c.env = append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+filepath.Join(c.dir, "terraform.rc"), "TF_INPUT=0", "TF_VAR_password="+s.Password)
	c.prod = newCounter(t, strings.TrimPrefix(c.network.Endpoints[0].URL, "https://"), c.network.Endpoints[0].DNS)
	return c
}

// config is the whole configuration; lost is a line for prod. Its node endpoint is the counter, because the addresses of nodes that would
// be found lead past it.
func (c *lostCLI) config(active, lost, settings string) {
	text := c.provider()
	for from, to := range map[string]string{
		c.network.Endpoints[0].URL: "https://" + c.prod.tcp.Addr().String(),
		c.network.Endpoints[0].DNS: c.prod.udp.LocalAddr().String(),
		`    prod = {`:             fmt.Sprintf(`    prod = { node_endpoints = ["https://%s"], %s`, c.prod.tcp.Addr(), lost),
	} {
		if !strings.Contains(text, from) {
			c.t.Fatalf("the provider block has no %s:\n%s", from, text)
		}
		text = strings.Replace(text, from, to, 1)
	}
	c.write("main.tf", text+manyDeclared(c.pools, active, settings)+strings.ReplaceAll(everythingElse, "POOL", c.pools[0]))
}

// everythingElse is a mirror and all data sources, each once read by the plan, and once by the apply, since it waits for the pools.
const everythingElse = `
resource "onefs_syncIQ_mirror" "one" {
  policy   = "POOL"
  clusters = { source = "prod", target = "dr" }
}
data "onefs_pools" "prod" {
  cluster = "prod"
}
data "onefs_pools" "later" {
  cluster    = "prod"
  depends_on = [onefs_pool_failover.many]
}
data "onefs_replication_policies" "prod" {
  cluster = "prod"
}
data "onefs_replication_policies" "later" {
  cluster    = "prod"
  depends_on = [onefs_pool_failover.many]
}
data "onefs_pool_pairs" "all" {
  clusters = ["prod", "dr"]
}
data "onefs_pool_pairs" "later" {
  clusters   = ["prod", "dr"]
  depends_on = [onefs_pool_failover.many]
}
data "onefs_failover_run" "last" {
  id = "2026-05-02T09-11Z-41c0"
}
data "onefs_failover_run" "later" {
  id         = "2026-05-02T09-11Z-41c0"
  depends_on = [onefs_pool_failover.many]
}
data "onefs_pool_failover_readiness" "one" {
  pools    = { prod = "groupnet0.subnet0.POOL", dr = "groupnet0.subnet0.POOL" }
  policies = ["POOL"]
}
data "onefs_pool_failover_readiness" "later" {
  pools      = { prod = "groupnet0.subnet0.POOL", dr = "groupnet0.subnet0.POOL" }
  policies   = ["POOL"]
  depends_on = [onefs_pool_failover.many]
}
output "unread" {
  value = {
    pools     = data.onefs_pools.later.unread
    policies  = data.onefs_replication_policies.later.unread
    pairs     = data.onefs_pool_pairs.later.unread
    run       = data.onefs_failover_run.later.unread
    readiness = data.onefs_pool_failover_readiness.later.unread
  }
}
`

// lose takes the cluster away, as its addresses then behave, and remembers since when in the time of the site.
func (c *lostCLI) lose(mode string) {
	c.sim.World.Do(func() {
		if mode != leadsOn {
			c.sim.World.Cluster("ps1").Reachable = false
		}
		c.since = c.sim.World.Now().UTC().Format(time.RFC3339)
	})
	c.prod.become(mode)
}

// declareLost declares prod lost in the configuration or in the environment, and gives the line for the provider block.
func (c *lostCLI) declareLost(by string) string {
	if by == "environment" {
		c.env = append(c.env, "ONEFS_PROD_LOST_SINCE="+c.since)
		return ""
	}
	return fmt.Sprintf("lost_since = %q,", c.since)
}

// wantUnread wants every data source to say why it did not read prod.
func (c *lostCLI) wantUnread(why string) {
	c.t.Helper()
	var said map[string]map[string]string
	if err := json.Unmarshal([]byte(c.terraform(0, "output", "-json", "unread")), &said); err != nil || len(said) != 5 {
		c.t.Fatalf("the data sources say %v, %v", said, err)
	}
	for source, unread := range said {
		if !strings.Contains(unread["prod"], why) || len(unread) != 1 {
			c.t.Errorf("%s: unread %v, want %s", source, unread, why)
		}
	}
}

var acceptLine = regexp.MustCompile(`max_data_loss = "[^"]+"`)

// Five pools are planned, moved and planned again without a lost cluster, whose addresses count everything that arrives: nothing at all in
// plan and refresh, and in the apply one TLS handshake and one DNS question for all pools together. A mirror of the same policies and all
// data sources, read in the plan and in the apply, are silent as well. The declaration comes from the configuration or from the
// environment.
//
//nolint:paralleltest // Each runs a Terraform of its own; two cores are enough for one.
func TestCLI_LostClusterHearsNothing(t *testing.T) {
	for _, x := range []struct {
		mode, by string
		probed   string
		sample   bool
	}{
		{resets, "configuration", `^1 connections, 1 datagrams, \d\d bytes$`, true},
		{resets, "environment", `^1 connections, 1 datagrams, \d\d bytes$`, false},
		{blackHole, "configuration", `^1 connections, 1 datagrams, [1-9]\d{2,3} bytes$`, false},
		{blackHole, "environment", `^1 connections, 1 datagrams, [1-9]\d{2,3} bytes$`, true},
		{unattended, "configuration", "^" + nothing + "$", true},
		{unattended, "environment", "^" + nothing + "$", false},
	} {
		if !x.sample && !tally.InFull() {
			continue
		}
		t.Run(x.mode+" by "+x.by, func(t *testing.T) {
			c := newLostCLI(t)
			c.config("prod", "", "")
			c.terraform(0, "apply", "-auto-approve")
			if got := c.prod.counted(); got == nothing {
				t.Fatal("the counter does not count: the pools were adopted")
			}
			spns := strangeSPNs(c.sim, c.pools)
			c.lose(x.mode)
			lost := c.declareLost(x.by)
			quiet := func(after string) {
				t.Helper()
				if got := c.prod.counted(); got != nothing {
					t.Errorf("%s sent to the lost cluster: %s", after, got)
				}
			}

			c.config("dr", lost, "")
			out := c.terraform(1, "plan")
			accept := acceptLine.FindString(out)
			if accept == "" || strings.Count(out, "Cluster prod is declared lost") != 1 {
				t.Fatalf("the plan says:\n%s", out)
			}
			quiet("a plan that is refused")
			c.config("dr", lost, "  "+accept)
			c.terraform(2, "plan", "-detailed-exitcode", "-out=plan")
			c.terraform(0, "apply", "-refresh-only", "-auto-approve")
			quiet("plan and refresh")
			c.terraform(2, "plan", "-detailed-exitcode", "-out=plan")
			began := time.Now()
			c.terraform(0, "apply", "plan")
			if got := c.prod.counted(); !regexp.MustCompile(x.probed).MatchString(got) {
				t.Errorf("the apply sent to the lost cluster: %s, want %s", got, x.probed)
			}
			t.Logf("apply of %d pools: %s, to the lost cluster %s", len(c.pools), time.Since(began).Round(time.Second), c.prod.counted())
			for _, name := range c.pools {
				if got := c.serving(name + ".demo.local"); got != "ps2" {
					t.Errorf("%s is answered by %q", name, got)
				}
			}
			c.wantUnread("declared lost since " + c.since)
			c.prod.become(x.mode)
			if out := c.terraform(0, "plan", "-detailed-exitcode"); !strings.Contains(out, "No changes.") {
				t.Errorf("the plan after it:\n%s", out)
			}
			quiet("the plan after it")
			for _, v := range complaints(c.sim, c.pools) {
				t.Errorf("the simulator complains: %s", v)
			}
			if now := strangeSPNs(c.sim, c.pools); !slices.Equal(now, spns) {
				t.Errorf("SPNs of others were %v, are %v", spns, now)
			}
		})
	}
}

// A cluster that is declared lost and lives is found out before the first write, by its API or by its SmartConnect service alone, and
// nothing is written anywhere. Somebody who has cut it off can say so.
//
//nolint:paralleltest // Each runs a Terraform of its own.
func TestCLI_LostClusterStillAnswers(t *testing.T) {
	t.Run("configuration", func(t *testing.T) { stillAnswers(t, "configuration") })
	t.Run("environment", func(t *testing.T) { stillAnswers(t, "environment") })
}

func stillAnswers(t *testing.T, by string) {
	t.Helper()
	c := newLostCLI(t)
	c.config("prod", "", "")
	c.terraform(0, "apply", "-auto-approve")
	c.lose(leadsOn)
	lost := c.declareLost(by)
	const accepted = `  max_data_loss = "1h"`
	c.config("dr", lost, accepted)
	c.terraform(2, "plan", "-detailed-exitcode", "-out=plan")
	if got := c.prod.counted(); got != nothing {
		t.Errorf("the plan sent: %s", got)
	}
	before := c.writes()
	out := c.terraform(1, "apply", "plan")
	if n := c.writes() - before; n != 0 {
		t.Errorf("%d writes", n)
	}
	if n := c.prod.connections.Load(); n != 1 || c.prod.datagrams.Load() > 1 {
		t.Errorf("sent to the cluster: %s", c.prod.counted())
	}
	for _, name := range c.pools {
		if !strings.Contains(out, "Pool "+name) || c.serving(name+".demo.local") != "ps1" {
			t.Errorf("pool %s is served by %s", name, c.serving(name+".demo.local"))
		}
	}
	if strings.Count(out, "prod still answers at its management address") != len(c.pools) || !strings.Contains(out, "cut_off = true") {
		t.Errorf("the apply says:\n%s", out)
	}

	// Its API is dead, but it goes on leading people to itself.
	c.prod.become(namesOnly)
	before = c.writes()
	out = c.terraform(1, "apply", "-auto-approve")
	if n := c.writes() - before; n != 0 || strings.Count(out, "prod still answers at its SmartConnect service") != len(c.pools) {
		t.Errorf("%d writes; the apply says:\n%s", n, out)
	}

	// The next plan resumes; a word that the cluster is cut off leaves the question out.
	c.prod.become(leadsOn)
	c.config("dr", lost+" cut_off = true,", accepted)
	c.sim.World.Do(func() { c.sim.World.Cluster("ps1").Reachable = false })
	c.terraform(0, "apply", "-auto-approve")
	if got := c.prod.counted(); got != nothing {
		t.Errorf("though it is cut off: %s", got)
	}
}
