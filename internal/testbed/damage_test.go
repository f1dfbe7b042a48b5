// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	docs "github.com/onefs-dr/terraform-provider-onefs/internal/failover/document"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// damages are how many changes of stored documents are tried: all of them in full, a sample otherwise.
func damages() int {
	if InFull() {
		return 10_000
	}
	return 1_000
}

// TestDamage_StoredDocuments changes every field of a journal and of a stored survey of a run that was left in its midst, in every way that
// damage or a forger could: each is either an error that says where, or a document with which plans in both directions can be made. Nothing
// panics.
func TestDamage_StoredDocuments(t *testing.T) {
	t.Parallel()
	var whole *survey.Survey
	var journal []byte
	var in survey.Intent
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.NamesFirst, survey.StageLastSync)
		b := a.frozen.Wake(t, Options{Quiet: true})
		in = a.intent
		whole = b.Engine.Survey(t.Context(), Scope(in, nil))
		for _, text := range b.journals(t, Prod) {
			journal = []byte(text)
		}
	})
	whole.Takeover = &survey.Takeover{
		Run: "2026-05-02T09-11Z-41c0", Lost: Prod, Fork: "2026-05-02T09:11:00Z", Names: []string{"nas1.demo.local"},
		Originals: whole.Run.Originals,
	}
	whole.Pools = maps.Clone(in.Pools)
	plain, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same changes in every run
	refused, planned := 0, 0
	for _, of := range []struct {
		name string
		text []byte
		read func([]byte) (*survey.Survey, error)
	}{
		{"stored survey", plain, func(b []byte) (*survey.Survey, error) {
			packed, err := pack(b)
			if err != nil {
				return nil, err
			}
			return docs.Stored(packed, in.ID)
		}},
		{"journal", journal, func(b []byte) (*survey.Survey, error) {
			j, err := docs.Journal(b, in.ID)
			if err != nil {
				return nil, err
			}
			s := whole.Clone()
			s.Run, s.Takeover, s.Local, s.LastRun, s.JournalRevision = j.Run, j.Takeover, j.Local, j.LastRun, j.Revision
			return s, nil
		}},
	} {
		var tree any
		if err := json.Unmarshal(of.text, &tree); err != nil {
			t.Fatal(err)
		}
		if _, err := of.read(of.text); err != nil {
			t.Fatalf("%s, undamaged: %v", of.name, err)
		}
		places := placesIn(tree, nil)
		for range damages() / 2 {
			at := places[rng.IntN(len(places))]
			how := rng.IntN(len(wrongs))
			text, err := json.Marshal(damaged(tree, at, wrongs[how]))
			if err != nil {
				t.Fatal(err)
			}
			s, err := of.read(text)
			if err != nil {
				refused++
				bad, ok := errors.AsType[*docs.DamagedError](err)
				if ok && (bad.At == "" || strings.ContainsFunc(err.Error(), unicode.IsControl)) {
					t.Errorf("%s, %s at %v: %q", of.name, wrongs[how].name, at, err)
				}
				continue
			}
			planned++
			plans(t, fmt.Sprintf("%s, %s at %v", of.name, wrongs[how].name, at), s, in)
		}
	}
	t.Logf("%d changes: %d refused, %d planned", refused+planned, refused, planned)
}

// plans makes the plans on and back; a panic fails the test with the change that led to it.
func plans(t *testing.T, what string, s *survey.Survey, in survey.Intent) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: panic: %v", what, p)
		}
	}()
	for _, active := range []string{Prod, DR} {
		in.Active = active
		failover.Plan(s.Only(in.Policies), in)
	}
}

// pack is the text of a survey as private state holds it.
func pack(plain []byte) ([]byte, error) {
	s := new(survey.Survey)
	if err := survey.Decode(plain, s); err != nil {
		return nil, err
	}
	return s.Encode()
}

// wrong is one way in which a value can be wrong.
type wrong struct {
	name string
	make func(any) any
}

// takenAway leaves the key or the entry out as well.
const takenAway = "taken away"

