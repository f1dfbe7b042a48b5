// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"slices"
	"strings"
	"testing"

	mdns "github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/unbound"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// siteDNS is the site's DNS in two programs, as it is at home: a resolver that clients ask, and the name server of the zone.
type siteDNS struct {
	net      service.Network
	at       map[string]sim.Ground
	programs []*unbound.Resolver
}

// configure starts both anew. A resolver that is stopped leaves nothing at its address.
func (d *siteDNS) configure(t *testing.T, z unbound.Zone, options ...string) {
	t.Helper()
	d.stop()
	z.Server = d.net.Address(11)
	server, err := unbound.Serve(t.Context(), t.TempDir(), z)
	if err != nil {
		t.Fatal(err)
	}
	d.programs = append(d.programs, server)
	resolver, err := unbound.Start(t.Context(), t.TempDir(), d.net.Address(10), z, options...)
	if err != nil {
		t.Fatal(err)
	}
	d.programs = append(d.programs, resolver)
}

func (d *siteDNS) stop() {
	for _, p := range d.programs {
		p.Stop()
	}
	d.programs = nil
}

func (d *siteDNS) resolver() string { return d.net.Address(10) + ":53" }

// TestFindingsOfDNS: each fires while the site's DNS is wrong, and then clients fare as it says; it clears when DNS is right.
func TestFindingsOfDNS(t *testing.T) {
	t.Parallel()
	need(t, service.Missing("unbound"))
	s := withoutDomain(t, nil)
	n, at, _ := grounded(t, s)
	d := &siteDNS{net: n, at: at}
	t.Cleanup(d.stop)
	right := func(t *testing.T) { t.Helper(); d.configure(t, zone(at, "ps1", "ps2")) }
	look := func() []string {
		b := testbed.On(t, s.Site, testbed.Options{Quiet: true, AskByDNS: true, Delegation: dns.LookUpAt(d.resolver())})
		in := b.Intent(testbed.DR)
		survey := b.Engine.Survey(t.Context(), testbed.Scope(in, nil))
		out := []string{}
		findings := b.Engine.Observe(t.Context(), in, survey).Findings
		findings = append(findings, failover.Plan(survey, in).Warnings...)
		for _, f := range findings {
			if strings.HasPrefix(f.ID.String(), "dns_") || f.ID == finding.LongTTL {
				out = append(out, f.ID.String()+" "+f.Object)
			}
		}
		slices.Sort(out)
		return out
	}
	// found asks often enough for both servers of a delegation to have their turn.
	found := func(t *testing.T) (right, wrong int) {
		t.Helper()
		for range 40 {
			if code, address, _ := ask(t, d.resolver(), names[0]); code == mdns.RcodeSuccess && address == at["ps1"].Pool {
				right++
			} else {
				wrong++
			}
		}
		return right, wrong
	}
	all := func(t *testing.T) {
		t.Helper()
		if _, wrong := found(t); wrong > 0 {
			t.Errorf("%d of 40 clients do not get there", wrong)
		}
	}
	none := func(t *testing.T) {
		t.Helper()
		if right, _ := found(t); right > 0 {
			t.Errorf("%d of 40 clients get there", right)
		}
	}
	// Once a client was told that there is no such name, the resolver may tell others the same for a while.
	some := func(t *testing.T) {
		t.Helper()
		right, wrong := found(t)
		t.Logf("%d clients are told that there is no such name, %d are not", wrong, right)
		if wrong == 0 {
			t.Error("no client is told that there is no such name")
		}
	}
	kept := func(t *testing.T) {
		t.Helper()
		if _, _, ttl := ask(t, d.resolver(), names[0]); ttl < 3000 {
			t.Errorf("the resolver keeps its answer for %d seconds", ttl)
		}
	}
	ttl := func(seconds int) func(*testing.T) { return func(*testing.T) { setTTL(s, seconds) } }
	for _, c := range []struct {
		about       string
		spoil, mend func(*testing.T)
		want        []string
		clients     func(*testing.T)
	}{
		{
			about: "only the cluster that serves", spoil: func(t *testing.T) { d.configure(t, zone(at, "ps1")) },
			want: []string{"dns_not_delegated name fin.demo.local", "dns_not_delegated name nas1.demo.local"}, clients: all,
		},
		{
			about: "only the cluster that does not serve", spoil: func(t *testing.T) { d.configure(t, zone(at, "ps2")) },
			want: []string{"dns_not_delegated name fin.demo.local", "dns_not_delegated name nas1.demo.local"}, clients: none,
		},
		{
			about: "one name not delegated at all",
			spoil: func(t *testing.T) { z := zone(at, "ps1", "ps2"); z.Delegations = z.Delegations[1:]; d.configure(t, z) },
			want:  []string{"dns_not_delegated name nas1.demo.local", "dns_not_delegated name nas1.demo.local"}, clients: none,
		},
		{
			about: "the address of a service has changed",
			spoil: func(t *testing.T) {
				old := map[string]sim.Ground{"ps1": at["ps1"], "ps2": {Service: n.Address(200)}}
				d.configure(t, zone(old, "ps1", "ps2"))
			},
			want: []string{"dns_not_delegated name fin.demo.local", "dns_not_delegated name nas1.demo.local"}, clients: all,
		},
		{
			about: "an alias",
			spoil: func(t *testing.T) {
				z := zone(at, "ps1", "ps2")
				z.Delegations[0].Name = "nas1-prod.demo.local"
				z.Records = []string{"nas1 CNAME nas1-prod"}
				d.configure(t, z)
			},
			want: []string{"dns_alias name nas1.demo.local"}, clients: none,
		},
		{
			about: "no resolver", spoil: func(*testing.T) { d.stop() },
			want: []string{"dns_unreachable name fin.demo.local", "dns_unreachable name nas1.demo.local"}, clients: func(*testing.T) {},
		},
		{
			about: "the resolver keeps answers", spoil: func(t *testing.T) { d.configure(t, zone(at, "ps1", "ps2"), "cache-min-ttl: 3600") },
			want: []string{"dns_answers_kept name fin.demo.local", "dns_answers_kept name nas1.demo.local"}, clients: kept,
		},
		{
			about: "the pool lets clients keep answers", spoil: ttl(3600), mend: ttl(0),
			want: []string{
				"long_ttl pool groupnet0.subnet0.nas1 on dr", "long_ttl pool groupnet0.subnet0.nas1 on prod",
			}, clients: kept,
		},
		{
			about: "the other cluster denies the names", spoil: foreign(s, "nxdomain"), mend: foreign(s, "refused"),
			want: []string{"dns_name_denied name fin.demo.local", "dns_name_denied name nas1.demo.local"}, clients: some,
		},
	} {
		t.Run(c.about, func(t *testing.T) {
			right(t)
			c.spoil(t)
			if got := look(); !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
			c.clients(t)
			if c.mend != nil {
				c.mend(t)
			}
			right(t)
			if got := look(); len(got) > 0 {
				t.Errorf("still there when DNS is right: %q", got)
			}
			all(t)
		})
	}
}

// foreign is what the clusters say to a name that they do not have.
func foreign(s *sim.Simulation, says string) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		s.World.Do(func() {
			if err := s.World.Dials.Set(dial.ForeignName, says); err != nil {
				t.Error(err)
			}
		})
	}
}
