// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

const shareAnswer = `{"shares":[{"id":"fin$","name":"fin$","path":"/ifs/data/nas1/fin","description":null,"zid":1,
	"auto_create_directory":false,"run_as_root":[],"mangle_byte_start":60672,"continuously_available":true,"from_the_future":{"x":[1]},
	"permissions":[{"permission":"full","permission_type":"allow","trustee":{"id":"SID:S-1-1-0","name":"Everyone","type":"wellknown"}}]}],
	"resume":null,"digest":"abc"}`

func shareWanted() SMBShare {
	return SMBShare{
		ID: "fin$", Name: "fin$", Path: "/ifs/data/nas1/fin", ZID: 1, RunAsRoot: []Persona{},
		Permissions: []SharePermission{{
			Permission: "full", PermissionType: "allow",
			Trustee: Persona{ID: "SID:S-1-1-0", Name: new("Everyone"), Type: new("wellknown")},
		}},
	}
}

func smbCalls() []call {
	share := shareWanted()
	return []call{
		{
			method:  "SMBShares",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SMBShares(ctx, "Zone A") },
			request: "GET /platform/12/protocols/smb/shares?resolve_names=true&zone=Zone+A", status: 200, answer: shareAnswer,
			want: []SMBShare{share},
		},
		{
			method:  "SMBShare",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SMBShare(ctx, "", "fin$") },
			request: "GET /platform/12/protocols/smb/shares/fin$?resolve_names=true", status: 200, answer: shareAnswer, want: &share,
		},
		{
			method: "CreateSMBShare",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.CreateSMBShare(ctx, p, "System", map[string]any{"name": "a", "path": "/ifs/a"})
			},
			request: "POST /platform/12/protocols/smb/shares?zone=System", body: `{"name":"a","path":"/ifs/a"}`, status: 201,
			answer: `{"id":"a"}`, want: "a",
		},
		{
			method: "UpdateSMBShare",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.UpdateSMBShare(ctx, p, "System", "a b", map[string]any{"run_as_root": []any{}}))
			},
			request: "PUT /platform/12/protocols/smb/shares/a%20b?zone=System", body: `{"run_as_root":[]}`, status: 204,
		},
		{
			method:  "SMBSessions",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SMBSessions(ctx) },
			request: "GET /platform/11/protocols/smb/sessions?lnn=all", status: 200,
			answer: `{"nodes":[{"lnn":1,"sessions":[
				{"id":9,"computer":"10.1.1.1","user":"EX\\ann","openfiles":2,"active_time":7}],"resume":null,"total":1},
				{"lnn":2,"sessions":null}],"resume":null}`,
			want: []SMBSession{{LNN: 1, ID: 9, Computer: "10.1.1.1", User: `EX\ann`, OpenFiles: 2, ActiveTime: new(int64(7))}},
		},
		{
			method: "EndSMBSession",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.EndSMBSession(ctx, p, 0, 9))
			},
			request: "DELETE /platform/11/protocols/smb/sessions/9", status: 204,
		},
		{
			method: "EndSMBSessionsOf",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.EndSMBSessionsOf(ctx, p, 0, "10.1.1.1", `EX\ann`))
			},
			request: "DELETE /platform/1/protocols/smb/sessions/10.1.1.1/EX%5Cann", status: 204,
		},
		{
			method:  "SMBOpenFiles",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SMBOpenFiles(ctx, 0) },
			request: "GET /platform/1/protocols/smb/openfiles", status: 200,
			answer: `{"openfiles":[{"id":3,"file":"C:\\ifs\\data\\x","user":"ann","locks":0,"permissions":["read","append"]}]}`,
			want:   []SMBOpenFile{{ID: 3, File: `C:\ifs\data\x`, User: "ann", Permissions: []string{"read", "append"}}},
		},
		{
			method: "CloseSMBOpenFile",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.CloseSMBOpenFile(ctx, p, 0, 3))
			},
			request: "DELETE /platform/1/protocols/smb/openfiles/3", status: 204,
		},
	}
}

// TestShareDefinition shows what a copy takes along, and that a fence can be lifted byte by byte.
func TestShareDefinition(t *testing.T) {
	_, c := newFake(t, answers(200, shareAnswer))
	s, err := c.SMBShare(background(), "", "fin$")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(s.Raw), `"from_the_future":{"x":[1]}`) {
		t.Errorf("an unknown property was lost: %s", s.Raw)
	}
	create, err := s.Raw.Definition(KindSMBShare, VerbCreate)
	if err != nil {
		t.Fatal(err)
	}
	if create["continuously_available"] != true || create["from_the_future"] != nil || create["zid"] != nil {
		t.Errorf("create body: %v", create)
	}
	update, err := s.Raw.Definition(KindSMBShare, VerbUpdate)
	if err != nil {
		t.Fatal(err)
	}
	if _, there := update["continuously_available"]; there {
		t.Error("a create-only property is in the update body")
	}
	for name, body := range map[string]map[string]any{"create": create, "update": update} {
		if _, there := body["description"]; there {
			t.Errorf("%s: null became a value", name)
		}
	}
}

func TestSessionPagesPerNode(t *testing.T) {
	_, c := newFake(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RawQuery {
		case "lnn=all":
			reply(w, 200, `{"nodes":[{"lnn":1,"sessions":[{"id":1}],"resume":"n1"}],"resume":"top"}`)
		case "resume=top":
			reply(w, 200, `{"nodes":[{"lnn":2,"sessions":[{"id":3}],"resume":null}],"resume":null}`)
		case "resume=n1":
			reply(w, 200, `{"nodes":[{"lnn":1,"sessions":[{"id":2}],"resume":null}]}`)
		default:
			reply(w, 400, `{"errors":[{"code":"AEC_BAD_REQUEST","message":"Invalid resume token"}]}`)
		}
	})
	got, err := c.SMBSessions(background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]SMBSession{{LNN: 1, ID: 1}, {LNN: 1, ID: 2}, {LNN: 2, ID: 3}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestANodeThatGoesAwayEndsItsList: what the other nodes said still counts.
func TestANodeThatGoesAwayEndsItsList(t *testing.T) {
	_, c := newFake(t, script(
		answers(200, `{"nodes":[{"lnn":1,"sessions":[{"id":1}],"resume":"n1"},{"lnn":2,"sessions":[{"id":2}]}]}`),
		answers(200, `{"nodes":[]}`)))
	got, err := c.SMBSessions(background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]SMBSession{{LNN: 1, ID: 1}, {LNN: 2, ID: 2}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestConflictOnCreateIsLeftToTheCaller(t *testing.T) {
	f, c := newFake(t, answers(409, `{"errors":[{"code":"AEC_CONFLICT","message":"Conflict updating share(s): File exists"}]}`))
	_, err := c.CreateSMBShare(background(), approved, "", map[string]any{"name": "a", "path": "/ifs/a"})
	if !errors.Is(err, ErrConflict) || !errors.Is(err, Code("AEC_CONFLICT")) || !errors.Is(err, Status(409)) {
		t.Errorf("got %v", err)
	}
	if n := len(f.seen()); n != 1 {
		t.Errorf("sent %d times", n)
	}
}
