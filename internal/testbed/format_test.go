// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// document is a JSON text as a person sees it: nothing of the engine is asked what it means.
type document = map[string]any

// journals are the texts of the journals on a cluster, by path.
func (b *Bed) journals(t testing.TB, key string) map[string]string {
	t.Helper()
	out := map[string]string{}
	b.World.Do(func() {
		const dir = scenario.JournalDirectory + "/journals"
		tree := b.Cluster(key).FS
		files, err := tree.List(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			f, err := tree.Read(dir + "/" + file.Name)
			if err != nil {
				t.Fatal(err)
			}
			out[dir+"/"+file.Name] = string(f.Content)
		}
	})
	return out
}

// rewrite changes every journal on a cluster.
func (b *Bed) rewrite(t testing.TB, key string, change func(journal document)) {
	t.Helper()
	for path, content := range b.journals(t, key) {
		var j document
		if err := json.Unmarshal([]byte(content), &j); err != nil {
			t.Fatal(err)
		}
		change(j)
		b.World.Do(func() {
			if err := b.Cluster(key).FS.Write(path, fs.Write{By: fs.Clients, Content: []byte(text(j)), At: b.World.Now()}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// asFormat1 makes of a journal of format 2 what the release before would have written.
func asFormat1(j document) {
	j["format"] = 1
	run, open := j["run"].(document)
	if !open {
		return
	}
	baselines := document{}
	list, _ := run["witnesses"].([]any)
	for _, x := range list {
		w, _ := x.(document)
		purpose, _ := w["purpose"].(string)
		policy, _ := w["policy"].(string)
		key := map[string]string{"last_sync": "last sync ", "mirror_run": "mirror run "}[purpose] + policy
		number := func(name string) any {
			if n, ok := w[name]; ok {
				return n
			}
			return 0
		}
		if w["baseline"] == "none_counts" {
			baselines[key] = int64(math.MaxInt64)
			continue
		}
		baselines[key], baselines["started before "+key] = number("job"), number("started")
	}
	delete(run, "witnesses")
	run["baselines"] = baselines
}

// TestFormat1_AsItWas: what these tests take for a journal of format 1 is what the release before format 2 wrote in the middle of a run.
func TestFormat1_AsItWas(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("..", "failover", "survey", "testdata", "journal_format_1.json"))
	if err != nil {
		t.Fatal(err)
	}
	j, err := survey.DecodeJournal(b)
	if err != nil {
		t.Fatal(err)
	}
	j.Format = survey.JournalFormat
	again, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	var was, is document
	for text, into := range map[string]*document{string(b): &was, string(again): &is} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	asFormat1(is)
	if diff := cmp.Diff(text(was), text(is)); diff != "" {
		t.Errorf("-as it was +as these tests write it:\n%s", diff)
	}
}

// leftIn are the stages after which the runs of these tests are left: with proofs of last syncs alone, with copies open, with the witnesses
// of a resync prep, and with all of them.
var leftIn = map[string][]survey.StageID{
	survey.NamesFirst:  {survey.StageLastSync, survey.StageWrites, survey.StageResyncPrep, survey.StageMirrorRun},
	survey.WritesFirst: {survey.StageWrites},
}

// TestFormat1_RunGoesOn: a run that a release of format 1 has begun and left is resumed, on and back. The end is as declared, and the
// proofs that were in the journal still count: the same jobs are run as with a journal of this format, none more.
func TestFormat1_RunGoesOn(t *testing.T) {
	t.Parallel()
	for order, stages := range leftIn {
		for _, st := range stages {
			t.Run(order+"/"+string(st), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					a := stopAfter(t, order, st)
					if a == nil {
						t.Fatal("the run was not stopped")
					}
					for _, to := range []string{DR, Prod} {
						first, now := a.goOnWith(t, to, asFormat1), a.goOnWith(t, to, func(document) {})
						if diff := cmp.Diff(now, first); diff != "" {
							t.Errorf("to %s: jobs, -this format +format 1:\n%s", to, diff)
						}
					}
				})
			})
		}
	}
}

// goOnWith wakes the site, changes its journals and resumes. It answers how often each job was run, by cluster, policy and action.
func (a *afterStage) goOnWith(t *testing.T, to string, change func(document)) map[string]int {
	t.Helper()
	b := a.frozen.Wake(t, Options{Quiet: true})
	for _, key := range []string{Prod, DR} {
		b.rewrite(t, key, func(j document) {
			run, _ := j["run"].(document)
			if list, _ := run["witnesses"].([]any); j["format"] != 2.0 || len(list) == 0 && run["originals"] == nil {
				t.Errorf("the journal on %s is not one of format 2 with an open run: %s", key, text(j))
			}
			change(j)
		})
	}
	before := b.jobs()
	if to == DR {
		goOn(t, a.seed, b, a.intent, a.planned)
	} else {
		goBack(t, a.seed, a.before, b, a.intent, a.planned)
	}
	for _, key := range []string{Prod, DR} {
		b.rewrite(t, key, func(j document) {
			if j["format"] != 2.0 || j["run"] != nil {
				t.Errorf("the journal on %s after it: %s", key, text(j))
			}
		})
	}
	ran := b.jobs()
	for job, times := range before {
		ran[job] -= times
	}
	return ran
}
