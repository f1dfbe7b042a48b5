// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/control"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func lab(t *testing.T) (*world.World, http.Handler) {
	t.Helper()
	s, err := scenario.Build("lab", scenario.Options{Start: time.Date(2026, 5, 2, 9, 2, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	s.World.Do(func() {
		invariant.Begin(s.World, invariant.Site{Pool: s.Pool, From: s.From, To: s.To, Policies: s.Policies})
	})
	return s.World, control.Handler(s.World)
}

func ask(h http.Handler, method, path, body string) (int, string) {
	out := httptest.NewRecorder()
	h.ServeHTTP(out, httptest.NewRequest(method, path, strings.NewReader(body)))
	text, _ := io.ReadAll(out.Result().Body)
	return out.Code, string(text)
}

func TestEverythingThatCanBeAsked(t *testing.T) {
	_, h := lab(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/", "", 200, "POST /clients/{client}/mount"},
		{"GET", "/state", "", 200, `"HOST/nas1.demo.local"`},
		{"GET", "/clock", "", 200, `"now": "2026-05-02T09:02:00Z"`},
		{"POST", "/clock", `{"step":"1h"}`, 200, `"now": "2026-05-02T10:02:00Z"`},
		{"POST", "/clock", `{"step":"soon"}`, 400, "such as 5m"},
		{"POST", "/clock", `{"speed":-1}`, 400, "negative"},
		{"POST", "/clock", `{"moon":1}`, 400, "moon"},
		{"GET", "/resolve?name=fin.demo.local", "", 200, `"cluster": "ps1"`},
		{"GET", "/resolve?name=moon", "", 404, "no cluster answers"},
		{"GET", "/resolve", "", 400, "name is missing"},
		{"GET", "/clients", "", 200, `"name": "win1"`},
		{"POST", "/clients", `{"name":"w9","address":"10.1.0.9","protocol":"ftp"}`, 400, "smb, nfs3 or nfs4"},
		{"POST", "/clients", `{"address":"10.1.0.9","protocol":"smb"}`, 400, "needs a name"},
		{"POST", "/clients", `{"name":"w9","address":"10.1.0.9","protocol":"nfs4","user":"root"}`, 200, "{}"},
		{"POST", "/clients/moon/mount", `{}`, 404, `no client \"moon\"`},
		{"POST", "/clients/w9/mount", `{"name":"nas1.demo.local","target":"/nas1"}`, 200, `"dir": "/ifs/data/nas1"`},
		{"POST", "/clients/w9/open", `{"file":"a/file0","write":true}`, 200, "{}"},
		{"POST", "/clients/w9/write", `{"file":"a/file0","id":"w1","bytes":5}`, 200, `"cluster": "ps1"`},
		{"POST", "/clients/w9/write", `{"file":"a/file0"}`, 400, "needs an id"},
		{"POST", "/clients/w9/write", `{"file":"moon/x","id":"w2"}`, 409, "ENOENT"},
		{"POST", "/clients/w9/read", `{"file":"a/file0"}`, 200, `"w1"`},
		{"POST", "/clients/w9/writer", `{"file":"a/log","every":"5s","bytes":1}`, 200, "{}"},
		{"POST", "/clients/w9/writer", `{"file":"a/log","every":"0s"}`, 400, "above zero"},
		{"POST", "/clock", `{"step":"1m"}`, 200, "10:03:00"},
		{"GET", "/writers", "", 200, `"acked": 12`},
		{"DELETE", "/clients/w9/writer", "", 200, "{}"},
		{"GET", "/acknowledged", "", 200, `"w9-12"`},
		{"POST", "/clients/w9/close", "", 200, "{}"},
		{"POST", "/clients/w9/unmount", "", 200, "{}"},
		{"GET", "/dials", "", 200, `"spn_clash"`},
		{"POST", "/dials", `{"spn_clash":"500"}`, 200, `"500"`},
		{"POST", "/dials", `{"moon":"1"}`, 400, "no dial"},
		{"POST", "/faults", `{"name":"busy","kind":"503","cluster":"ps1"}`, 200, `"busy"`},
		{"POST", "/faults", `{"kind":"moon"}`, 400, "no fault of kind"},
		{"GET", "/faults", "", 200, `"busy"`},
		{"DELETE", "/faults", "", 200, "{}"},
		{"POST", "/clusters/ps1/jobs", `{"policy":"nas1","action":"sync","state":"failed","text":"disk"}`, 200, "{}"},
		{"POST", "/clusters/ps1/jobs", `{"policy":"nas1","action":"enable","state":"failed"}`, 400, "no job"},
		{"POST", "/clusters/ps1/jobs", `{"policy":"nas1","action":"sync","state":"moon"}`, 400, "state must be"},
		{"POST", "/clusters/moon", `{}`, 404, `no cluster \"moon\"`},
		{"POST", "/clusters/ps1/nodes/2", `{"up":false}`, 200, "{}"},
		{"POST", "/clusters/ps1/nodes/9", `{"up":false}`, 404, "no node 9"},
		{"POST", "/clusters/ps1", `{"reachable":false,"declared_lost":true}`, 200, "{}"},
		{"GET", "/resolve?name=fin.demo.local", "", 404, "no cluster answers"},
		{"POST", "/directory", `{"down":true,"controller":"dc1.demo.local"}`, 200, "{}"},
		{"POST", "/directory", `{"down":true,"controller":"moon"}`, 404, "no domain controller"},
		{"POST", "/directory", `{"down":true}`, 200, "{}"},
		{"GET", "/invariants", "", 200, "one_cluster_answers"},
		{"POST", "/invariants/check", "", 200, "[]"},
		{"POST", "/invariants/finish", "", 200, "[]"},
		{"POST", "/invariants/run", "", 200, "{}"},
		{"GET", "/violations", "", 200, "[]"},
		{"DELETE", "/violations", "", 200, "{}"},
		{"GET", "/requests", "", 200, "[]"},
		{"GET", "/moon", "", 404, ""},
	} {
		if status, text := ask(h, c.method, c.path, c.body); status != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%s %s %s: %d %s; want %d and %s", c.method, c.path, c.body, status, text, c.status, c.says)
		}
	}
}

func TestWebPagesAreRefused(t *testing.T) {
	w, h := lab(t)
	req := httptest.NewRequest(http.MethodPost, "/clusters/ps1", strings.NewReader(`{"reachable":false}`))
	req.Header.Set("Origin", "https://example.com")
	out := httptest.NewRecorder()
	h.ServeHTTP(out, req)
	if out.Code != http.StatusForbidden || !w.Cluster("ps1").Reachable {
		t.Errorf("status %d, reachable %v", out.Code, w.Cluster("ps1").Reachable)
	}
}
