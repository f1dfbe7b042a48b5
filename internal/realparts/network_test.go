// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"net"
	"os"
	"testing"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/unbound"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// place is where a cluster of the site stands on this machine.
type place struct {
	service string // SmartConnect service address
	pool    string // the one address of pool nas1
}

// grounded gives the clusters loopback addresses: real programs can then go where SmartConnect sends them. SmartConnect listens at port 53
// of its service addresses.
func grounded(t *testing.T, s *sim.Simulation) (service.Network, map[string]place) {
	t.Helper()
	n := network(t)
	out := map[string]place{}
	for i, name := range []string{"ps1", "ps2"} {
		at := place{service: n.Address(100 + i), pool: n.Address(50 + i)}
		out[name] = at
		s.World.Do(func() {
			net := &s.World.Cluster(name).Network
			net.Pools.Update(s.Pool, func(p *world.Pool) { p.Ranges = []world.AddressRange{{Low: at.pool, High: at.pool}} })
			net.Subnets.Update("groupnet0.subnet0", func(s *world.Subnet) {
				s.SCServiceAddrs = []world.AddressRange{{Low: at.service, High: at.service}}
			})
		})
		serveSmartConnect(t, s.World, name, at.service)
	}
	begin(s)
	return n, out
}

// begin tells the judge that the site as it is now is where it begins.
func begin(s *sim.Simulation) {
	s.World.Do(func() {
		invariant.Begin(s.World, invariant.Site{Pool: s.Pool, From: s.From, To: s.To, Policies: s.Policies})
	})
}

// serveSmartConnect answers for a cluster over UDP and TCP at port 53 of an address.
func serveSmartConnect(t *testing.T, w *world.World, cluster, address string) {
	t.Helper()
	at := net.JoinHostPort(address, "53")
	packets, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", at)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	answer := dns.HandlerFunc(func(out dns.ResponseWriter, question *dns.Msg) {
		if reply := smartconnect.Exchange(w, cluster, question); reply != nil {
			_ = out.WriteMsg(reply)
		}
	})
	for _, server := range []*dns.Server{{PacketConn: packets, Handler: answer}, {Listener: stream, Handler: answer}} {
		started := make(chan struct{})
		server.NotifyStartedFunc = func() { close(started) }
		go func() { _ = server.ActivateAndServe() }()
		<-started
		t.Cleanup(func() { _ = server.Shutdown() })
	}
}

// names that move.
var names = []string{"nas1.demo.local", "fin.demo.local"}

// resolver is the site's DNS: every name that moves is delegated to the SmartConnect services of both clusters, once and for all.
func resolver(t *testing.T, n service.Network, at map[string]place) *unbound.Resolver {
	t.Helper()
	need(t, service.Missing("unbound"))
	var all []unbound.Delegation
	for _, name := range names {
		all = append(all, unbound.Delegation{Name: name, Servers: map[string]string{
			"ssip1.demo.local": at["ps1"].service, "ssip2.demo.local": at["ps2"].service,
		}})
	}
	r, err := unbound.Start(t.Context(), t.TempDir(), n.Address(10), "demo.local", all)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	return r
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
