// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// definer makes random definitions on a site.
type definer struct {
	*rand.Rand
	b *Bed
	t testing.TB
	n int
}

// newDefiner is a bed with arrays that show things in a random way.
func newDefiner(t *testing.T, seed uint64, wrap func(http.RoundTripper) http.RoundTripper) *definer {
	t.Helper()
	d := &definer{Rand: rand.New(rand.NewPCG(seed, 17)), t: t}
	dials := dial.Values{
		dial.QuotaScanTime: "0s", dial.EmptyValues: d.one(dial.Given, dial.Null, dial.Absent), dial.ListOrder: d.one(dial.Given, dial.Turned),
		dial.NumberForm: d.one(dial.Given, dial.Longer),
	}
	d.b = New(t, Options{
		Scenario: d.one("lab", "different-paths"), Quiet: true, Wrap: wrap, Build: scenario.Options{Policies: 2, Quotas: 4, Dials: dials},
	})
	return d
}

func (d *definer) one(list ...string) string { return list[d.IntN(len(list))] }

// some are up to n different texts.
func (d *definer) some(n int, list ...string) []string {
	list = slices.Clone(list)
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:d.IntN(n+1)]
}

// dir is a directory that both clusters have.
func (d *definer) dir(key string) string {
	policy := d.b.Site.Policies[d.IntN(len(d.b.Site.Policies))]
	root := d.b.Root(key, policy)
	if policy == "nas1" {
		return d.one(root, root+"/a", root+"/b")
	}
	return root
}

var definers = []string{`{"id":"SID:S-1-1-0"}`, `{"id":"SID:S-1-5-21-1000-1201"}`, `{"id":"SID:S-1-5-21-1000-1101"}`}

func (d *definer) permissions() string {
	var out []string
	for range 1 + d.IntN(3) {
		out = append(out, fmt.Sprintf(`{"permission":%q,"permission_type":%q,"trustee":%s}`, d.one("full", "change", "read"),
			d.one("allow", "allow", "deny"), d.one(definers...)))
	}
	return "[" + strings.Join(out, ",") + "]"
}

// share is the body of a random share, and create makes it.
func (d *definer) shareBody() map[string]any {
	var permissions any
	_ = json.Unmarshal([]byte(d.permissions()), &permissions)
	out := map[string]any{"permissions": permissions}
	if d.IntN(2) == 0 {
		out["host_acl"] = d.some(2, "allow:10.0.0.1", "deny:ALL")
	}
	if d.IntN(2) == 0 {
		out["description"] = d.one("", "x", "two words")
	}
	if d.IntN(3) == 0 {
		out["run_as_root"] = []any{map[string]any{"id": "SID:S-1-1-0"}}
	}
	out["browsable"] = d.IntN(2) == 0
	return out
}

func (d *definer) exportBody() map[string]any {
	hosts := []string{"10.7.0.1", "10.7.0.2", "10.7.0.3", "10.7.0.0/28"}
	return map[string]any{
		"clients": d.some(2, hosts...), "read_only_clients": d.some(1, hosts...), "read_write_clients": d.some(2, hosts...),
		"root_clients": d.some(2, hosts...), "read_only": d.IntN(3) == 0, "description": d.one("", "y"), "time_delta": 1e-9,
		"security_flavors": append(d.some(1, "krb5", "krb5i"), "unix"),
	}
}

// writable lets somebody write: an object that lets nobody, while what stands for it does, may be one on which a fence was left, and is not
// copied; originals_lost says so.
func writable(body map[string]any) map[string]any {
	if list, ok := body["permissions"].([]any); ok {
		body["permissions"] = append(list, map[string]any{
			"permission": "change", "permission_type": "allow", "trustee": map[string]any{"id": "SID:S-1-5-21-1000-1102"},
		})
	} else {
		body["read_only"] = false
	}
	return body
}

