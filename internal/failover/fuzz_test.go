// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

var definitionSeeds = []string{
	`{"permissions":[{"permission":"full","permission_type":"allow","trustee":{"id":"SID:S-1-1-0"}},` +
		`{"permission":"full","permission_type":"deny"}],"run_as_root":[{"id":"UID:0"}],"auto_create_directory":true,"description":"x"}`,
	`{"permissions":null,"run_as_root":null}`,
	`{"permissions":["odd",{"permission":7,"permission_type":"allow"}]}`,
	`{"read_only":false,"read_only_clients":["a"],"read_write_clients":["a","b"],"root_clients":["c"],"clients":["d"]}`,
	`{"read_only":true,"read_only_clients":"odd","root_clients":[{"x":[1]},null]}`,
	`{"read_write_clients":[["nested"]],"big":12345678901234567890}`,
	`{}`,
}

// FuzzFence: the fence takes every right to write and nothing else, fencing twice is fencing once, the original stays as it was, and
// putting its properties back gives the original again.
func FuzzFence(f *testing.F) {
	for _, s := range definitionSeeds {
		f.Add([]byte(s), false)
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, export bool) {
		var d survey.Definition
		if survey.Decode(text, &d) != nil || d == nil {
			return
		}
		kind := survey.KindShare
		if export {
			kind = survey.KindExport
		}
		before := bytes.Clone(d.Text())
		once := survey.Fence(survey.Object{Kind: kind, Definition: d})
		if !bytes.Equal(before, d.Text()) {
			t.Fatal("the original was changed")
		}
		if twice := survey.Fence(survey.Object{Kind: kind, Definition: once}); !twice.Equal(once) {
			t.Fatalf("%s\nfenced twice\n%s", once.Text(), twice.Text())
		}
		properties := map[string]bool{}
		for _, k := range survey.FencedProperties(kind) {
			properties[k] = true
		}
		for k := range once {
			if !properties[k] && !(survey.Definition{k: once[k]}).Equal(survey.Definition{k: d[k]}) {
				t.Fatalf("%s was changed by the fence", k)
			}
		}
		writable(t, kind, once)
		back := once.Clone()
		for k := range properties {
			if v, ok := d[k]; ok {
				back[k] = v
			} else {
				delete(back, k)
			}
		}
		if !back.Equal(d) {
			t.Fatalf("%s\ncomes back as\n%s", d.Text(), back.Text())
		}
	})
}

// writable finds a right to write that the fence has left.
func writable(t *testing.T, kind string, d survey.Definition) {
	t.Helper()
	if kind == survey.KindExport {
		if d["read_only"] != true || len(survey.List(d["read_write_clients"])) > 0 || len(survey.List(d["root_clients"])) > 0 {
			t.Fatalf("somebody may still write: %s", d.Text())
		}
		return
	}
	for _, e := range survey.List(d["permissions"]) {
		entry, ok := e.(map[string]any)
		if ok && entry["permission_type"] == "allow" && (entry["permission"] == "full" || entry["permission"] == "change") {
			t.Fatalf("somebody may still write: %s", d.Text())
		}
	}
	if len(survey.List(d["run_as_root"])) > 0 {
		t.Fatalf("somebody is still root: %s", d.Text())
	}
}

// FuzzDefinitionEqual: equality does not depend on the side, holds for a thing and itself, and takes null, empty and missing for the same.
func FuzzDefinitionEqual(f *testing.F) {
	for i, a := range definitionSeeds {
		f.Add([]byte(a), []byte(definitionSeeds[(i+1)%len(definitionSeeds)]))
	}
	f.Fuzz(func(t *testing.T, x, y []byte) {
		var a, b survey.Definition
		if survey.Decode(x, &a) != nil || survey.Decode(y, &b) != nil || a == nil || b == nil {
			return
		}
		if !a.Equal(a.Clone()) || !b.Equal(b.Clone()) || a.Equal(b) != b.Equal(a) {
			t.Fatalf("%s and %s", x, y)
		}
		more := a.Clone()
		more["nothing"], more["none"] = nil, []any{}
		if !more.Equal(a) {
			t.Fatalf("nothing makes a difference: %s", more.Text())
		}
		more["something"] = json.Number("1")
		if more.Equal(a) && a["something"] == nil {
			t.Fatalf("something makes none: %s", more.Text())
		}
	})
}

// FuzzJournal: a journal that cannot be read is an error, never a panic and never taken for a journal of this release.
func FuzzJournal(f *testing.F) {
	for _, s := range []string{
		`{"format":1,"revision":3,"resource":"dr=a,prod=b","run":null,"local":{},"last_run":""}`,
		`{"format":1,"run":{"id":"x","originals":{"prod":[{"kind":"pool","definition":{"ifaces":[{"iface":"ext-1","lnn":"odd"}]}}]},` +
			`"baselines":null}}`,
		`{"format":3}`, `{"format":2,"run":{"witnesses":[{"purpose":"last_sync","policy":"a","baseline":"after_run","job":1}]}}`,
		`{"format":1,"run":{"baselines":{"last sync a":1,"started before last sync a":2}}}`,
		`{"format":1,"run":{"originals":{"prod":[{"definition":null}]}}}`, ``, `null`, `[]`, "\xff",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		j, err := survey.DecodeJournal(text)
		if err != nil || j.Run == nil {
			return
		}
		s := &survey.Survey{Run: j.Run}
		for cluster, list := range j.Run.Originals {
			for _, o := range list {
				if _, ok := s.Original(cluster, o.Address()); !ok {
					t.Fatalf("an original is not found: %+v", o)
				}
				_ = o.Ifaces()
				_ = survey.Fence(o)
			}
		}
		_ = j.Run.Clone()
	})
}
