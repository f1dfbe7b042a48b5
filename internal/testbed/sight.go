// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// Sight is what the plain API says of one cluster, as far as a failover is about it.
type Sight struct {
	Pool     map[string]any
	Zone     string
	Names    []string // aliases, in their order
	SPNs     []string
	Policies map[string]map[string]any
	Targets  map[string]map[string]any
	Reports  []map[string]any
	Quotas   []QuotaSight
	// Objects are shares, exports and aliases of all access zones: "share nas1/home", "export nas1/3", "alias nas1//fin".
	Objects map[string]map[string]any
}

// QuotaSight is a quota and the notification rules of its own.
type QuotaSight struct {
	Doc   map[string]any
	Rules []map[string]any
}

// Look reads a cluster by plain requests.
func (b *Bed) Look(t testing.TB, key string) *Sight {
	t.Helper()
	r := b.Raw(t, key)
	part := strings.Split(b.Site.Pool, ".")
	s := &Sight{
		Pool:     r.One(fmt.Sprintf("/platform/16/network/groupnets/%s/subnets/%s/pools/%s", part[0], part[1], part[2]), "pools"),
		Policies: byName(r.List("/platform/14/sync/policies", "policies", nil)),
		Targets:  byName(r.List("/platform/1/sync/target/policies", "policies", nil)),
		Reports:  r.List("/platform/15/sync/reports", "reports", nil),
		Objects:  map[string]map[string]any{},
	}
	s.Zone, s.Names = fmt.Sprint(s.Pool["sc_dns_zone"]), words(s.Pool["sc_dns_zone_aliases"])
	for _, ad := range r.List("/platform/14/auth/providers/ads", "ads", nil) {
		one := r.One("/platform/14/auth/providers/ads/"+url.PathEscape(fmt.Sprint(ad["id"])), "ads")
		s.SPNs = append(s.SPNs, words(one["spns"])...)
	}
	for _, q := range r.List("/platform/15/quota/quotas", "quotas", nil) {
		v := QuotaSight{Doc: q}
		if q["notifications"] == "custom" {
			v.Rules = r.List("/platform/7/quota/quotas/"+url.PathEscape(fmt.Sprint(q["id"]))+"/notifications", "notifications", nil)
		}
		s.Quotas = append(s.Quotas, v)
	}
	for _, zone := range r.List("/platform/3/zones", "zones", nil) {
		s.objects(r, fmt.Sprint(zone["name"]))
	}
	return s
}

func (s *Sight) objects(r *Raw, zone string) {
	in := url.Values{"zone": {zone}}
	for _, x := range r.List("/platform/12/protocols/smb/shares", "shares", in) {
		s.Objects["share "+zone+"/"+fmt.Sprint(x["name"])] = x
	}
	for _, x := range r.List("/platform/4/protocols/nfs/exports", "exports", in) {
		s.Objects["export "+zone+"/"+fmt.Sprint(x["id"])] = x
	}
	for _, x := range r.List("/platform/15/protocols/nfs/aliases", "aliases", in) {
		s.Objects["alias "+zone+"/"+fmt.Sprint(x["name"])] = x
	}
}

func byName(list []map[string]any) map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, x := range list {
		out[fmt.Sprint(x["name"])] = x
	}
	return out
}

// passing are properties that change by themselves while a policy or a quota only lives.
var passing = []string{
	"last_started", "last_success", "last_job_state", "next_run", "has_sync_state", "last_update_from_source", "last_source_coordinator_ip",
	"usage", "ready", "state", "conflicting_paths", "usr_percent", "efficiency_ratio", "reduction_ratio",
}

// Everything is what both clusters are to be after an exact return: every property of every object of a failover, by name, in canonical
// JSON, without what changes by itself.
func (b *Bed) Everything(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, key := range []string{Prod, DR} {
		s := b.Look(t, key)
		add := func(name string, doc map[string]any) {
			for k, v := range doc {
				if !slices.Contains(passing, k) {
					out[key+" "+name+": "+k] = text(v)
				}
			}
		}
		add("pool", s.Pool)
		for n, d := range s.Policies {
			add("policy "+n, d)
		}
		for n, d := range s.Targets {
			add("target "+n, d)
		}
		for n, d := range s.Objects {
			add(n, d)
		}
		for _, q := range s.Quotas {
			add(fmt.Sprintf("quota %v", q.Doc["id"]), q.Doc)
			add(fmt.Sprintf("rules of quota %v", q.Doc["id"]), map[string]any{"rules": q.Rules})
		}
		spns := slices.Clone(s.SPNs) // a directory keeps them in no order
		slices.Sort(spns)
		out[key+" SPNs"] = text(spns)
	}
	return out
}

// Differences lists what is not as it was, one line each; except holds names that may differ.
func Differences(was, is map[string]string, except func(name string) bool) []string {
	var out []string
	all := maps.Clone(was)
	maps.Copy(all, is)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if was[name] == is[name] || except != nil && except(name) {
			continue
		}
		out = append(out, fmt.Sprintf("%s: was %s, is %s", name, orNothing(was[name]), orNothing(is[name])))
	}
	return out
}

func orNothing(s string) string {
	if s == "" {
		return "not there"
	}
	return s
}
