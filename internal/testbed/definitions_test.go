// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// Random definitions of shares, exports, aliases and quotas: what goes out and comes back is, by its meaning, what it was, and what was
// changed since the plan is not written.

const (
	roundTrips, roundTripSample = 10_000, 6
	approvals, approvalSample   = 5_000, 8
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

// goes moves the pool; refused is what a plan says that does not let it.
func (d *definer) goes(side string) (refused string, err error) {
	in := d.b.Intent(side)
	d.b.NewRun()
	planned := d.b.Engine.Survey(d.t.Context(), Scope(in, nil))
	if p := failover.Plan(planned, in); len(p.Errors) > 0 {
		return p.Errors[0].Line(), nil
	}
	_, err = d.b.Engine.Run(d.t.Context(), in, planned)
	return "", err
}

// TestDefinitions_RoundTrip: for random definitions, out and back leaves both clusters equal by meaning to before, or the plan is refused.
func TestDefinitions_RoundTrip(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	runs, refusals, failed := 0, 0, 0
	t.Run("seeds", func(t *testing.T) {
		for _, seed := range seeds(t, roundTripSample, roundTrips) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				refused := ""
				synctest.Test(t, func(t *testing.T) { refused = roundTrip1(t, seed) })
				mu.Lock()
				defer mu.Unlock()
				runs++
				if refused != "" {
					refusals++
				}
				if t.Failed() {
					failed++
				}
			})
		}
	})
	t.Logf("%d round trips, %d of them refused, %d failed", runs, refusals, failed)
	Record(t, "definitions", map[string]int{"round_trips": runs, "refused": refusals, "round_trips_failed": failed})
}

func roundTrip1(t *testing.T, seed uint64) string {
	d := newDefiner(t, seed, nil)
	for range 1 + d.IntN(6) {
		d.define()
	}
	time.Sleep(2 * time.Minute) // bubble
	adopt(t, d.b)
	prod, dr := d.meanings(Prod), d.meanings(DR)
	for _, side := range []string{DR, Prod} {
		refused, err := d.goes(side)
		if refused != "" && side == DR {
			if diff := append(differences(prod, d.meanings(Prod)), differences(dr, d.meanings(DR))...); len(diff) > 0 {
				t.Errorf("SEED=%d: refused, and changed:\n%s", seed, Lines(diff))
			}
			return refused
		}
		if err != nil || refused != "" {
			t.Fatalf("SEED=%d: to %s: %v %s", seed, side, err, refused)
		}
		time.Sleep(time.Minute) // bubble
		if diff := differences(prod, d.meanings(side)); len(diff) > 0 {
			t.Fatalf("SEED=%d: %s does not have what prod had:\n%s", seed, side, Lines(diff))
		}
	}
	if diff := differences(d.meanings(Prod), prod); len(diff) > 0 {
		t.Errorf("SEED=%d: prod has what it never had:\n%s", seed, Lines(diff))
	}
	return ""
}

// written1 is a write to something that a plan has lines for.
type written1 struct{ key, method, path, body string }

// writes keeps the writes of a run.
type writes struct {
	mu   sync.Mutex
	next http.RoundTripper
	on   bool
	all  []written1
}

func (w *writes) RoundTrip(req *http.Request) (*http.Response, error) {
	if w.on && req.Method != http.MethodGet && (strings.Contains(req.URL.Path, "/protocols/smb/shares") ||
		strings.Contains(req.URL.Path, "/protocols/nfs/") || strings.Contains(req.URL.Path, "/quota/quotas")) {
		var body []byte
		if req.Body != nil {
			body, _ = io.ReadAll(req.Body)
			req.Body = io.NopCloser(bytes.NewReader(body))
		}
		key := DR
		if strings.HasPrefix(req.URL.Hostname(), ps1) {
			key = Prod
		}
		w.mu.Lock()
		w.all = append(w.all, written1{key, req.Method, req.URL.Path, string(body)})
		w.mu.Unlock()
	}
	return w.next.RoundTrip(req)
}

