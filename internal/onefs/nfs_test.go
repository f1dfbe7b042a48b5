// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

func nfsCalls() []call {
	export := NFSExport{
		ID: 12, Zone: "System", Paths: []string{"/ifs/data/nas1"}, Clients: []string{"10.0.0.0/8"}, RootClients: []string{"10.0.0.1"},
	}
	const exports = `{"exports":[{"id":12,"zone":"System","paths":["/ifs/data/nas1"],"read_only":false,"clients":["10.0.0.0/8"],
		"read_only_clients":null,"root_clients":["10.0.0.1"],"map_root":{"enabled":true,"primary_group":{},"secondary_groups":[]},
		"time_delta":1e-09,"max_file_size":9223372036854775807}],"resume":null}`
	const waived = "force=true&ignore_bad_auth=true&ignore_bad_paths=true&ignore_conflicts=true&ignore_unresolvable_hosts=true"
	return []call{
		{
			method:  "NFSExports",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.NFSExports(ctx, "System") },
			request: "GET /platform/4/protocols/nfs/exports?zone=System", status: 200, answer: exports, want: []NFSExport{export},
		},
		{
			method: "NFSExport",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.NFSExport(ctx, "System", 12)
			},
			request: "GET /platform/4/protocols/nfs/exports/12?zone=System", status: 200, answer: exports, want: &export,
		},
		{
			method: "CreateNFSExport",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.CreateNFSExport(ctx, p, "System", map[string]any{"paths": []string{"/ifs/a"}}, ExportChecks{IgnoreBadPaths: true})
			},
			request: "POST /platform/4/protocols/nfs/exports?ignore_bad_paths=true&zone=System", body: `{"paths":["/ifs/a"]}`,
			status: 201, answer: `{"id":13}`, want: int64(13),
		},
		{
			method: "UpdateNFSExport",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.UpdateNFSExport(ctx, p, "System", 12, map[string]any{"read_only": true}, AllChecksWaived))
			},
			request: "PUT /platform/4/protocols/nfs/exports/12?" + waived + "&zone=System", body: `{"read_only":true}`, status: 204,
		},
		{
			method:  "NFSAliases",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.NFSAliases(ctx, "") },
			request: "GET /platform/15/protocols/nfs/aliases", status: 200,
			answer: `{"aliases":[{"id":"/home","name":"/home","path":"/ifs/home","zone":"System","health":"unknown"}]}`,
			want:   []NFSAlias{{ID: "/home", Name: "/home", Path: "/ifs/home", Zone: "System", Health: "unknown"}},
		},
		{
			method: "CreateNFSAlias",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.CreateNFSAlias(ctx, p, "System", "/home", "/ifs/home")
			},
			request: "POST /platform/15/protocols/nfs/aliases?zone=System", body: `{"name":"/home","path":"/ifs/home"}`, status: 201,
			answer: `{"id":"/home","health":"not exported"}`, want: "/home",
		},
		{
			method: "UpdateNFSAlias",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.UpdateNFSAlias(ctx, p, "", "/home", "/ifs/data/home"))
			},
			request: "PUT /platform/15/protocols/nfs/aliases/%2Fhome", body: `{"path":"/ifs/data/home"}`, status: 204,
		},
	}
}

// TestExportNumbersAreExact: a copy of an export must not round what does not fit a float.
func TestExportNumbersAreExact(t *testing.T) {
	f, c := newFake(t, script(
		answers(200, `{"exports":[{"id":1,"paths":["/ifs/a"],"max_file_size":9223372036854775807,"time_delta":1.0000000000000001e-09}]}`),
		answers(201, `{"id":2}`)))
	e, err := c.NFSExport(background(), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	body, err := e.Raw.Definition(KindNFSExport, VerbCreate)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateNFSExport(background(), approved, "", body, ExportChecks{}); err != nil {
		t.Fatal(err)
	}
	const want = `{"max_file_size":9223372036854775807,"paths":["/ifs/a"],"time_delta":1.0000000000000001e-09}`
	if got := f.seen()[1].body; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
