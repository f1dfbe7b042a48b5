// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// call is one method of the client: what it must send, and what it must make of an answer.
type call struct {
	method string
	do     func(context.Context, *Client, permit.Permit) (any, error)
	// request is "METHOD path?query" as it must be sent, body the JSON or file sent with it.
	request, body string
	status        int
	answer        string
	want          any
}

func allCalls() []call {
	return slices.Concat(clusterCalls(), networkCalls(), syncCalls(), quotaCalls(), smbCalls(), nfsCalls(), authCalls(), otherCalls())
}

// void adapts a method that answers only an error.
func void(err error) (any, error) { return nil, err }

func (x call) write() bool { return !strings.HasPrefix(x.request, "GET ") }

func TestEveryMethodSendsAndReads(t *testing.T) {
	for _, x := range allCalls() {
		t.Run(x.method, func(t *testing.T) {
			f, c := newFake(t, answers(x.status, x.answer))
			got, err := x.do(background(), c, approved)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(x.want, got, cmpopts.IgnoreTypes(Raw{}), cmp.AllowUnexported(Nullable[int64]{})); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			requests := f.seen()
			if len(requests) != 1 {
				t.Fatalf("%d requests, want 1: %v", len(requests), requests)
			}
			if line := requests[0].method + " " + requests[0].target; line != x.request {
				t.Errorf("sent\n  %s\nwant\n  %s", line, x.request)
			}
			if requests[0].body != x.body {
				t.Errorf("body\n  %s\nwant\n  %s", requests[0].body, x.body)
			}
		})
	}
}

func TestEveryMethodAnswersTypedErrors(t *testing.T) {
	const missing = `{"errors":[{"code":"AEC_NOT_FOUND","field":"id","message":"it does not exist"}]}`
	for _, x := range allCalls() {
		t.Run(x.method, func(t *testing.T) {
			_, c := newFake(t, answers(404, missing))
			_, err := x.do(background(), c, approved)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if e.Cluster != "prod" || e.Status != 404 || e.Code != "AEC_NOT_FOUND" || e.Field != "id" || e.Message != "it does not exist" {
				t.Errorf("got %+v", e)
			}
			if !errors.Is(err, ErrNotFound) || errors.Is(err, ErrConflict) || errors.Is(err, ErrOutcomeUnknown) {
				t.Errorf("kinds of %v are wrong", err)
			}
		})
	}
}

func TestNoMethodWritesWithoutPermit(t *testing.T) {
	writes := 0
	for _, x := range allCalls() {
		if !x.write() {
			continue
		}
		writes++
		f, c := newFake(t, answers(x.status, x.answer))
		if _, err := x.do(background(), c, permit.Permit{}); !errors.Is(err, permit.ErrNone) {
			t.Errorf("%s with the zero permit: got %v, want permit.ErrNone", x.method, err)
		}
		if n := len(f.seen()) + f.loginCount(); n != 0 {
			t.Errorf("%s with the zero permit sent %d requests", x.method, n)
		}
	}
	if writes < 20 {
		t.Errorf("only %d writes in the table", writes)
	}
}

func TestNoReadTakesAWebPageForAnAnswer(t *testing.T) {
	for _, x := range allCalls() {
		if x.write() || x.method == "ReadFile" {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			f, c := newFake(t, page(200))
			if _, err := x.do(t.Context(), c, approved); !errors.Is(err, ErrMalformed) {
				t.Errorf("%s: a web page with status 200 gave %v, want ErrMalformed", x.method, err)
			}
			if n := len(f.seen()); n != attemptsBroken {
				t.Errorf("%s: asked %d times, want %d", x.method, n, attemptsBroken)
			}
		})
		_, c := newFake(t, answers(200, `{"surprise":[]}`))
		if _, err := x.do(background(), c, approved); err == nil && x.method != "ClusterConfig" && x.method != "AuthID" &&
			x.method != "SyncSettings" {
			t.Errorf("%s: an answer without its list is taken for an empty one", x.method)
		}
	}
}