// TestDefinitions_Approved: between plan and apply the world changes at random. Nothing is written that has no line in the plan.
func TestDefinitions_Approved(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	runs, stale, failed := 0, 0, 0
	t.Run("seeds", func(t *testing.T) {
		for _, seed := range seeds(t, approvalSample, approvals) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				refused := false
				synctest.Test(t, func(t *testing.T) { refused = approved1(t, seed) })
				mu.Lock()
				defer mu.Unlock()
				if runs++; refused {
					stale++
				}
				if t.Failed() {
					failed++
				}
			})
		}
	})
	t.Logf("%d runs, %d of them refused, %d failed", runs, stale, failed)
	Record(t, "definitions", map[string]int{"approved_runs": runs, "approved_stale": stale, "approved_failed": failed})
}

func approved1(t *testing.T, seed uint64) bool {
	w := &writes{}
	d := newDefiner(t, seed, func(next http.RoundTripper) http.RoundTripper { w.next = next; return w })
	for range 1 + d.IntN(4) {
		d.define()
	}
	time.Sleep(2 * time.Minute) // bubble
	adopt(t, d.b)
	in := d.b.Intent(DR)
	planned := d.b.Engine.Survey(t.Context(), Scope(in, nil))
	p := failover.Plan(planned, in)
	if p.Moves == nil || len(p.Errors) > 0 {
		return true
	}
	for range 1 + d.IntN(3) {
		d.change()
	}
	time.Sleep(time.Minute) // bubble
	quotas := map[string]string{}
	for _, key := range []string{Prod, DR} {
		for _, q := range d.b.Raw(t, key).List(quotasURL, "quotas", nil) {
			quotas[key+fmt.Sprint(q["id"])] = quotaName(q)
		}
	}
	d.b.NewRun()
	w.on = true
	_, err := d.b.Engine.Run(t.Context(), in, planned)
	w.on = false
	lines := slices.Concat(p.Moves.Configuration, p.Moves.Fenced, p.Moves.Quotas)
	for _, x := range w.all {
		if what := d.about(x, quotas); what != "" && countLines(lines, what) == 0 {
			t.Errorf("SEED=%d: %s %s on %s %s: no line of the plan has %q:\n%s", seed, x.method, x.path, x.key, x.body, what, Lines(lines))
		}
	}
	return err != nil && len(w.all) == 0
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

// quotaName is a quota as a line names it.
func quotaName(q map[string]any) string {
	out := fmt.Sprint(q["type"], " ")
	if p, ok := q["persona"].(map[string]any); ok && !strings.HasPrefix(out, "dir") && !strings.HasPrefix(out, "default") {
		out += fmt.Sprint(p["id"], " ")
	}
	out += fmt.Sprint(q["path"])
	if q["include_snapshots"] == true {
		return out + " with snapshots"
	}
	return out + ","
}

// about is what a line of the plan has to have for a write, "" for one that is part of another.
func (d *definer) about(x written1, quotas map[string]string) string {
	var body map[string]any
	_ = json.Unmarshal([]byte(x.body), &body)
	id, _ := url.PathUnescape(path.Base(x.path))
	switch {
	case strings.Contains(x.path, "/notifications"):
		return ""
	case strings.Contains(x.path, "/quota/") && x.method == http.MethodPost:
		if body["path"] = d.back(fmt.Sprint(body["path"])); body["path"] == "" {
			return fmt.Sprint("a quota outside: ", x.body)
		}
		return quotaName(body)
	case strings.Contains(x.path, "/quota/") && x.key == Prod:
		return quotas[Prod+id]
	case strings.Contains(x.path, "/quota/"):
		return ""
	case strings.Contains(x.path, "/smb/") && x.method == http.MethodPost:
		return "share " + fmt.Sprint(body["name"])
	case strings.Contains(x.path, "/smb/"):
		return "share " + id
	case strings.Contains(x.path, "/exports") && x.key == Prod:
		return "export " + id + " "
	case strings.Contains(x.path, "/exports"):
		for _, p := range words(body["paths"]) {
			return d.back(p)
		}
		return ""
	case strings.Contains(x.path, "/aliases") && x.method == http.MethodPost:
		return "nfs alias " + fmt.Sprint(body["name"])
	}
	return ""
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
