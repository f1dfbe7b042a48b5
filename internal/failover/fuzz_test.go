// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"bytes"
	"encoding/json"
	"testing"
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
		var d Definition
		if decode(text, &d) != nil || d == nil {
			return
		}
		kind := KindShare
		if export {
			kind = KindExport
		}
		before := bytes.Clone(d.text())
		once := fence(Object{Kind: kind, Definition: d})
		if !bytes.Equal(before, d.text()) {
			t.Fatal("the original was changed")
		}
		if twice := fence(Object{Kind: kind, Definition: once}); !twice.equal(once) {
			t.Fatalf("%s\nfenced twice\n%s", once.text(), twice.text())
		}
		properties := map[string]bool{}
		for _, k := range fencedProperties(kind) {
			properties[k] = true
		}
		for k := range once {
			if !properties[k] && !(Definition{k: once[k]}).equal(Definition{k: d[k]}) {
				t.Fatalf("%s was changed by the fence", k)
			}
		}
		writable(t, kind, once)
		back := once.clone()
		for k := range properties {
			if v, ok := d[k]; ok {
				back[k] = v
			} else {
				delete(back, k)
			}
		}
		if !back.equal(d) {
			t.Fatalf("%s\ncomes back as\n%s", d.text(), back.text())
		}
	})
}

// writable finds a right to write that the fence has left.
func writable(t *testing.T, kind string, d Definition) {
	t.Helper()
	if kind == KindExport {
		if d["read_only"] != true || len(list(d["read_write_clients"])) > 0 || len(list(d["root_clients"])) > 0 {
			t.Fatalf("somebody may still write: %s", d.text())
		}
		return
	}
	for _, e := range list(d["permissions"]) {
		entry, ok := e.(map[string]any)
		if ok && entry["permission_type"] == "allow" && (entry["permission"] == "full" || entry["permission"] == "change") {
			t.Fatalf("somebody may still write: %s", d.text())
		}
	}
	if len(list(d["run_as_root"])) > 0 {
		t.Fatalf("somebody is still root: %s", d.text())
	}
}

// FuzzDefinitionEqual: equality does not depend on the side, holds for a thing and itself, and takes null, empty and missing for the same.
func FuzzDefinitionEqual(f *testing.F) {
	for i, a := range definitionSeeds {
		f.Add([]byte(a), []byte(definitionSeeds[(i+1)%len(definitionSeeds)]))
	}
	f.Fuzz(func(t *testing.T, x, y []byte) {
		var a, b Definition
		if decode(x, &a) != nil || decode(y, &b) != nil || a == nil || b == nil {
			return
		}
		if !a.equal(a.clone()) || !b.equal(b.clone()) || a.equal(b) != b.equal(a) {
			t.Fatalf("%s and %s", x, y)
		}
		more := a.clone()
		more["nothing"], more["none"] = nil, []any{}
		if !more.equal(a) {
			t.Fatalf("nothing makes a difference: %s", more.text())
		}
		more["something"] = json.Number("1")
		if more.equal(a) && a["something"] == nil {
			t.Fatalf("something makes none: %s", more.text())
		}
	})
}

// FuzzJournal: a journal that cannot be read is an error, never a panic and never taken for a journal of this release.
func FuzzJournal(f *testing.F) {
	for _, s := range []string{
		`{"format":1,"revision":3,"resource":"dr=a,prod=b","run":null,"local":{},"last_run":""}`,
		`{"format":1,"run":{"id":"x","originals":{"prod":[{"kind":"pool","definition":{"ifaces":[{"iface":"ext-1","lnn":"odd"}]}}]},` +
			`"baselines":null}}`,
		`{"format":2}`, `{"format":1,"run":{"originals":{"prod":[{"definition":null}]}}}`, ``, `null`, `[]`, "\xff",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		j := new(Journal)
		if decode(text, j) != nil || j.Run == nil {
			return
		}
		s := &Survey{Run: j.Run}
		for cluster, list := range j.Run.Originals {
			for _, o := range list {
				if _, ok := s.original(cluster, o.address()); !ok {
					t.Fatalf("an original is not found: %+v", o)
				}
				_ = o.ifaces()
				_ = fence(o)
			}
		}
		_ = j.Run.clone()
	})
}
