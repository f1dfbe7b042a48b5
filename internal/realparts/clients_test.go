// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// TestClientsAfterAnApply: the real command line moves the pool, SPNs by LDAP. Before and after it a Windows client of the domain asks DNS
// for the name, the key server for a ticket, and reads and writes at the address that it got: at one cluster, and not at the other.
func TestClientsAfterAnApply(t *testing.T) {
	need(t, samba.MissingFiler())
	s := simulated(t)
	dc := controller(t)
	n, at, listening := grounded(t, s)
	r := resolver(t, n, at)
	for _, cluster := range []string{"ps1", "ps2"} {
		filer(t, strings.ToUpper(cluster), at[cluster].Pool, true)
	}
	t.Setenv("ONEFS_AD_PASSWORD", samba.Password(samba.Mover))
	w := newWorkspace(t, s, listening, "", fmt.Sprintf(`  active_directory = {
    urls                = ["ldaps://%s"]
    username            = %q
    ca_certificate_file = "dc.pem"
  }
`, dc.Address, samba.Mover+"@demo.local"))
	w.write("dc.pem", dc.Authority.PEM)

	served := func(cluster, other string) {
		t.Helper()
		c := login(t)
		for _, name := range names {
			account := strings.ToUpper(cluster)
			code, address, _ := ask(t, r.Address, name)
			if code != dns.RcodeSuccess || address != at[cluster].Pool {
				t.Errorf("DNS gives %s for %s (%s)", address, name, dns.RcodeToString[code])
			}
			if got := ticketFor(t, "cifs/"+name); got != account {
				t.Errorf("the ticket for %s is read by %s", name, got)
			}
			file := "written-on-" + cluster
			out, err := c.Run(t.Context(), name, address, "get marker -; put client.conf "+file+"; ls "+file)
			if err != nil || !strings.Contains(out, "data of "+account) || !strings.Contains(out, "blocks available") {
				t.Errorf("%s at %s: %v\n%s", name, address, err, out)
			}
			if out, err := c.Run(t.Context(), name, at[other].Pool, "get marker -"); err == nil {
				t.Errorf("%s lets clients of %s in:\n%s", other, name, out)
			}
		}
	}
	w.terraform(0, "apply", "-auto-approve")
	served("ps1", "ps2")
	w.declare("dr")
	out := w.terraform(0, "apply", "-auto-approve")
	if !strings.Contains(out, "HOST/nas1.demo.local: PS1$ -> PS2$, by LDAP") {
		t.Errorf("the plan does not say how SPNs move:\n%s", out)
	}
	served("ps2", "ps1")
	w.terraform(0, "plan", "-detailed-exitcode")
	w.declare("prod")
	w.terraform(0, "apply", "-auto-approve")
	served("ps1", "ps2")
	for _, v := range s.Violations() {
		t.Errorf("the simulator complains: %+v", v)
	}
}
