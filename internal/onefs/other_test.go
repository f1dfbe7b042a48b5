// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/http"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

func otherCalls() []call {
	return append(snapshotCalls(), []call{
		{
			method: "ClientStatistics",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.ClientStatistics(ctx, "nfs3", "nfs4")
			},
			request: "GET /platform/3/statistics/summary/client?degraded=true&numeric=true&protocols=nfs3%2Cnfs4" +
				"&totalby=remote_addr%2Clocal_addr%2Cprotocol%2Cnode",
			status: 200, answer: `{"client":[{"remote_addr":"10.1.1.1","protocol":"nfs3","node":2,"operation_rate":1.5,"user":null}]}`,
			want: []ClientStatistic{{RemoteAddr: "10.1.1.1", Protocol: "nfs3", Node: new(2), OperationRate: 1.5}},
		},
		{
			method: "ReadFile",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.ReadFile(ctx, "/ifs/.onefs-failover/a b.json")
			},
			request: "GET /namespace/ifs/.onefs-failover/a%20b.json", status: 200, answer: "<any> bytes", want: []byte("<any> bytes"),
		},
		{
			method: "WriteFile",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.WriteFile(ctx, ours(p), "/ifs/x/y.json", []byte("{}"), false))
			},
			request: "PUT /namespace/ifs/x/y.json?overwrite=false", body: "{}", status: 200,
		},
		{
			method: "DeleteFile",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.DeleteFile(ctx, ours(p), "/ifs/x/y.json"))
			},
			request: "DELETE /namespace/ifs/x/y.json", status: 204,
		},
		{
			method: "MakeDirectory",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.MakeDirectory(ctx, ours(p), "/ifs/x", true))
			},
			request: "PUT /namespace/ifs/x?recursive=true", status: 200,
		},
		{
			method: "ListDirectory",
			do: func(ctx context.Context, c *Client, _ permit.Permit) (any, error) {
				return c.ListDirectory(ctx, "/ifs/x")
			},
			request: "GET /namespace/ifs/x?detail=default&hidden=true", status: 200,
			answer: `{"children":[{"name":"y.json","type":"object","size":2,"owner":"root","mode":"0600"}],"resume":null}`,
			want:   []Entry{{Name: "y.json", Type: "object", Size: 2, Owner: "root", Mode: "0600"}},
		},
		{
			method: "RenameFile",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return void(c.RenameFile(ctx, ours(p), "/ifs/x/a", "/ifs/x/b"))
			},
			request: "POST /namespace/ifs/x/a", status: 200,
		},
	}...)
}

func snapshotCalls() []call {
	return []call{
		{
			method:  "SMBService",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.SMBService(ctx) },
			request: "GET /platform/7/protocols/smb/settings/global", status: 200, answer: `{"settings":{"service":true}}`,
			want: true,
		},
		{
			method:  "NFSService",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.NFSService(ctx) },
			request: "GET /platform/14/protocols/nfs/settings/global", status: 200, answer: `{"settings":{"service":false}}`,
			want: false,
		},
		{
			method:  "Snapshots",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.Snapshots(ctx) },
			request: "GET /platform/1/snapshot/snapshots", status: 200,
			answer: `{"snapshots":[{"id":5,"name":null,"path":"/ifs/a","expires":null,"state":"active","created":9}],"resume":null}`,
			want:   []Snapshot{{ID: 5, Path: "/ifs/a", State: "active", Created: 9}},
		},
		{
			method:  "ChangedFiles",
			do:      func(ctx context.Context, c *Client, _ permit.Permit) (any, error) { return c.ChangedFiles(ctx, 5, 6) },
			request: "GET /platform/10/snapshot/changelists/5_6/entries", status: 200,
			answer: `{"entries":[{"path":"/ifs/a/new"}],"resume":null,"total":1}`, want: []ChangedFile{{Path: "/ifs/a/new"}},
		},
		{
			method: "CreateSnapshot",
			do: func(ctx context.Context, c *Client, p permit.Permit) (any, error) {
				return c.CreateSnapshot(ctx, p, SnapshotRequest{Path: "/ifs/a", Name: "n", Expires: new(int64(1700000000))})
			},
			request: "POST /platform/1/snapshot/snapshots", body: `{"path":"/ifs/a","name":"n","expires":1700000000}`, status: 201,
			answer: `{"id":6,"name":"n","path":"/ifs/a","state":"active"}`,
			want:   &Snapshot{ID: 6, Name: "n", Path: "/ifs/a", State: "active"},
		},
	}
}

func TestNamespaceHeaders(t *testing.T) {
	f, c := newFake(t, answers(200, ""))
	for name, err := range map[string]error{
		"write":  c.WriteFile(background(), own, "/ifs/x/y", []byte("z"), true),
		"make":   c.MakeDirectory(background(), own, "/ifs/x", false),
		"rename": c.RenameFile(background(), own, "/ifs/x/y", "/ifs/x/z"),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	want := map[string]map[string]string{
		"PUT /namespace/ifs/x/y?overwrite=true": {
			"x-isi-ifs-target-type": "object", "x-isi-ifs-access-control": "0600", "Content-Type": "application/octet-stream",
		},
		"PUT /namespace/ifs/x?recursive=false": {"x-isi-ifs-target-type": "container", "x-isi-ifs-access-control": "0700"},
		"POST /namespace/ifs/x/y":              {"x-isi-ifs-set-location": "/namespace/ifs/x/z"},
	}
	for _, r := range f.seen() {
		headers, ok := want[r.method+" "+r.target]
		if !ok {
			t.Errorf("unexpected %s %s", r.method, r.target)
		}
		for name, value := range headers {
			if got := r.header.Get(name); got != value {
				t.Errorf("%s %s: %s = %q, want %q", r.method, r.target, name, got, value)
			}
		}
	}
	if n := len(f.seen()); n != 3 {
		t.Errorf("%d requests", n)
	}
}

func TestFilesAreReadWhateverTheyHold(t *testing.T) {
	_, c := newFake(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		reply(w, 200, "<html>")
	})
	if got, err := c.ReadFile(background(), "/ifs/page.html"); err != nil || string(got) != "<html>" {
		t.Errorf("got %q, %v", got, err)
	}
}
