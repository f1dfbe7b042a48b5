// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"os"
	"testing"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/unbound"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// grounded gives the clusters loopback addresses, and starts their API and their SmartConnect services there.
func grounded(t *testing.T, s *sim.Simulation) (service.Network, map[string]sim.Ground, *sim.Network) {
	t.Helper()
	n := network(t)
	at := s.Ground(n.Prefix())
	listening, err := s.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listening.Close() })
	return n, at, listening
}

// names that move.
var names = []string{"nas1.demo.local", "fin.demo.local"}

// resolver is the site's DNS: every name that moves is delegated to the SmartConnect services of both clusters, once and for all.
func resolver(t *testing.T, n service.Network, at map[string]sim.Ground) *unbound.Resolver {
	t.Helper()
	need(t, service.Missing("unbound"))
	r, err := unbound.Start(t.Context(), t.TempDir(), n.Address(10), zone(at, "ps1", "ps2"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	return r
}

// zone hands every name that moves over to the SmartConnect services of these clusters.
func zone(at map[string]sim.Ground, clusters ...string) unbound.Zone {
	z := unbound.Zone{Name: "demo.local"}
	for _, name := range names {
		d := unbound.Delegation{Name: name, Servers: map[string]string{}}
		for _, c := range clusters {
			d.Servers["ssip-"+c+".demo.local"] = at[c].Service
		}
		z.Delegations = append(z.Delegations, d)
	}
	return z
}

// ask puts a question for an address to a DNS server; the answer is the code, the address and its time to live.
func ask(t *testing.T, server, name string) (rcode int, address string, ttl uint32) {
	t.Helper()
	m := new(dns.Msg).SetQuestion(dns.Fqdn(name), dns.TypeA)
	reply, err := dns.ExchangeContext(context.WithoutCancel(t.Context()), m, server)
	if err != nil {
		t.Fatalf("%s from %s: %v", name, server, err)
	}
	for _, rr := range reply.Answer {
		if a, ok := rr.(*dns.A); ok {
			return reply.Rcode, a.A.String(), a.Hdr.Ttl
		}
	}
	return reply.Rcode, "", 0
}

func network(t *testing.T) service.Network {
	t.Helper()
	n, err := service.NewNetwork("53")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// shortDir is a directory whose path is short enough for sockets below it.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "onefs-") //nolint:usetesting // a test's own directory has too long a path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
