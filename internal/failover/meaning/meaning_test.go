// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package meaning

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func decoded(t testing.TB, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return out
}

const (
	allowAll  = `{"permission":"full","permission_type":"allow","trustee":{"id":"SID:S-1-1-0","name":"Everyone","type":"wellknown"}}`
	denyBob   = `{"permission":"full","permission_type":"deny","trustee":{"id":"SID:S-1-5-21-1","name":"bob","type":"user"}}`
	denyBob2  = `{"permission":"full","permission_type":"deny","trustee":{"id":"SID:S-1-5-21-1","name":"DEMO\\bob","type":"user"}}`
	allowAnn  = `{"permission":"read","permission_type":"allow","trustee":{"id":"SID:S-1-5-21-2","name":"ann","type":"user"}}`
	allowTeam = `{"permission":"read","permission_type":"allow","trustee":{"id":"SID:S-1-5-21-3","name":"team","type":"group"}}`
)

func TestSame_ByMeaning(t *testing.T) {
	t.Parallel()
	permissions := func(list ...string) string { return `{"permissions":[` + strings.Join(list, ",") + `]}` }
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"clients in another order":  {`{"clients":["a","b"]}`, `{"clients":["b","a"]}`, true},
		"a client twice":            {`{"clients":["a","b","a"]}`, `{"clients":["b","a"]}`, true},
		"a client more":             {`{"clients":["a"]}`, `{"clients":["a","b"]}`, false},
		"paths in another order":    {`{"paths":["/ifs/a","/ifs/b"]}`, `{"paths":["/ifs/b","/ifs/a"]}`, true},
		"numbers":                   {`{"time_delta":1e-9}`, `{"time_delta":1e-09}`, true},
		"numbers as decimals":       {`{"percent_soft":80}`, `{"percent_soft":80.0}`, true},
		"other numbers":             {`{"n":9223372036854775807}`, `{"n":9223372036854775806}`, false},
		"a number and a text":       {`{"n":1}`, `{"n":"1"}`, false},
		"empty in every way":        {`{"a":"","b":[],"c":null,"d":{"e":[]}}`, `{}`, true},
		"false is something":        {`{"a":false}`, `{}`, false},
		"hosts of a share in order": {`{"host_acl":["allow:x","deny:ALL"]}`, `{"host_acl":["deny:ALL","allow:x"]}`, false},
		"an account by its id": {
			`{"user":{"id":"SID:S-1-5-21-1","name":"bob"}}`, `{"user":{"id":"sid:s-1-5-21-1","name":"DEMO\\bob"}}`, true,
		},
		"accounts without an id":        {`{"user":{"name":"bob"}}`, `{"user":{"name":"ann"}}`, false},
		"a map and a list":              {`{"a":{"b":1}}`, `{"a":[1]}`, false},
		"a list and a text":             {`{"a":["b"]}`, `{"a":"b"}`, false},
		"allow and deny turned":         {permissions(allowAll, denyBob), permissions(denyBob, allowAll), false},
		"two that allow turned":         {permissions(allowAll, allowTeam), permissions(allowTeam, allowAll), true},
		"two users turned":              {permissions(denyBob, allowAnn), permissions(allowAnn, denyBob), true},
		"a user and a group turned":     {permissions(denyBob, allowTeam), permissions(allowTeam, denyBob), false},
		"a permission twice":            {permissions(allowAll, denyBob, allowAll), permissions(allowAll, denyBob), true},
		"a trustee by another name":     {permissions(denyBob), permissions(denyBob2), true},
		"a permission less":             {permissions(allowAll, denyBob), permissions(allowAll), false},
		"a permission in place of some": {permissions(allowAll, denyBob), permissions(allowAll, allowAnn), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := decoded(t, c.a), decoded(t, c.b)
			if Same(a, b) != c.same || Same(b, a) != c.same {
				t.Errorf("%s and %s: %v, %v, want %v", c.a, c.b, Same(a, b), Same(b, a), c.same)
			}
		})
	}
}

func TestComplete_SendsWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ want, have, sent string }{
		"a list":                    {`{}`, `{"host_acl":["deny:ALL"]}`, `{"host_acl":[]}`},
		"a list that is there":      {`{"clients":["a"]}`, `{"clients":["b"]}`, `{"clients":["a"]}`},
		"a free text":               {`{}`, `{"description":"x","labels":"y"}`, `{"description":"","labels":""}`},
		"a word of a list of words": {`{}`, `{"encoding":"DEFAULT"}`, `{}`},
		"a switch":                  {`{}`, `{"browsable":true}`, `{}`},
		"limits": {
			`{"thresholds":{"hard":1}}`, `{"thresholds":{"hard":2,"soft":1}}`,
			`{"thresholds":{"hard":1,"soft":null}}`,
		},
		"limits, and none are asked": {`{}`, `{"thresholds":{"hard":2}}`, `{"thresholds":{"hard":null}}`},
		"groups of a mapped user": {
			`{"map_root":{"enabled":true}}`, `{"map_root":{"enabled":true,"secondary_groups":[{"id":"GID:1"}]}}`,
			`{"map_root":{"enabled":true,"secondary_groups":[]}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, have := decoded(t, c.want), decoded(t, c.have)
			got, err := json.Marshal(Complete(want, have))
			if err != nil || string(got) != c.sent {
				t.Errorf("%s over %s: sends %s, %v, want %s", c.want, c.have, got, err, c.sent)
			}
			if changes := c.want != c.sent; changes == Covers(have, want) && changes {
				t.Errorf("%s covers %s", c.have, c.want)
			}
		})
	}
}

// rights is what a person gets, who is a user and in one group: the first entry that is about them decides.
func rights(list []any, ids ...string) string {
	for _, x := range list {
		p, _ := x.(map[string]any)
		trustee, _ := p["trustee"].(map[string]any)
		if id, _ := trustee["id"].(string); slices.Contains(ids, id) {
			return fmt.Sprint(p["permission_type"], " ", p["permission"])
		}
	}
	return "nothing"
}

// TestSame_PermissionsNeverChangeARight: lists that count as the same give every person the same, whatever one entry decides.
func TestSame_PermissionsNeverChangeARight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		entry := rapid.Custom(func(t *rapid.T) any {
			who := rapid.SampledFrom([][2]string{
				{"SID:S-1-5-21-1", "user"}, {"SID:S-1-5-21-2", "user"}, {"SID:S-1-5-21-3", "group"}, {"SID:S-1-1-0", "wellknown"},
			}).Draw(t, "who")
			return map[string]any{
				"permission": "full", "permission_type": rapid.SampledFrom([]string{"allow", "deny"}).Draw(t, "type"),
				"trustee": map[string]any{"id": who[0], "type": who[1]},
			}
		})
		a := rapid.SliceOfN(entry, 0, 5).Draw(t, "a")
		b := rapid.Permutation(a).Draw(t, "b")
		if !Same(map[string]any{"permissions": a}, map[string]any{"permissions": b}) {
			return
		}
		for _, ids := range [][]string{
			{"SID:S-1-5-21-1", "SID:S-1-1-0"},
			{"SID:S-1-5-21-2", "SID:S-1-1-0"},
			{"SID:S-1-5-21-1", "SID:S-1-5-21-3", "SID:S-1-1-0"},
			{"SID:S-1-5-21-2", "SID:S-1-5-21-3", "SID:S-1-1-0"},
		} {
			if x, y := rights(a, ids...), rights(b, ids...); x != y {
				t.Fatalf("%v has %s by %v and %s by %v", ids, x, a, y, b)
			}
		}
	})
}
