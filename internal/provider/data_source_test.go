// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// data reads a data source in a fresh phase.
func (l *lab) data(t *testing.T, name string, config map[string]any) (tftypes.Value, diagnostics) {
	t.Helper()
	ok(t, l.phase())
	s := l.schema.DataSourceSchemas[name]
	r, err := l.server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: l.wire(l.value(s, config))})
	if err != nil {
		t.Fatal(err)
	}
	if r.State == nil {
		return tftypes.NewValue(s.ValueType(), nil), r.Diagnostics
	}
	v, err := r.State.Unmarshal(s.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	return v, r.Diagnostics
}

// must reads a data source that gives no error.
func (l *lab) must(t *testing.T, name string, config map[string]any) map[string]tftypes.Value {
	t.Helper()
	v, d := l.data(t, name, config)
	ok(t, d)
	return attributes(v)
}

// rows are the objects of a list.
func rows(t *testing.T, v tftypes.Value) []map[string]tftypes.Value {
	t.Helper()
	var all []tftypes.Value
	if err := v.As(&all); err != nil {
		t.Fatal(err)
	}
	var out []map[string]tftypes.Value
	for _, x := range all {
		out = append(out, attributes(x))
	}
	return out
}

// plain is a value as text: of a list its members, "" for null.
func plain(v tftypes.Value) string {
	if v.IsNull() {
		return ""
	}
	switch {
	case v.Type().Is(tftypes.Bool):
		var b bool
		_ = v.As(&b)
		return fmt.Sprint(b)
	case v.Type().Is(tftypes.Number):
		n := new(big.Float)
		_ = v.As(&n)
		return n.Text('f', -1)
	case v.Type().Is(tftypes.String):
		var s string
		_ = v.As(&s)
		return s
	}
	return strings.Join(list(v), " ")
}

// asked is the configuration of the readiness of the site's pool.
func (l *lab) asked(change map[string]any) map[string]any {
	out := map[string]any{"pools": map[string]any{"ps1": l.sim.Pool, "ps2": l.sim.Pool}, "policies": l.sim.Policies}
	maps.Copy(out, change)
	return out
}

func findingsIn(t *testing.T, a map[string]tftypes.Value) []string {
	t.Helper()
	var out []string
	for _, f := range rows(t, a["findings"]) {
		out = append(out, plain(f["severity"])+" "+plain(f["id"]))
	}
	return out
}

// Readiness of a healthy site: ready, with ages, and nothing written.
func TestReadinessSource_Healthy(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		l.adopted(t)
		before := l.writes()
		time.Sleep(3 * time.Minute) // bubble
		a := l.must(t, "onefs_pool_failover_readiness", l.asked(nil))
		for name, want := range map[string]string{
			"ready": "true", "serving_cluster": "ps1", "to": "ps2", "protected": "true", "unfinished": "", "fence": "shares_and_exports",
			"certificate_days_left": "",
		} {
			if got := plain(a[name]); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		replication := rows(t, a["replication"])
		if len(replication) != 3 || plain(replication[0]["name"]) != "fin" || plain(replication[0]["replicating_from"]) != "ps1" ||
			plain(replication[0]["newest_run"]) == "" {
			t.Errorf("replication: %v", replication)
		}
		var age, inventory int
		_, _ = fmt.Sscan(plain(a["data_age_seconds"]), &age)
		_, _ = fmt.Sscan(plain(a["inventory_age_seconds"]), &inventory)
		if age <= 0 || age > 600 || inventory > 3600 {
			t.Errorf("data_age_seconds = %d, inventory_age_seconds = %q", age, plain(a["inventory_age_seconds"]))
		}
		if f := findingsIn(t, a); slices.ContainsFunc(f, func(s string) bool { return !strings.HasPrefix(s, "risk ") }) {
			t.Errorf("findings: %v", f)
		}
		if l.writes() != before {
			t.Errorf("%d writes", l.writes()-before)
		}
	})
}

// A cluster that does not answer is a finding and never an error, and all that is known of the other stays.
func TestReadinessSource_Unreachable(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		l.cluster("ps2", func(c *world.Cluster) { c.Reachable = false })
		v, d := l.data(t, "onefs_pool_failover_readiness", l.asked(nil))
		if len(d) > 0 {
			t.Fatalf("diagnostics: %q %q", d.errors(), d.warnings())
		}
		a := attributes(v)
		if f := findingsIn(t, a); plain(a["ready"]) != "false" || !slices.Contains(f, "refused cluster_unreachable") {
			t.Errorf("ready = %s, findings %v", plain(a["ready"]), f)
		}
		if unread := attributes(a["unread"]); plain(unread["ps2"]) == "" {
			t.Errorf("unread: %v", unread)
		}
	})
}

