// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

const resource = "dr=groupnet0.subnet0.nas1,prod=groupnet0.subnet0.nas1"

// journal is a whole journal, with what the test changes in it.
func journal(t *testing.T, change func(j map[string]any)) []byte {
	t.Helper()
	j := map[string]any{
		"format": 2, "revision": 7, "resource": resource, "local": map[string]any{"dr": []any{"dr-local.example.com"}}, "last_run": "r0",
		"run": map[string]any{
			"id": "r1", "from": "prod", "to": "dr", "order": "names_first", "names": []any{"nas1.example.com"},
			"schedules": map[string]any{"nas1": map[string]any{"text": "every 1 days"}},
			"originals": map[string]any{"prod": []any{map[string]any{
				"kind": "share", "zone": "System", "id": "nas1", "paths": []any{"/ifs/data/nas1"},
				"definition": map[string]any{"permissions": []any{map[string]any{"permission": "full"}}},
			}}},
		},
		"takeover": map[string]any{"run": "r0", "lost": "prod", "fork": "2026-05-02T09:11:00Z"},
	}
	if change != nil {
		change(j)
	}
	b, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func part(j map[string]any, at ...string) map[string]any {
	for _, k := range at {
		j, _ = j[k].(map[string]any)
	}
	return j
}

func TestJournal_Whole(t *testing.T) {
	t.Parallel()
	for _, id := range []string{resource, ""} {
		if j, err := Journal(journal(t, nil), id); err != nil || j.Run.ID != "r1" || j.Takeover.Lost != "prod" {
			t.Errorf("read for %q: %+v, %v", id, j, err)
		}
	}
}

// TestJournal_Damaged: each is an error that names the part.
func TestJournal_Damaged(t *testing.T) {
	t.Parallel()
	object := func(j map[string]any) map[string]any {
		list, _ := part(j, "run", "originals")["prod"].([]any)
		o, _ := list[0].(map[string]any)
		return o
	}
	for name, x := range map[string]struct {
		at     string
		change func(j map[string]any)
	}{
		"another resource":       {"resource", func(j map[string]any) { j["resource"] = "dr=g.s.other,prod=g.s.other" }},
		"highest revision":       {"revision", func(j map[string]any) { j["revision"] = int64(math.MaxInt64) }},
		"negative revision":      {"revision", func(j map[string]any) { j["revision"] = -1 }},
		"a stranger's names":     {"local", func(j map[string]any) { j["local"] = map[string]any{"moon": []any{}} }},
		"an empty takeover":      {"takeover.run", func(j map[string]any) { j["takeover"] = map[string]any{} }},
		"a takeover of nobody":   {"takeover.lost", func(j map[string]any) { part(j, "takeover")["lost"] = "moon" }},
		"a fork that is no time": {"takeover.fork", func(j map[string]any) { part(j, "takeover")["fork"] = "yesterday" }},
		"an empty run":           {"run.id", func(j map[string]any) { j["run"] = map[string]any{} }},
		"a run to nowhere":       {"run.to", func(j map[string]any) { part(j, "run")["to"] = "moon" }},
		"a run in a circle":      {"run.to", func(j map[string]any) { part(j, "run")["to"] = "prod" }},
		"an unknown order":       {"run.order", func(j map[string]any) { part(j, "run")["order"] = "both" }},
		"a name of controls":     {"run.names", func(j map[string]any) { part(j, "run")["names"] = []any{"\x1b[2J"} }},
		"an object without path": {"run.originals.prod", func(j map[string]any) { object(j)["paths"] = []any{} }},
		"a path upwards":         {"run.originals.prod", func(j map[string]any) { object(j)["paths"] = []any{"/ifs/../etc"} }},
		"an unknown kind":        {"run.originals.prod", func(j map[string]any) { object(j)["kind"] = "bucket" }},
		"an export by name":      {"run.originals.prod", func(j map[string]any) { object(j)["kind"] = "export" }},
		"no definition":          {"run.originals.prod", func(j map[string]any) { delete(object(j), "definition") }},
		"rights that are none": {"run.originals.prod", func(j map[string]any) {
			object(j)["definition"] = map[string]any{"permissions": []any{"everyone"}}
		}},
	} {
		j, err := Journal(journal(t, x.change), resource)
		if bad, ok := errors.AsType[*DamagedError](err); !ok || bad.At != x.at {
			t.Errorf("%s: %+v, %v, want damage at %s", name, j, err, x.at)
		}
	}
	if _, err := Journal(append(journal(t, nil), "{}"...), resource); err == nil {
		t.Error("what follows the document is not noticed")
	}
	if _, err := Journal(journal(t, func(j map[string]any) { j["format"] = 4 }), resource); survey.Later(err) != 4 {
		t.Errorf("a later format: %v", err)
	}
}

// stored is a stored survey, the one of the golden file, with what the test changes in it.
func stored(t *testing.T, change func(s *survey.Survey)) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "survey", "testdata", "state_format_1.json"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := survey.DecodeSurvey(b)
	if err != nil {
		t.Fatal(err)
	}
	change(s)
	if b, err = s.Encode(); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestStored(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		at     string
		change func(s *survey.Survey)
	}{
		"whole":                 {"", func(*survey.Survey) {}},
		"another id":            {"id", func(s *survey.Survey) { s.ID = "prod" }},
		"other pools":           {"pools", func(s *survey.Survey) { s.Pools = map[string]string{"moon": "x", "dr": "y"} }},
		"a cluster too few":     {"clusters", func(s *survey.Survey) { delete(s.Clusters, "dr") }},
		"a stranger":            {"clusters", func(s *survey.Survey) { s.Clusters["moon"] = &survey.ClusterView{} }},
		"a policy twice":        {"pairs", func(s *survey.Survey) { s.Pairs = append(s.Pairs, s.Pairs[0]) }},
		"a policy at home":      {"pairs", func(s *survey.Survey) { s.Pairs[0].Home = "" }},
		"a policy without path": {"pairs", func(s *survey.Survey) { s.Pairs[0].Paths = nil }},
		"a quota without path":  {"clusters.prod.quotas", func(s *survey.Survey) { s.Clusters["prod"].Quotas[0].Path = "" }},
		"a share without path":  {"clusters.prod.objects", func(s *survey.Survey) { s.Clusters["prod"].Objects[0].Paths = nil }},
		"seen at no time":       {"clusters.dr.seen", func(s *survey.Survey) { s.Clusters["dr"].Seen = "9999" }},
		"a policy's directory":  {"clusters.prod.policies", func(s *survey.Survey) { s.Clusters["prod"].SetPolicy("nas1", noDirectory) }},
		"highest revision":      {"journal_revision", func(s *survey.Survey) { s.JournalRevision = math.MaxInt64 }},
		"an empty takeover":     {"takeover.run", func(s *survey.Survey) { s.Takeover = &survey.Takeover{} }},
	} {
		s, err := Stored(stored(t, x.change), "")
		bad, damaged := errors.AsType[*DamagedError](err)
		if damaged != (x.at != "") || damaged && bad.At != x.at || !damaged && (err != nil || s == nil) {
			t.Errorf("%s: %v, want damage at %q", name, err, x.at)
		}
	}
}

func noDirectory(v *survey.PolicyView) { v.SourcePath = "" }

// TestStored_Bomb: a few bytes that unpack to more than any survey are refused, and the memory is not filled.
func TestStored_Bomb(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	zeros := strings.Repeat(" ", 1<<20)
	for range 300 {
		if _, err := z.Write([]byte(zeros)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(map[string]any{"format": 2, "survey": packed.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Stored(b, ""); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("%d bytes that unpack to 300 MiB: %v", len(b), err)
	}
}

// FuzzJournal: whatever lies there, reading it ends, with an error or with a journal of this resource.
func FuzzJournal(f *testing.F) {
	f.Add([]byte(`{"format":2,"revision":1,"resource":"` + resource + `","run":null,"local":{},"last_run":""}`))
	f.Add([]byte(`{"format":1,"resource":"` + resource + `","run":{"baselines":{"last sync a":7}}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if j, err := Journal(b, resource); err == nil && j.Resource != resource {
			t.Errorf("a journal of %q is read", j.Resource)
		}
	})
}
