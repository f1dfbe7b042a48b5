// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// The nightly example is quiet while all is well, and ends with 1 and the reasons when something would keep a failover from succeeding: a
// missing licence, a certificate that ends.
//
//nolint:paralleltest // It runs a Terraform of its own.
func TestCLI_Nightly(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("jq is not on the PATH")
		}
		t.Skip("jq is not on the PATH: the nightly example is left out")
	}
	c := newCLI(t)
	script, err := filepath.Abs(filepath.Join("..", "..", "examples", "nightly", "nightly.sh"))
	if err != nil {
		t.Fatal(err)
	}
	night := func(want string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "sh", script)
		cmd.Dir, cmd.Env = c.dir, c.env
		out, err := cmd.CombinedOutput()
		text := strings.TrimSpace(string(out))
		if failed := err != nil; failed != (want != "") || !strings.Contains(text, want) {
			log, _ := os.ReadFile(filepath.Join(c.dir, "nightly.log"))
			t.Errorf("the night says %q (%v), want %q\n%s", text, err, want, log)
		}
	}
	// DNS on this machine knows nothing of the simulated site: that check is left out here.
	_, rest, _ := strings.Cut(example(t, "nightly/main.tf"), "\nlocals {")
	rest = "locals {" + rest
	nightly := regexp.MustCompile(`(?ms)^check "delegation" \{.*?^\}\n`).ReplaceAllString(rest, "")
	c.apply(declaration("prod", true))
	c.write("main.tf", c.provider()+nightly+declaration("prod", true))
	night("")
	for _, k := range []string{"ps1", "ps2"} {
		if status := c.request(t, k, "DELETE", "/namespace/ifs/.onefs-failover/inventories?recursive=true", ""); status/100 != 2 {
			t.Fatalf("the inventory of %s is still there: %d", k, status)
		}
	}
	night("The inventory on the clusters is more than 30 days old, or missing")
	c.terraform(0, "apply", "-auto-approve", "-replace=onefs_pool_failover.nas1") // the cure of inventory_not_written
	night("")
	right := c.env
	c.env = append(slices.Clone(right), "TF_VAR_password=expired")
	night("401")
	if text := string(c.read("nightly.alarms")); strings.Contains(text, "too old") || !strings.Contains(text, "prod: ") {
		t.Errorf("a password that has expired is told as:\n%s", text)
	}
	c.env = right
	c.cluster("ps1", func(p *world.Cluster) {
		now := p.World().Now().Unix()
		synciq.Of(p).Servers.Put("own", synciq.Certificate{
			ID: "own", Name: "own", Subject: "CN=ps1", Fingerprint: "aa", NotBefore: now - 1, NotAfter: now + 20*86400,
		})
		s := synciq.Of(p).CurrentSettings()
		s.ClusterCertificateID = "own"
		synciq.Of(p).SetSettings(s)
	})
	night("Certificates of SyncIQ end within 30 days")
	c.cluster("ps1", func(p *world.Cluster) {
		s := synciq.Of(p).CurrentSettings()
		s.ClusterCertificateID = ""
		synciq.Of(p).SetSettings(s)
	})
	c.cluster("ps2", func(p *world.Cluster) {
		p.Config.Licenses.Put("SYNCIQ", world.License{ID: "SYNCIQ", Status: "Unlicensed"})
	})
	night("Could not fail over: nas1")

	// The other two alarms, over what a data source would say.
	all := example(t, "nightly/main.tf")
	for name, want := range map[string]string{
		"delegation": "Not delegated to both clusters: fin.demo.local", "data_age": "Copies are too old: nas1",
	} {
		check := regexp.MustCompile(`(?ms)^check "` + name + `" \{.*?^\}\n`).FindString(all)
		if !strings.Contains(check, "data.onefs_pool_failover_readiness.pool") {
			t.Fatalf("the example has no check %s", name)
		}
		c.write("main.tf", c.provider()+strings.ReplaceAll(check, "data.onefs_pool_failover_readiness.pool", "local.seen")+`
locals {
  oldest_copy_seconds = 900
  seen = {
    nas1 = { data_age_seconds = 901, unread = {}, delegated = { "nas1.demo.local" = true, "fin.demo.local" = false } }
    proj = { data_age_seconds = 899, unread = {}, delegated = { "proj.demo.local" = true } }
  }
}
`)
		night(want)
	}
}
