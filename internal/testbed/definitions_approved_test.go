// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
)

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
	manySeeds(t, "approvals", approvalSample, approvals, approved1)
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
