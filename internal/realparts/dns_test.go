// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// TestDualDelegation: the site's resolver has NS records for both clusters. Its answers follow the move at once, out and back, and nobody
// touches DNS.
func TestDualDelegation(t *testing.T) {
	s, err := sim.New("lab", sim.Options{Speed: speed})
	if err != nil {
		t.Fatal(err)
	}
	n, at := grounded(t, s)
	r := resolver(t, n, at)
	b := testbed.On(t, s.Site, testbed.Options{PollInterval: poll, Quiet: true})
	want := func(cluster string) {
		t.Helper()
		for _, name := range names {
			for range 5 {
				code, address, ttl := ask(t, r.Address, name)
				if code != dns.RcodeSuccess || address != at[cluster].pool || ttl != 0 {
					t.Fatalf("%s is %s with a time to live of %d (%s), want %s", name, address, ttl, dns.RcodeToString[code], at[cluster].pool)
				}
			}
		}
	}
	want("ps1")
	move(t, b, testbed.DR)
	want("ps2")
	b.NewRun()
	move(t, b, testbed.Prod)
	want("ps1")
}