var wrongs = []wrong{
	{takenAway, func(any) any { return nil }},
	{"null", func(any) any { return nil }},
	{"an empty text", func(any) any { return "" }},
	{"another text", func(any) any { return "x" }},
	{"a path upwards", func(any) any { return "/ifs/../../etc" }},
	{"control characters", func(any) any { return "\x1b[2J\n::error::" }},
	{"zero", func(any) any { return 0 }},
	{"below zero", func(any) any { return -1 }},
	{"the highest number", func(any) any { return int64(math.MaxInt64) }},
	{"a fraction", func(any) any { return 1e300 }},
	{"true", func(any) any { return true }},
	{"an empty list", func(any) any { return []any{} }},
	{"an empty object", func(any) any { return map[string]any{} }},
	{"a list of it", func(v any) any { return []any{v, v} }},
	{"an object of it", func(v any) any { return map[string]any{"": v, "x": v} }},
	{"twice", func(v any) any {
		if l, ok := v.([]any); ok {
			return append(slices.Clone(l), l...)
		}
		return v
	}},
	{"with a stranger", func(v any) any {
		if m, ok := v.(map[string]any); ok {
			m = maps.Clone(m)
			for _, k := range slices.Sorted(maps.Keys(m)) {
				m["stranger"] = m[k]
			}
			return m
		}
		return v
	}},
}

// placesIn are the ways to all values of a tree.
func placesIn(v any, at []any) [][]any {
	out := [][]any{slices.Clone(at)}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out = append(out, placesIn(v[k], append(at, k))...)
		}
	case []any:
		for i, x := range v {
			out = append(out, placesIn(x, append(at, i))...)
		}
	}
	return out
}

// damaged is a copy of the tree with one value made wrong.
func damaged(v any, at []any, how wrong) any {
	if len(at) == 0 {
		return how.make(v)
	}
	switch v := v.(type) {
	case map[string]any:
		m := maps.Clone(v)
		k, _ := at[0].(string)
		if len(at) == 1 && how.name == takenAway {
			delete(m, k)
		} else {
			m[k] = damaged(m[k], at[1:], how)
		}
		return m
	case []any:
		l := slices.Clone(v)
		i, _ := at[0].(int)
		if len(at) == 1 && how.name == takenAway {
			return slices.Delete(l, i, i+1)
		}
		l[i] = damaged(l[i], at[1:], how)
		return l
	}
	return v
}

// TestDamage_LeaseFiles: a claim, or the heartbeat that it names, which cannot be read is taken neither for a dead run nor for one that
// lives: the run ends before its first write and names the file. When the file is gone, the same run goes through.
func TestDamage_LeaseFiles(t *testing.T) {
	t.Parallel()
	const dir = scenario.JournalDirectory + "/leases"
	for name, files := range map[string]map[string]string{
		"no JSON":           {"policy-nas1.json": "\x00\xff\n::error::"},
		"empty":             {"policy-nas1.json": ""},
		"a path upwards":    {"policy-nas1.json": `{"run":"../../../etc/passwd"}`},
		"garbage behind it": {"policy-nas1.json": `{"run":"00ff"}{"run":"00fe"}`},
		"no heartbeat":      {"policy-nas1.json": `{"run":"00ff"}`, "run-00ff.json": "beat"},
		"for ever":          {"policy-nas1.json": `{"run":"00ff"}`, "run-00ff.json": `{"run":"00ff","ttl":"2000000h"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{Quiet: true})
				adopt(t, b)
				b.NewRun()
				put := func(change func(tree *fs.Tree, path, content string) error) {
					b.World.Do(func() {
						for file, content := range files {
							if err := change(b.Cluster(DR).FS, dir+"/"+file, content); err != nil {
								t.Fatal(err)
							}
						}
					})
				}
				put(func(tree *fs.Tree, path, content string) error {
					if !tree.Exists(dir) {
						if err := tree.Mkdir(dir, true, fs.Write{By: fs.Clients, At: b.World.Now()}); err != nil {
							return err
						}
					}
					return tree.Write(path, fs.Write{By: fs.Clients, Content: []byte(content), At: b.World.Now()})
				})
				in := b.Intent(DR)
				planned := b.Engine.Survey(t.Context(), Scope(in, nil))
				_, err := b.Engine.Run(t.Context(), in, planned)
				f := failureOf(t, err)
				if f.ID != finding.FailureLeaseDamaged || !strings.Contains(f.Failed, "lease file "+dir+"/") || !strings.Contains(f.Failed, DR) {
					t.Errorf("the run ended with\n%s", f.Error())
				}
				if n := b.calls().ByPermit["approved"] + b.calls().ByPermit["within"]; n > 0 {
					t.Errorf("%d writes", n)
				}
				put(func(tree *fs.Tree, path, _ string) error { return tree.Remove(fs.Clients, path, false) })
				if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
