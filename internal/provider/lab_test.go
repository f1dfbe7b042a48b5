// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// lab is the simulated site with a provider configured for it, in a bubble of simulated time.
type lab struct {
	*core
	sim *sim.Simulation
	// delegation is what the site's DNS says; nil means that every name leads to both clusters.
	delegation func(ctx context.Context, name string) (dns.Delegation, error)
}

// inLab runs a test in a fresh site.
func inLab(t *testing.T, options sim.Options, run func(t *testing.T, l *lab)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		options.Strict = true
		s, err := sim.New("lab", options)
		if err != nil {
			t.Fatal(err)
		}
		l := &lab{sim: s}
		l.core = newCore(t, l.block(nil), l.options()...)
		run(t, l)
		for _, v := range s.Violations() {
			t.Errorf("the simulator complains: %+v", v)
		}
	})
}

// options lead the provider to the simulator.
func (l *lab) options() []Option {
	return []Option{
		WithTransport(func(string) http.RoundTripper { return l.sim.Transport() }),
		WithResolver(l.resolve),
		WithDelegation(l.delegated),
		WithJitter(func() float64 { return 0 }),
	}
}

// resolve asks the SmartConnect service of the cluster that dns_endpoint names.
func (l *lab) resolve(_ context.Context, endpoint, name string) ([]netip.Addr, error) {
	cluster, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		return nil, err
	}
	var out []netip.Addr
	l.sim.World.Do(func() {
		if a, ok := smartconnect.Ask(l.sim.World, cluster, smartconnect.Address(name)).Address(); ok {
			out = append(out, a)
		}
	})
	return out, nil
}

// delegated is the site's DNS.
func (l *lab) delegated(ctx context.Context, name string) (dns.Delegation, error) {
	if l.delegation != nil {
		return l.delegation(ctx, name)
	}
	return dns.Delegation{Servers: []netip.Addr{netip.MustParseAddr("192.168.1.100"), netip.MustParseAddr("192.168.1.200")}}, nil
}

// block is the provider block for the site, with changes to each cluster.
func (l *lab) block(change map[string]any) map[string]any {
	out := map[string]any{}
	for _, name := range []string{"ps1", "ps2"} {
		c := map[string]any{
			"endpoint": "https://" + name + ":8080", "username": l.sim.Username, "password": l.sim.Password, "dns_endpoint": name + ":53",
		}
		maps.Copy(c, change)
		out[name] = c
	}
	return map[string]any{"clusters": out}
}

// declared is the configuration of the site's pool, served by a cluster.
func (l *lab) declared(active string, change map[string]any) map[string]any {
	out := map[string]any{
		"active_cluster": active,
		"pools":          map[string]any{"ps1": l.sim.Pool, "ps2": l.sim.Pool},
		"policies":       l.sim.Policies,
	}
	maps.Copy(out, change)
	return out
}

func (l *lab) id() string { return "ps1=" + l.sim.Pool + ",ps2=" + l.sim.Pool }

// cluster gives a cluster to a function, with the world's lock held.
func (l *lab) cluster(name string, f func(*world.Cluster)) {
	l.sim.World.Do(func() { f(l.sim.World.Cluster(name)) })
}

// settle lets what was just changed become visible: the clusters answer with the state of some seconds ago.
func (l *lab) settle() { time.Sleep(time.Minute) } // bubble

// serving tells which cluster answers for a name.
func (l *lab) serving(name string) string {
	var out []string
	l.sim.World.Do(func() {
		for _, c := range []string{"ps1", "ps2"} {
			if smartconnect.Owns(l.sim.World, c, name) {
				out = append(out, c)
			}
		}
	})
	return strings.Join(out, "+")
}

// writes is how many requests changed something so far, logging in aside.
func (l *lab) writes() int { return l.mutating("/session") }

// touched is how many requests changed something that belongs to users: the provider's own journal and lease aside.
func (l *lab) touched() int { return l.mutating("/session", "/namespace/ifs/.onefs-failover") }

func (l *lab) mutating(except ...string) int {
	n := 0
	l.sim.World.Do(func() {
		for _, r := range l.sim.World.Log.All() {
			if r.Mutating && !slices.ContainsFunc(except, func(p string) bool { return strings.HasPrefix(r.Path, p) }) {
				n++
			}
		}
	})
	return n
}

// ok fails the test at an error.
func ok(t *testing.T, d diagnostics) {
	t.Helper()
	if e := d.errors(); len(e) > 0 {
		t.Fatalf("unexpected errors:\n%s", strings.Join(e, "\n---\n"))
	}
}

// adopted is the state after a create with the serving cluster.
func (l *lab) adopted(t *testing.T) state {
	t.Helper()
	p := l.plan(l.none(), l.declared("ps1", nil))
	ok(t, p.diags)
	s, d := l.apply(p)
	ok(t, d)
	return s
}