func (d *definer) quotaBody() map[string]any {
	thresholds := map[string]any{"hard": int64(10+d.IntN(20)) << 30}
	if d.IntN(2) == 0 {
		thresholds["soft"], thresholds["soft_grace"] = int64(5)<<30, 3600
	}
	if d.IntN(2) == 0 {
		thresholds["advisory"] = int64(1+d.IntN(4)) << 30
	}
	return map[string]any{"thresholds": thresholds, "enforced": true, "description": d.one("", "z")}
}

func (d *definer) post(key, at string, body map[string]any) {
	if status, out := d.b.Raw(d.t, key).Do(http.MethodPost, at, text(body)); status/100 != 2 && status != http.StatusConflict {
		d.t.Fatalf("POST %s %s: %d %v", at, text(body), status, out)
	}
}

const aliasURL = "/platform/4/protocols/nfs/aliases"

// define makes one random object on prod, and now and then one on dr that stands for it and differs.
func (d *definer) define() {
	d.n++
	name := fmt.Sprintf("made%d", d.n)
	switch d.IntN(5) {
	case 0, 1:
		dir := d.dir(Prod)
		with := func(p string, body map[string]any) map[string]any { body["name"], body["path"] = name, p; return body }
		d.post(Prod, shareURL+"?zone=nas1", with(dir, writable(d.shareBody())))
		if d.IntN(2) == 0 {
			d.post(DR, shareURL+"?zone=nas1", with(d.there(dir), d.shareBody()))
		}
	case 2:
		list := []string{d.dir(Prod)}
		if other := d.dir(Prod); d.IntN(2) == 0 && other != list[0] {
			list = append(list, other)
		}
		with := func(p []string, body map[string]any) map[string]any { body["paths"] = p; return body }
		d.post(Prod, exportURL+"?zone=nas1&force=true", with(list, writable(d.exportBody())))
		if d.IntN(2) == 0 {
			var there []string
			for _, p := range list {
				there = append(there, d.there(p))
			}
			d.post(DR, exportURL+"?zone=nas1&force=true", with(there, d.exportBody()))
		}
	case 3:
		d.post(Prod, aliasURL+"?zone=nas1", map[string]any{"name": "/" + name, "path": d.dir(Prod)})
	default:
		dir, body := d.dir(Prod), d.quotaBody()
		body["path"], body["type"], body["include_snapshots"] = dir, "directory", d.IntN(2) == 0
		d.post(Prod, quotasURL, body)
	}
}

// there is a path of prod on dr.
func (d *definer) there(p string) string {
	for _, policy := range d.b.Site.Policies {
		if root := d.b.Root(Prod, policy); p == root || strings.HasPrefix(p, root+"/") {
			return d.b.Root(DR, policy) + strings.TrimPrefix(p, root)
		}
	}
	return p
}

// change is one random change between plan and apply.
func (d *definer) change() {
	r := d.b.Raw(d.t, Prod)
	switch d.IntN(8) {
	case 0:
		d.define()
	case 1:
		shares := r.List(shareURL, "shares", url.Values{"zone": {"nas1"}})
		name := fmt.Sprint(shares[d.IntN(len(shares))]["name"])
		r.Must(http.MethodPut, shareURL+"/"+url.PathEscape(name)+"?zone=nas1", text(map[string]any{"path": d.dir(Prod)}))
	case 2, 3, 4, 5:
		shares := r.List(shareURL, "shares", url.Values{"zone": {"nas1"}})
		name := fmt.Sprint(shares[d.IntN(len(shares))]["name"])
		r.Must(http.MethodPut, shareURL+"/"+url.PathEscape(name)+"?zone=nas1", text(d.shareBody()))
	default:
		body := d.quotaBody()
		body["path"], body["type"], body["include_snapshots"] = d.dir(Prod), "directory", d.IntN(2) == 0
		d.post(Prod, quotasURL, body)
	}
}

// back is a path of dr on prod.
func (d *definer) back(p string) string {
	for _, policy := range d.b.Site.Policies {
		if root := d.b.Root(DR, policy); p == root || strings.HasPrefix(p, root+"/") {
			return d.b.Root(Prod, policy) + strings.TrimPrefix(p, root)
		}
	}
	return ""
}
