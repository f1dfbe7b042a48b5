// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fault_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
)

func TestRuleMatches(t *testing.T) {
	t.Parallel()
	call := fault.Call{Cluster: "ps1", Node: 2, Method: "PUT", Path: "/network/groupnets/g/subnets/s/pools/p"}
	tests := map[string]struct {
		rule fault.Rule
		want bool
	}{
		"everything":        {fault.Rule{}, true},
		"cluster":           {fault.Rule{Cluster: "ps1"}, true},
		"another cluster":   {fault.Rule{Cluster: "ps2"}, false},
		"node":              {fault.Rule{Node: 2}, true},
		"another node":      {fault.Rule{Node: 1}, false},
		"method, any case":  {fault.Rule{Method: "put"}, true},
		"another method":    {fault.Rule{Method: "GET"}, false},
		"whole path":        {fault.Rule{Path: "/network/groupnets/g/subnets/s/pools/p"}, true},
		"stars":             {fault.Rule{Path: "/network/groupnets/*/subnets/*/pools/*"}, true},
		"a star is no tree": {fault.Rule{Path: "/network/*"}, false},
		"tree":              {fault.Rule{Path: "/network/..."}, true},
		"another tree":      {fault.Rule{Path: "/net/..."}, false},
		"bad pattern":       {fault.Rule{Path: "/network/["}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := fault.Rules{test.rule}
			if got := rules.Take(call) != nil; got != test.want {
				t.Errorf("hit %t, want %t", got, test.want)
			}
		})
	}
}

func TestRuleCounts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		skip, count int
		want        []bool
	}{
		"always":          {0, 0, []bool{true, true, true, true}},
		"the first":       {0, 1, []bool{true, false, false, false}},
		"the third":       {2, 1, []bool{false, false, true, false}},
		"from the second": {1, 0, []bool{false, true, true, true}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := fault.Rules{{Name: "r", Kind: fault.Status503, Method: "GET", Skip: test.skip, Count: test.count}}
			var got []bool
			hits := 0
			for range 4 {
				rules.Take(fault.Call{Method: "PUT"}) // does not match, so it is not counted
				hit := rules.Take(fault.Call{Method: "GET"}) != nil
				got = append(got, hit)
				if hit {
					hits++
				}
			}
			if diff := cmp.Diff(got, test.want); diff != "" {
				t.Errorf("unexpected difference: %s", diff)
			}
			if rules.Hits("r") != hits || rules[0].Seen != 4 {
				t.Errorf("counted %d hits and %d calls, want %d and 4", rules.Hits("r"), rules[0].Seen, hits)
			}
		})
	}
}

// The first rule that hits decides; a later one sees the call but keeps its hits for the next.
func TestFirstRuleDecides(t *testing.T) {
	t.Parallel()
	rules := fault.Rules{{Name: "a", Kind: fault.Status401, Count: 1}, {Name: "b", Kind: fault.Status409, Count: 1}}
	var got []fault.Kind
	for range 3 {
		if hit := rules.Take(fault.Call{}); hit != nil {
			got = append(got, hit.Kind)
		}
	}
	if diff := cmp.Diff(got, []fault.Kind{fault.Status401, fault.Status409}); diff != "" {
		t.Errorf("unexpected difference: %s", diff)
	}
	if rules.Hits("unknown") != 0 {
		t.Error("a rule that does not exist has hits")
	}
}
