// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// TestClient_ReadsTheSimulator calls every read of the client against the simulator with pages of one: two independent readings of
// one contract must fit.
func TestClient_ReadsTheSimulator(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{PageSize: 1})
		c, ctx := b.Clients[Prod], t.Context()
		pools := reads(t, "Pools", c.Pools)
		reads(t, "Licenses", c.Licenses)
		reads(t, "Zones", c.Zones)
		reads(t, "Subnets", c.Subnets)
		reads(t, "SyncPolicies", c.SyncPolicies)
		reads(t, "SyncPeerCertificates", c.SyncPeerCertificates)
		reads(t, "SyncServerCertificates", c.SyncServerCertificates)
		reads(t, "SyncRules", c.SyncRules)
		reads(t, "SyncJobs", c.SyncJobs)
		reads(t, "SyncTargetPolicies", c.SyncTargetPolicies)
		reads(t, "Snapshots", c.Snapshots)
		reads(t, "SMBSessions", c.SMBSessions)
		reads(t, "Latest", single(c.Latest))
		reads(t, "ClusterConfig", single(c.ClusterConfig))
		reads(t, "AuthID", single(c.AuthID))
		reads(t, "SyncSettings", single(c.SyncSettings))
		reads(t, "SMBShares", given(c.SMBShares, "System"))
		reads(t, "NFSExports", given(c.NFSExports, "System"))
		reads(t, "NFSAliases", given(c.NFSAliases, "System"))
		reads(t, "Quotas", given(c.Quotas, onefs.QuotaQuery{Path: "/ifs/data", Children: true, ResolveNames: true}))
		reads(t, "SyncReports", given(c.SyncReports, onefs.ReportQuery{ReportsPerPolicy: 3}))
		reads(t, "SyncTargetReports", given(c.SyncTargetReports, onefs.ReportQuery{ReportsPerPolicy: 3}))
		reads(t, "ClientStatistics", func(ctx context.Context) ([]onefs.ClientStatistic, error) { return c.ClientStatistics(ctx, "nfs3") })
		reads(t, "SMBOpenFiles", given(c.SMBOpenFiles, 0))
		for _, p := range pools {
			reads(t, "Pool", single(given(c.Pool, p.ID)))
		}
		if _, err := c.Pool(ctx, "groupnet0.subnet0.none"); !errors.Is(err, onefs.ErrNotFound) {
			t.Errorf("Pool: %v", err)
		}
	})
}

// TestClient_FilesInTheSimulator shows the namespace calls that journal and lease are made of.
func TestClient_FilesInTheSimulator(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, ctx, p := New(t, Options{}).Clients[Prod], t.Context(), permit.Keep(permit.Lease, "/ifs/.onefs-failover-test")
		const dir = "/ifs/.onefs-failover-test"
		steps := []struct {
			name string
			do   func() error
			want error
		}{
			{"read what is not there", func() error { _, err := c.ReadFile(ctx, dir+"/a b.json"); return err }, onefs.ErrNotFound},
			{"list what is not there", func() error { _, err := c.ListDirectory(ctx, dir); return err }, onefs.ErrNotFound},
			{"make", func() error { return c.MakeDirectory(ctx, p, dir, true) }, nil},
			{"write", func() error { return c.WriteFile(ctx, p, dir+"/a b.json", []byte(`{"x":1}`), false) }, nil},
			{"overwrite", func() error { return c.WriteFile(ctx, p, dir+"/a b.json", []byte(`{"x":2}`), true) }, nil},
			{"rename", func() error { return c.RenameFile(ctx, p, dir+"/a b.json", dir+"/c d.json") }, nil},
			{"rename again", func() error { return c.RenameFile(ctx, p, dir+"/a b.json", dir+"/e.json") }, onefs.ErrNotFound},
			{"read", func() error {
				b, err := c.ReadFile(ctx, dir+"/c d.json")
				if err == nil && string(b) != `{"x":2}` {
					return fmt.Errorf("got %s", b)
				}
				return err
			}, nil},
			{"list", func() error {
				list, err := c.ListDirectory(ctx, dir)
				if err == nil && (len(list) != 1 || list[0].Name != "c d.json" || list[0].Type != "object") {
					return fmt.Errorf("got %v", list)
				}
				return err
			}, nil},
			{"delete", func() error { return c.DeleteFile(ctx, p, dir+"/c d.json") }, nil},
			{"delete again", func() error { return c.DeleteFile(ctx, p, dir+"/c d.json") }, onefs.ErrNotFound},
		}
		for _, s := range steps {
			if err := s.do(); !errors.Is(err, s.want) {
				t.Errorf("%s: got %v, want %v", s.name, err, s.want)
			}
		}
		if err := c.WriteFile(ctx, p, dir+"/claim", []byte("{}"), false); err != nil {
			t.Fatal(err)
		}
		err := c.WriteFile(ctx, p, dir+"/claim", []byte("{}"), false)
		if _, ok := errors.AsType[*onefs.Error](err); !ok {
			t.Errorf("a second claim: got %v, want a refusal", err)
		}
	})
}

func reads[T any](t *testing.T, name string, read func(context.Context) ([]T, error)) []T {
	t.Helper()
	got, err := read(t.Context())
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return got
}

func single[T any](read func(context.Context) (T, error)) func(context.Context) ([]T, error) {
	return func(ctx context.Context) ([]T, error) {
		v, err := read(ctx)
		return []T{v}, err
	}
}

func given[T, A any](read func(context.Context, A) (T, error), a A) func(context.Context) (T, error) {
	return func(ctx context.Context) (T, error) { return read(ctx, a) }
}
