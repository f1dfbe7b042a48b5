// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// readOnly leaves the provider's user on both clusters the right to read.
func (l *lab) readOnly() {
	for _, name := range []string{"ps1", "ps2"} {
		l.cluster(name, func(c *world.Cluster) {
			role, _ := c.Auth.Role(world.SystemZone, "Failover")
			role.Privileges = slices.Clone(role.Privileges)
			for i := range role.Privileges {
				role.Privileges[i].Permission = "r"
			}
			c.Auth.PutRole(role)
		})
	}
}

// Reading is enough for every plan: moves, mirrors and readiness. What an apply would need is a risk of the plan, by privilege and stage,
// and the apply stops before its first write.
func TestReadOnly_IsEnoughForPlans(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s, m := l.adopted(t), l.mirrored()
		kept := m.kept(t, pair("nas1", nil))
		l.putPolicy(t, "ps1", "nas1", `{"schedule":""}`)
		l.readOnly()
		before := l.touched()

		p := l.plan(s, l.declared("ps2", nil))
		ok(t, p.diags)
		risks := strings.Join(list(attributes(attributes(p.value)["moves"])["risks"]), "\n")
		for privilege, stage := range map[string]string{
			"ISI_PRIV_SYNCIQ": "2c last sync, 5 writes, 6 resync prep and mirror", "ISI_PRIV_NETWORK": "3 names, 8 finish",
			"ISI_PRIV_AUTH": "4 SPNs", "ISI_PRIV_QUOTA": "7 quotas", "ISI_PRIV_SMB": "2a configuration, 2b fence, 8 finish",
			"ISI_PRIV_NFS": "2a configuration, 2b fence, 8 finish",
		} {
			for _, cluster := range []string{"ps1", "ps2"} {
				want := "privilege_missing: cluster " + cluster + ": does not give the provider's user " + privilege +
					" (w), which the run needs for stage " + stage
				if !strings.Contains(risks, want) {
					t.Errorf("no risk %q in\n%s", want, risks)
				}
			}
		}
		if r := m.plan(
			kept,
			pair("nas1", map[string]any{"schedule": "every 5 minutes"}),
		); len(r.diags.errors()) > 0 ||
			repairsOf(r.value) != "set the schedule" {
			t.Errorf("the mirror's plan: %q, %v", repairsOf(r.value), r.diags.errors())
		}
		if a := l.must(t, "onefs_pool_failover_readiness", l.asked(nil)); plain(a["ready"]) != "true" {
			t.Errorf("not ready: %v", findingsIn(t, a))
		}
		if _, d := l.apply(
			p,
		); len(d.errors()) != 1 || !strings.Contains(d.errors()[0], "privilege_missing") ||
			!strings.Contains(d.errors()[0], "[not_ready]") {
			t.Errorf("the apply: %q", d.errors())
		}
		if n := l.touched() - before; n != 0 || l.serving("nas1.demo.local") != "ps1" {
			t.Errorf("%d writes", n)
		}
	})
}

// Risks are warnings of the plan with their cure in words, for the pool has moved when they are printed again; the summary names the pool.
func TestWarnings_SayTheCure(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		p := l.plan(s, l.declared("ps2", nil))
		ok(t, p.diags)
		i := slices.IndexFunc(p.diags, func(d *tfprotov6.Diagnostic) bool {
			return strings.Contains(d.Detail, "[name_moves_for_the_first_time]")
		})
		if i < 0 {
			t.Fatalf("warnings: %q", p.diags.warnings())
		}
		d := p.diags[i]
		if d.Severity != tfprotov6.DiagnosticSeverityWarning || d.Summary != "Pool nas1: name moves for the first time (name fin.demo.local)" ||
			!strings.Contains(d.Detail, "Name fin.demo.local is not parked on pool groupnet0.subnet0.nas1 of ps2 yet") ||
			!strings.Contains(d.Detail, "Cure: if ") ||
			strings.Contains(d.Detail, "As a ") {
			t.Errorf("%s: %s\n%s", d.Severity, d.Summary, d.Detail)
		}
		if p := l.plan(s, l.declared("ps1", nil)); !p.empty() || len(p.diags) > 0 {
			t.Errorf("a plan that moves nothing warns: %q", p.diags.warnings())
		}
	})
}
