// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// TestDrain: users have the time of the drain to close what they write, and no longer; who only reads is not waited for.
func TestDrain(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		before func(f *fake)
		took   time.Duration
		closes int
	}{
		"nothing is open":  {func(*fake) {}, 0, 0},
		"open for reading": {func(f *fake) { f.open(1, `C:\ifs\data\nas1\x`, "a", "read") }, 0, 0},
		"open elsewhere":   {func(f *fake) { f.open(1, `C:\ifs\data\nas12\x`, "a", "write") }, 0, 0},
		"closed in time": {
			func(f *fake) {
				f.open(1, `C:\ifs\data\nas1\x`, "a", "read", "write")
				time.AfterFunc(12*time.Second, func() { f.files = nil })
			}, 15 * time.Second, 0,
		},
		"never closed":                     {func(f *fake) { f.open(2, `C:\ifs\data\nas1\x`, "a", "write") }, 30 * time.Second, 1},
		"a release that tells no right":    {func(f *fake) { f.open(2, `/ifs/data/nas1/x`, "a") }, 30 * time.Second, 1},
		"a right that nobody has heard of": {func(f *fake) { f.open(2, `/ifs/data/nas1/x`, "a", "append") }, 30 * time.Second, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				x.before(f)
				d := closingOf(f)
				if err := d.drain(t.Context(), 30*time.Second, 5*time.Second); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(d.fenced); took != x.took || f.closes != x.closes || d.closed != (x.closes > 0) {
					t.Errorf("%d files closed after %s, want %d after %s", f.closes, took, x.closes, x.took)
				}
			})
		})
	}
	f := newFake()
	f.broken = errBroken
	if err := closingOf(f).drain(t.Context(), 0, 0); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestBeyond(t *testing.T) {
	t.Parallel()
	now := &onefs.NodeTable{Unasked: map[int]string{2: onefs.NodeUnreachable, 4: onefs.NodeRefused}}
	for _, x := range []struct {
		before map[string][]int
		want   string
	}{
		{nil, "node 2 (not reachable from here), node 4 (refusing the log-in)"},
		{map[string][]int{"whatever": {2}}, "node 4 (refusing the log-in)"},
		{map[string][]int{"whatever": {2}, "else": {4, 5}}, ""},
	} {
		if got := beyond(now, x.before); got != x.want {
			t.Errorf("got %q, want %q", got, x.want)
		}
	}
}

func TestUnixPath(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{`C:\ifs\data\x`: "/ifs/data/x", "/ifs/data/x": "/ifs/data/x", `\ifs\x`: "/ifs/x"} {
		if got := unixPath(file); got != want {
			t.Errorf("%s: got %s", file, got)
		}
	}
}
