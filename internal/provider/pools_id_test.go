// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParsePoolsID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas2":  "",
		"prod=groupnet0.subnet0.nas2, dr=groupnet0.subnet0.nas1": "",
		"":                              "not an import id",
		"prod=g.s.p":                    "not an import id",
		"prod=g.s.p,dr=g.s.p,lab=g.s.p": "not an import id",
		"prod:g.s.p,dr:g.s.p":           "not an import id",
		"Prod=g.s.p,dr=g.s.p":           "not an import id",
		"prod=s.p,dr=g.s.p":             "not a pool id",
		"prod=g.s.p,prod=g.s.q":         "twice",
	} {
		pools, err := parsePoolsID(id)
		if want == "" {
			if err != nil || poolsID(pools) != "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas2" {
				t.Errorf("parsePoolsID(%q) = %v, %v", id, pools, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parsePoolsID(%q) = %v, want %q", id, err, want)
		}
	}
}

func TestPoolsID_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-z][a-z0-9_]{0,8}`)
		pool := rapid.StringMatching(`[a-zA-Z0-9_-]{1,8}\.[a-zA-Z0-9_-]{1,8}\.[a-zA-Z0-9_-]{1,8}`)
		a := key.Draw(t, "a")
		b := key.Filter(func(s string) bool { return s != a }).Draw(t, "b")
		pools := map[string]string{a: pool.Draw(t, "pool a"), b: pool.Draw(t, "pool b")}
		back, err := parsePoolsID(poolsID(pools))
		if err != nil || !maps.Equal(back, pools) {
			t.Fatalf("parsePoolsID(%q) = %v, %v", poolsID(pools), back, err)
		}
	})
}

func FuzzParsePoolsID(f *testing.F) {
	for _, s := range []string{"", "a=g.s.p,b=g.s.p", "a=g.s.p", "=,=", "a==g.s.p,b=g.s.p", "a=g.s.p,,b=g.s.p"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pools, err := parsePoolsID(s)
		if err != nil {
			return
		}
		if again, err := parsePoolsID(poolsID(pools)); err != nil || !maps.Equal(again, pools) {
			t.Fatalf("%q gives %q, which does not parse to the same", s, poolsID(pools))
		}
	})
}
