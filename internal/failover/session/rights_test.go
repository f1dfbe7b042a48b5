// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"maps"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

func trustee(kind, name string) map[string]any { return map[string]any{"type": kind, "name": name} }

func gives(permission, how string, who map[string]any) map[string]any {
	return map[string]any{"permission": permission, "permission_type": how, "trustee": who}
}

func shareWith(more survey.Definition, permissions ...any) survey.Object {
	d := survey.Definition{"permissions": permissions}
	maps.Copy(d, more)
	return survey.Object{Kind: survey.KindShare, Zone: "nas1", ID: "nas1", Definition: d}
}

// TestRights: a user is taken for one who may write, unless the shares prove the opposite.
func TestRights(t *testing.T) {
	t.Parallel()
	onlyAlice := gives("full", "allow", trustee("user", `DEMO\alice`))
	readers := gives("read", "allow", trustee("wellknown", "Everyone"))
	for name, x := range map[string]struct {
		shares  []survey.Object
		session onefs.SMBSession
		want    bool
	}{
		"everyone writes": {
			[]survey.Object{shareWith(nil, gives("change", "allow", trustee("wellknown", "Everyone")))}, user(`X\y`), true,
		},
		"a group writes": {
			[]survey.Object{shareWith(nil, gives("full", "allow", trustee("group", `DEMO\fin`)))}, user(`DEMO\bob`), true,
		},
		"only somebody else":          {[]survey.Object{shareWith(nil, onlyAlice, readers)}, user(`DEMO\bob`), false},
		"oneself":                     {[]survey.Object{shareWith(nil, onlyAlice, readers)}, user(`demo\Alice`), true},
		"oneself in another form":     {[]survey.Object{shareWith(nil, onlyAlice)}, user(`alice@demo.local`), true},
		"a namesake":                  {[]survey.Object{shareWith(nil, onlyAlice)}, user(`OTHER\alice`), true},
		"a guest":                     {[]survey.Object{shareWith(nil, onlyAlice)}, onefs.SMBSession{User: "bob", GuestLogin: true}, true},
		"nobody knows who":            {[]survey.Object{shareWith(nil, onlyAlice)}, user(""), true},
		"a trustee without a name":    {[]survey.Object{shareWith(nil, gives("full", "allow", trustee("user", "")))}, user("bob"), true},
		"a right nobody has heard of": {[]survey.Object{shareWith(nil, gives("append", "allow", trustee("group", "g")))}, user("bob"), true},
		"guests are let in as somebody": {
			[]survey.Object{shareWith(survey.Definition{"impersonate_guest": "always"}, onlyAlice)}, user("bob"), true,
		},
		"guests are not": {[]survey.Object{shareWith(survey.Definition{"impersonate_guest": "never"}, onlyAlice)}, user("bob"), false},
		"root on it": {
			[]survey.Object{shareWith(survey.Definition{"run_as_root": []any{trustee("user", "bob")}}, readers)}, user(`DEMO\bob`), true,
		},
		"a group is root on it": {
			[]survey.Object{shareWith(survey.Definition{"run_as_root": []any{trustee("group", "g")}}, readers)}, user(`DEMO\bob`), true,
		},
		"one of two shares": {
			[]survey.Object{shareWith(nil, readers), shareWith(nil, gives("change", "allow", trustee("user", "bob")))}, user(`DEMO\bob`), true,
		},
		"denied to a group": {
			[]survey.Object{shareWith(nil, gives("full", "deny", trustee("group", "g")), onlyAlice)}, user("bob"), false,
		},
		"permissions that are lost": {[]survey.Object{{Kind: survey.KindShare, Definition: survey.Definition{}}}, user("bob"), true},
		"an export is no share":     {[]survey.Object{{Kind: survey.KindExport}}, user("bob"), false},
	} {
		if got := writersThrough(x.shares).may(x.session); got != x.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func user(name string) onefs.SMBSession { return onefs.SMBSession{User: name} }