// What blocks a move shows with its cure as a request, and is gone once that is done.
func TestReadinessSource_Blocking(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		l.putPolicy(t, "ps1", "nas1", `{"enabled":false}`)
		a := l.must(t, "onefs_pool_failover_readiness", l.asked(nil))
		worst := rows(t, a["findings"])[0]
		if plain(a["ready"]) != "false" || plain(worst["id"]) != "policy_disabled" || plain(worst["severity"]) != "blocking" ||
			plain(worst["request"]) != `PUT /platform/14/sync/policies/nas1 {"enabled":true} on ps1` {
			t.Errorf("ready = %s, the worst is %v", plain(a["ready"]), worst)
		}
		l.putPolicy(t, "ps1", "nas1", `{"enabled":true}`)
		if a := l.must(t, "onefs_pool_failover_readiness", l.asked(nil)); plain(a["ready"]) != "true" {
			t.Errorf("not ready after the cure: %v", findingsIn(t, a))
		}
	})
}

// Names that DNS does not lead to both clusters.
func TestReadinessSource_Delegation(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		l.delegation = func(_ context.Context, name string) (dns.Delegation, error) {
			servers := []netip.Addr{netip.MustParseAddr("192.168.1.100")}
			if name == "nas1.demo.local" {
				servers = append(servers, netip.MustParseAddr("192.168.1.200"))
			}
			return dns.Delegation{Servers: servers}, nil
		}
		a := l.must(t, "onefs_pool_failover_readiness", l.asked(nil))
		delegated := attributes(a["delegated"])
		if plain(delegated["nas1.demo.local"]) != "true" || plain(delegated["fin.demo.local"]) != "false" ||
			!slices.Contains(findingsIn(t, a), "risk dns_not_delegated") {
			t.Errorf("delegated: %v, findings %v", delegated, findingsIn(t, a))
		}
	})
}

// The pairs of the lab are found by their hints. Pasted, the configuration imports with nothing to change, and the plan after it is empty.
func TestPairsSource_Pasted(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		a := l.must(t, "onefs_pool_pairs", map[string]any{"clusters": []string{"ps1", "ps2"}})
		pairs := rows(t, a["pairs"])
		if len(pairs) != 1 || plain(pairs[0]["key"]) != "nas1" || plain(pairs[0]["id"]) != l.id() ||
			plain(pairs[0]["serving_cluster"]) != "ps1" ||
			plain(pairs[0]["policies"]) != "fin nas1 proj" ||
			plain(pairs[0]["access_zone"]) != "nas1" {
			t.Fatalf("pairs: %v", pairs)
		}
		if others := rows(t, a["unpaired"]); len(others) != 0 {
			t.Errorf("unpaired: %v", others)
		}
		want := `resource "onefs_pool_failover" "nas1" {
  active_cluster = "ps1"
  pools          = { ps1 = "groupnet0.subnet0.nas1", ps2 = "groupnet0.subnet0.nas1" }
  policies       = ["fin", "nas1", "proj"]
}

import {
  to = onefs_pool_failover.nas1
  id = "ps1=groupnet0.subnet0.nas1,ps2=groupnet0.subnet0.nas1"
}
`
		if got := plain(a["configuration"]); got != want {
			t.Errorf("configuration:\n%s", got)
		}
		s, d := l.importID(plain(pairs[0]["id"]))
		ok(t, d)
		pasted := l.declared(plain(pairs[0]["serving_cluster"]), map[string]any{"policies": list(pairs[0]["policies"])})
		p := l.planAfterRefresh(s, pasted)
		if ok(t, p.diags); len(differences("", s.value, p.value)) != 1 || attributes(p.value)["manual_steps"].IsKnown() {
			t.Errorf("the import changes more than the inventory: %v", differences("", s.value, p.value))
		}
		s, d = l.apply(p)
		ok(t, d)
		if p = l.plan(s, pasted); !p.empty() || len(p.diags) > 0 {
			t.Errorf("the plan after it is not empty: %s %v", p.value, p.diags.warnings())
		}
	})
}

// Pools that cannot be paired are told with the reason.
func TestPairsSource_Unpaired(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		for name, alias := range map[string]string{"ps1": "igls-eng-ps1.demo.local", "ps2": "build-ps2.demo.local"} {
			l.cluster(name, func(c *world.Cluster) {
				c.Network.Pools.Update("groupnet0.subnet0.eng", func(p *world.Pool) { p.SCDNSZoneAliases = []string{alias} })
			})
		}
		got := map[string]string{}
		for _, u := range rows(t, l.must(t, "onefs_pool_pairs", map[string]any{"clusters": []string{"ps1", "ps2"}})["unpaired"]) {
			got[plain(u["cluster"])+" "+plain(u["pool"])] = plain(u["reason"])
		}
		if len(got) != 2 || !strings.Contains(got["ps1 groupnet0.subnet0.eng"], "finds no pool with the hint key eng") ||
			!strings.Contains(got["ps2 groupnet0.subnet0.eng"], "has no hint") {
			t.Errorf("unpaired: %v", got)
		}
		l.cluster("ps2", func(c *world.Cluster) { c.Reachable = false })
		a := l.must(t, "onefs_pool_pairs", map[string]any{"clusters": []string{"ps1", "ps2"}})
		if plain(attributes(a["unread"])["ps2"]) == "" || len(rows(t, a["pairs"])) != 0 {
			t.Errorf("with a dead cluster: %v", a)
		}
	})
}

