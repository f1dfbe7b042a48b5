// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smartconnect_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func lab(t *testing.T) *world.World {
	t.Helper()
	s, err := scenario.Build("lab", scenario.Options{Start: time.Date(2026, 5, 2, 9, 2, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return s.World
}

// ask asks a cluster for a name's address and returns it as text, or the reason why there is none.
func ask(w *world.World, cluster, name string) string {
	r := smartconnect.Ask(w, cluster, smartconnect.Address(name))
	if a, ok := r.Address(); ok {
		return a.String()
	}
	if r.Silent {
		return "silent"
	}
	return dns.RcodeToString[r.Rcode]
}

// rename changes a pool as a PUT would.
func rename(c *world.Cluster, pool, zone string, aliases ...string) {
	old, _ := c.Network.Pools.Get(pool)
	p := old
	p.SCDNSZone, p.SCDNSZoneAliases = zone, aliases
	c.ChangePool(old, p)
}

func TestAClusterAnswersForItsOwnNamesOnly(t *testing.T) {
	w := lab(t)
	for _, c := range []struct{ cluster, name, want string }{
		{"ps1", "nas1.demo.local", "192.168.1.51"},
		{"ps1", "FIN.demo.local.", "192.168.1.52"},
		{"ps2", "nas1.demo.local", "REFUSED"},
		{"ps2", "igls-original-nas1.demo.local", "192.168.1.55"},
		{"ps2", "drtest.demo.local", "192.168.1.56"},
		{"ps1", "x.nas1.demo.local", "REFUSED"},
		{"ps1", "sip.demo.local", "192.168.1.100"},
		{"ps3", "nas1.demo.local", "silent"},
	} {
		if got := ask(w, c.cluster, c.name); got != c.want {
			t.Errorf("%s, asked for %s: %s, want %s", c.cluster, c.name, got, c.want)
		}
	}
	for value, want := range map[string]string{"nxdomain": "NXDOMAIN", "silent": "silent", "refused": "REFUSED"} {
		w.Dials["dns_foreign_name"] = value
		if got := ask(w, "ps2", "nas1.demo.local"); got != want {
			t.Errorf("dns_foreign_name=%s: %s", value, got)
		}
	}
}

func TestAddressesOfUsableNodesComeInTurn(t *testing.T) {
	w := lab(t)
	c := w.Cluster("ps1")
	turn := func() (out [4]string) {
		for i := range out {
			out[i] = ask(w, "ps1", "nas1.demo.local")
		}
		return out
	}
	if got := turn(); got != [4]string{"192.168.1.51", "192.168.1.52", "192.168.1.53", "192.168.1.51"} {
		t.Errorf("all nodes: %v", got)
	}
	c.Nodes[1].Up = false
	c.Network.Pools.Update("groupnet0.subnet0.nas1", func(p *world.Pool) { p.SCSuspendedNodes = []int{1} })
	if got := turn(); got != [4]string{"192.168.1.53", "192.168.1.53", "192.168.1.53", "192.168.1.53"} {
		t.Errorf("node 2 down, node 1 suspended: %v", got)
	}
	c.Network.Pools.Update("groupnet0.subnet0.nas1", func(p *world.Pool) { p.Ifaces = nil })
	if got := ask(w, "ps1", "nas1.demo.local"); got != "SERVFAIL" {
		t.Errorf("a pool without interfaces: %s", got)
	}
	c.Network.Pools.Update("groupnet0.subnet0.nas1", func(p *world.Pool) { p.SCSubnet = "" })
	if got := ask(w, "ps1", "nas1.demo.local"); got != "REFUSED" {
		t.Errorf("a pool without a service address: %s", got)
	}
	c.Reachable = false
	if got := ask(w, "ps1", "nas1.demo.local"); got != "silent" {
		t.Errorf("a lost cluster: %s", got)
	}
}

func TestNamesMoveAtOnceOrAfterTheDialsLag(t *testing.T) {
	for _, lag := range []string{"0s", "10s"} {
		w := lab(t)
		w.Dials["lag_names"] = lag
		w.Do(func() { rename(w.Cluster("ps1"), "groupnet0.subnet0.nas1", "igls-original-nas1.demo.local") })
		want := "REFUSED"
		if lag != "0s" {
			want = "192.168.1.51"
		}
		if got := ask(w, "ps1", "nas1.demo.local"); got != want {
			t.Errorf("lag %s, at once: %s, want %s", lag, got, want)
		}
		w.Clock.Step(10 * time.Second)
		w.Do(func() {})
		if got := ask(w, "ps1", "nas1.demo.local"); got != "REFUSED" {
			t.Errorf("lag %s, later: %s", lag, got)
		}
	}
}

func TestAddressesLeadToNodes(t *testing.T) {
	w := lab(t)
	at, ok := smartconnect.Locate(w, netip.MustParseAddr("192.168.1.56"))
	if want := (smartconnect.Place{Cluster: "ps2", Pool: "groupnet0.subnet0.nas1", Zone: "nas1", LNN: 2, Up: true}); !ok || at != want {
		t.Errorf("192.168.1.56 is %+v, %v", at, ok)
	}
	if _, ok := smartconnect.Locate(w, netip.MustParseAddr("192.168.1.99")); ok {
		t.Error("192.168.1.99 leads somewhere")
	}
}

func TestARotationIsClonedWithItsWorld(t *testing.T) {
	w := lab(t)
	ask(w, "ps1", "nas1.demo.local")
	twin := w.Clone()
	if a, b := ask(w, "ps1", "nas1.demo.local"), ask(twin, "ps1", "nas1.demo.local"); a != b || a != "192.168.1.52" {
		t.Errorf("the world gave %s, its clone %s", a, b)
	}
}

func TestRealQuestionsOverUDPAndTCP(t *testing.T) {
	w := lab(t)
	s, err := smartconnect.Listen(w, "ps1", "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	for _, network := range []string{"udp", "tcp"} {
		client := dns.Client{Net: network}
		for _, c := range []struct {
			name    string
			kind    uint16
			rcode   int
			answers int
		}{
			{"nas1.demo.local.", dns.TypeA, dns.RcodeSuccess, 1},
			{"nas1.demo.local.", dns.TypeAAAA, dns.RcodeSuccess, 0},
			{"nas1.demo.local.", dns.TypeNS, dns.RcodeSuccess, 1},
			{"nas1.demo.local.", dns.TypeSOA, dns.RcodeSuccess, 1},
			{"igls-original-nas1.demo.local.", dns.TypeA, dns.RcodeRefused, 0},
		} {
			got, _, err := client.Exchange(new(dns.Msg).SetQuestion(c.name, c.kind), s.Address())
			if err != nil || got.Rcode != c.rcode || len(got.Answer) != c.answers {
				t.Errorf("%s %s %s: %v, %v", network, c.name, dns.TypeToString[c.kind], got, err)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := smartconnect.Listen(w, "ps1", "192.0.2.1"); err == nil {
		t.Error("listening at an address of nobody did not fail")
	}
}