// TestEveryMethodIsInTheTable keeps the tests above complete.
func TestEveryMethodIsInTheTable(t *testing.T) {
	// Serially sends nothing of its own. LogOut ends a session of ours, which login made; TestLogOut. HostAddresses asks a
	// resolver. Nodes and FindNodes ask several things, and have tests of their own.
	listed := []string{"Serially", "LogOut", "HostAddresses", "Nodes", "FindNodes"}
	for _, x := range allCalls() {
		listed = append(listed, x.method)
	}
	contextType := reflect.TypeFor[context.Context]()
	permits := []reflect.Type{reflect.TypeFor[permit.Permit](), reflect.TypeFor[permit.Housekeeping]()}
	for m := range reflect.TypeFor[*Client]().Methods() {
		if m.Type.NumIn() < 2 || m.Type.In(1) != contextType {
			continue
		}
		if !slices.Contains(listed, m.Name) {
			t.Errorf("method %s is not in the table", m.Name)
		}
		for _, x := range allCalls() {
			if x.method == m.Name && x.write() != (m.Type.NumIn() > 2 && slices.Contains(permits, m.Type.In(2))) {
				t.Errorf("method %s sends %q: a permit belongs to writes, and only to writes", m.Name, x.request)
			}
		}
	}
}

func TestEmptyIDsAreRefused(t *testing.T) {
	f, c := newFake(t, answers(204, ""))
	for name, err := range map[string]error{
		"quota":      c.DeleteQuota(background(), approved, ""),
		"rules":      c.ResetQuotaNotifications(background(), approved, ""),
		"file":       c.DeleteFile(background(), own, ""),
		"up":         c.DeleteFile(background(), own, "/ifs/data/../x"),
		"policy":     c.UpdateSyncPolicy(background(), approved, "", PolicyUpdate{Enabled: new(false)}),
		"share":      c.UpdateSMBShare(background(), approved, "", "", map[string]any{"description": ""}),
		"dots":       c.UpdateSMBShare(background(), approved, "", "..", map[string]any{"description": ""}),
		"cancel":     c.CancelSyncTarget(background(), approved, ""),
		"job":        func() error { _, err := c.StartSyncJob(background(), approved, JobRequest{}); return err }(),
		"rename":     c.RenameFile(background(), own, "", "/ifs/x"),
		"rename to":  c.RenameFile(background(), own, "/ifs/x", ""),
		"root":       c.DeleteFile(background(), own, "/"),
		"state":      c.SetSyncJobState(background(), approved, "", StateCanceled),
		"spns":       c.UpdateADSProviderSPNs(background(), approved, "", ADSUpdate{SPNs: []string{"HOST/a"}}),
		"alias path": c.UpdateNFSAlias(background(), approved, "", "", "/ifs/x"),
	} {
		if !errors.Is(err, ErrEmptyID) {
			t.Errorf("%s: got %v, want ErrEmptyID", name, err)
		}
	}
	if n := len(f.seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestFilesOfOthersAreRefused: housekeeping reaches this tool's own directory and nothing beside it.
func TestFilesOfOthersAreRefused(t *testing.T) {
	f, c := newFake(t, answers(200, ""))
	none := permit.Keep(permit.Lease, "")
	for name, err := range map[string]error{
		"write":       c.WriteFile(background(), own, "/ifs/data/y", nil, true),
		"delete":      c.DeleteFile(background(), own, "/ifs/xy"),
		"make":        c.MakeDirectory(background(), own, "/ifs", true),
		"rename":      c.RenameFile(background(), own, "/ifs/data/y", "/ifs/x/y"),
		"rename away": c.RenameFile(background(), own, "/ifs/x/y", "/ifs/data/y"),
		"no place":    c.DeleteFile(background(), none, "/ifs/x/y"),
		"everything":  c.DeleteFile(background(), permit.Keep(permit.Lease, "/"), "/ifs/x/y"),
	} {
		if !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s: got %v, want ErrNotOurs", name, err)
		}
	}
	if n := len(f.seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestCallsAreCounted(t *testing.T) {
	_, c := newFake(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			reply(w, 200, `{"shares":[{"name":"nas1"}]}`)
			return
		}
		reply(w, 204, "")
	})
	for _, name := range []string{"a", "b", "c"} {
		if _, err := c.SMBShare(background(), "", name); err != nil {
			t.Fatal(err)
		}
	}
	enabled := false
	if err := c.UpdateSyncPolicy(background(), approved, "a", PolicyUpdate{Enabled: &enabled}); err != nil {
		t.Fatal(err)
	}
	want := Calls{
		Reads: 3, Writes: 2,
		ByTemplate: map[string]int{
			"GET /platform/12/protocols/smb/shares/{}": 3, "PUT /platform/14/sync/policies/{}": 1, "POST /session/1/session": 1,
		},
		ByPermit: map[string]int{"approved": 1, "housekeeping": 1},
	}
	if diff := cmp.Diff(want, c.Calls()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