func TestPoolsSource(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		found := rows(t, l.must(t, "onefs_pools", map[string]any{"cluster": "ps2"})["pools"])
		if len(found) != 3 {
			t.Fatalf("pools: %v", found)
		}
		for name, want := range map[string]string{
			"id": "groupnet0.subnet0.nas1", "access_zone": "nas1", "zone_name": "igls-original-nas1.demo.local", "names": "drtest.demo.local",
			"parked_names": "nas1.demo.local", "hint": "nas1", "ignored": "false", "ttl": "0", "interfaces": "3",
		} {
			if got := plain(found[2][name]); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if one := rows(t, l.must(t, "onefs_pools", map[string]any{"cluster": "ps2", "access_zone": "eng"})["pools"]); len(one) != 1 {
			t.Errorf("pools of zone eng: %v", one)
		}
		_, d := l.data(t, "onefs_pools", map[string]any{"cluster": "ps3"})
		expect(t, d.errors(), `AttributeName("cluster")`, `no cluster "ps3"`)
	})
}

func TestPoliciesSource(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		found := rows(t, l.must(t, "onefs_replication_policies", map[string]any{"cluster": "ps1"})["policies"])
		var names []string
		for _, p := range found {
			names = append(names, plain(p["name"]))
		}
		if strings.Join(names, " ") != "eng fin nas1 proj" {
			t.Fatalf("policies: %v", names)
		}
		for name, want := range map[string]string{
			"mirror": "false", "enabled": "true", "conflicted": "false", "fails_back": "true", "source_path": "/ifs/data/nas1",
			"target_host": "ps2.demo.local", "schedule": "every 5 minutes",
		} {
			if got := plain(found[2][name]); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		mirrors := rows(t, l.must(t, "onefs_replication_policies", map[string]any{"cluster": "ps2"})["policies"])
		if len(mirrors) != 2 || plain(mirrors[0]["name"]) != "fin_mirror" || plain(mirrors[0]["mirror"]) != "true" ||
			plain(mirrors[0]["enabled"]) != "false" {
			t.Errorf("policies on ps2: %v", mirrors)
		}
	})
}

// The record of a run is read back as the run left it; one that never was is not found, and a dead cluster is told.
func TestRunSource(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		p := l.plan(l.adopted(t), l.declared("ps2", nil))
		l.sim.World.Do(func() { invariant.NewRun(l.sim.World) })
		s, d := l.apply(p)
		ok(t, d)
		id := text(s.value, "last_run")
		a := l.must(t, "onefs_failover_run", map[string]any{"id": id})
		for name, want := range map[string]string{"found": "true", "resource": l.id(), "from": "ps1", "to": "ps2"} {
			if got := plain(a[name]); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		planned, ran := attributes(attributes(p.value)["moves"]), attributes(a["moves"])
		for _, name := range []string{"kind", "names", "spns", "policies", "quotas", "fenced"} {
			if plain(planned[name]) != plain(ran[name]) || plain(ran[name]) == "" {
				t.Errorf("%s: planned %q, recorded %q", name, plain(planned[name]), plain(ran[name]))
			}
		}
		if plain(a["manual_steps"]) != strings.Join(list(attributes(s.value)["manual_steps"]), " ") {
			t.Errorf("manual steps: %q", plain(a["manual_steps"]))
		}
		stages := rows(t, a["stages"])
		if len(stages) < 8 || plain(stages[0]["stage"]) != "1 start" || plain(stages[0]["error"]) != "" {
			t.Errorf("stages: %v", stages)
		}
		if a := l.must(t, "onefs_failover_run", map[string]any{"id": "never"}); plain(a["found"]) != "false" || !a["moves"].IsNull() {
			t.Errorf("a run that never was: %v", a)
		}
		l.cluster("ps1", func(c *world.Cluster) { c.Reachable = false })
		if a := l.must(
			t,
			"onefs_failover_run",
			map[string]any{"id": id},
		); plain(a["found"]) != "true" ||
			plain(attributes(a["unread"])["ps1"]) == "" {
			t.Errorf("with a dead cluster: %v", a)
		}
	})
}
