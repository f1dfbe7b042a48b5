// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import "testing"

func TestUnasked(t *testing.T) {
	pools := map[string]string{"prod": "g.s.p", "dr": "g.s.p"}
	prior := &Survey{ID: "x", Pools: pools, Clusters: map[string]*ClusterView{
		"prod": {Name: "ps1", Pool: &PoolView{}}, "dr": {Name: "ps2", Pool: &PoolView{}},
	}}
	got := Scope{ID: "x", Pools: pools, Prior: prior}.Unasked(map[string]string{"prod": "no answer"})
	if c := got.Clusters["prod"]; c.Unread != "no answer" || c.UnreadKind != Unreachable || c.Name != "ps1" || c.Pool == nil {
		t.Errorf("the dead cluster: %+v", c)
	}
	if got.Clusters["dr"].Unread != "" || got.Readable() {
		t.Errorf("the other cluster is marked (%q), or the survey is taken for readable", got.Clusters["dr"].Unread)
	}
	if prior.Clusters["prod"].Unread != "" || !prior.Readable() {
		t.Error("the prior survey was changed")
	}

	got = Scope{ID: "x", Pools: pools}.Unasked(map[string]string{"prod": "no answer"})
	if got.Clusters["prod"].UnreadKind != Unreachable || got.Clusters["dr"].UnreadKind != NotAsked || got.Readable() {
		t.Errorf("without a prior survey: %+v, %+v", got.Clusters["prod"], got.Clusters["dr"])
	}
}
