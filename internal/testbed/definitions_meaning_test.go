// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// meanings are the definitions of a cluster below the policies, by what they are, in a form in which equal means the same. This is the
// judge's own comparison.
func (d *definer) meanings(key string) map[string]string {
	out := map[string]string{}
	r := d.b.Raw(d.t, key)
	home := func(p string) string {
		for _, policy := range d.b.Site.Policies {
			if root := d.b.Root(key, policy); p == root || strings.HasPrefix(p, root+"/") {
				return d.b.Root(Prod, policy) + strings.TrimPrefix(p, root)
			}
		}
		return ""
	}
	add := func(kind, id string, doc map[string]any) {
		for _, k := range []string{
			"id", "zid", "zone", "usage", "ready", "health", "conflicting_paths", "unresolved_clients", "efficiency_ratio", "reduction_ratio",
			"paths", "path",
		} {
			delete(doc, k)
		}
		name := kind + " " + id
		for n := 2; out[name] != ""; n++ {
			name = fmt.Sprintf("%s %s (%d)", kind, id, n)
		}
		out[name] = meant("", doc)
	}
	for _, x := range r.List(shareURL, "shares", url.Values{"zone": {"nas1"}}) {
		if p := home(fmt.Sprint(x["path"])); p != "" {
			add("share", fmt.Sprint(x["name"], " ", p), x)
		}
	}
	for _, x := range r.List(aliasURL, "aliases", url.Values{"zone": {"nas1"}}) {
		if p := home(fmt.Sprint(x["path"])); p != "" {
			add("alias", fmt.Sprint(x["name"], " ", p), x)
		}
	}
	var exports []string
	for _, x := range r.List(exportURL, "exports", url.Values{"zone": {"nas1"}}) {
		var list []string
		for _, p := range paths(x) {
			list = append(list, home(p))
		}
		if slices.Sort(list); !slices.Contains(list, "") {
			for _, k := range []string{"id", "zone", "conflicting_paths", "unresolved_clients", "paths"} {
				delete(x, k)
			}
			exports = append(exports, fmt.Sprint("export ", list, meant("", x)))
		}
	}
	slices.Sort(exports)
	for i, x := range exports {
		out[fmt.Sprintf("%s #%d", x, i)] = "there"
	}
	for _, q := range r.List(quotasURL, "quotas", nil) {
		if p := home(fmt.Sprint(q["path"])); p != "" && q["linked"] != true {
			persona, _ := q["persona"].(map[string]any)
			limits, _ := q["thresholds"].(map[string]any)
			maps.DeleteFunc(limits, func(k string, _ any) bool { return strings.Contains(k, "exceeded") })
			add("quota", fmt.Sprint(q["type"], " ", p, " ", persona["id"], " ", q["include_snapshots"]), q)
		}
	}
	return out
}

// meant is a value in one form: lists without order sorted, each entry once, permissions sorted within what stands side by side and is of
// one kind, numbers as floats, nothing of what is empty.
func meant(key string, v any) string {
	switch v := v.(type) {
	case map[string]any:
		var out []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if s := meant(k, v[k]); s != "" && k != "name" {
				out = append(out, k+"="+s)
			}
		}
		if len(out) == 0 {
			return ""
		}
		return "{" + strings.Join(out, " ") + "}"
	case []any:
		var out []string
		block := 0
		for i, x := range v {
			s := meant("", x)
			if slices.Contains(out, s) {
				continue
			}
			p, _ := x.(map[string]any)
			before := map[string]any{}
			if i > 0 {
				before, _ = v[i-1].(map[string]any)
			}
			if out = append(out, s); key == "host_acl" {
				continue
			}
			if key == "permissions" && i > 0 && p["permission_type"] != before["permission_type"] {
				block = len(out) - 1
			}
			slices.Sort(out[block:])
		}
		return strings.Join(out, ",")
	case nil:
		return ""
	default:
		return fmt.Sprint(v)
	}
}

// differences are what is in one list of meanings and not in the other.
func differences(want, is map[string]string) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(want)) {
		if is[k] != want[k] {
			out = append(out, fmt.Sprintf("%s: was %s, is %s", k, want[k], is[k]))
		}
	}
	return out
}
