// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// crashSample is how many resumes of a scenario an ordinary test run makes.
const crashSample = 24

// alwaysInFull are the scenarios that an ordinary test run makes in full as well.
var alwaysInFull = []string{"abort", "settle"}

// journalSample is how many of them with the journals deleted.
const journalSample = 12

// sample draws some of the pairs; in full it is all of them.
func sample(pairs []CrashPair, size int) []CrashPair {
	if InFull() || len(pairs) <= size {
		return pairs
	}
	random := rand.New(rand.NewPCG(7, uint64(len(pairs))))
	random.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	return pairs[:size]
}

// TestCrash_Matrix records runs, kills each before and after every request that changes something and at the first read of every stage, and
// resumes all of these sites with an engine that knows nothing: on the way to the same goal and back, at once, in the middle of a job, when
// all jobs are done and when the lease has run out, with Terraform's state and without. Each ends where it was told to end, or exactly
// where it began.
func TestCrash_Matrix(t *testing.T) {
	t.Parallel()
	counts := map[string]CrashCounts{}
	var golden strings.Builder
	stages := map[string]bool{}
	for _, sc := range CrashScenarios() {
		t.Run(sc.Name, func(t *testing.T) {
			rec := RecordRun(t, sc)
			if rec.Mutating == 0 || rec.Changing < rec.Mutating || len(rec.Points) < rec.Mutating {
				t.Errorf("%d points of %d requests for %d that changed something", len(rec.Points), rec.Changing, rec.Mutating)
			}
			fmt.Fprintf(&golden, "%s\n%s", sc.Text, rec.Denominator(AllAxes(), JournalAxes()))
			for _, p := range rec.Points {
				stages[p.Stage] = true
			}
			pairs := rec.Pairs(rec.Points, AllAxes())
			if !slices.Contains(alwaysInFull, sc.Name) {
				pairs = sample(pairs, crashSample)
			}
			counts[sc.Name] = rec.ResumeAll(t, "resumes", pairs)
			t.Logf("%+v", counts[sc.Name])
			deleted := sc.Name + ", journals deleted"
			counts[deleted] = rec.ResumeAll(t, "journals_deleted", sample(rec.Pairs(rec.Points, JournalAxes()), journalSample))
			t.Logf("journals deleted: %+v", counts[deleted])
			for name, axes := range map[string][]Axes{sc.Name: AllAxes(), deleted: JournalAxes()} {
				if c := counts[name]; InFull() && c.Resumes != len(rec.Points)*len(axes) {
					t.Errorf("%s: %d resumes of %d points on %d axes", name, c.Resumes, len(rec.Points), len(axes))
				}
			}
		})
	}
	if len(counts) < 2*len(CrashScenarios()) {
		return // some were left out by -run, or have failed: what follows is about all of them
	}
	for _, order := range []string{survey.NamesFirst, survey.WritesFirst} {
		for _, st := range failover.Stages(survey.Intent{CutoverOrder: order, Pools: map[string]string{Prod: "", DR: ""}}) {
			if !stages[string(st)] {
				t.Errorf("no run is killed in stage %s", st)
			}
		}
	}
	sameAsGolden(t, "crash.golden", golden.String())
	Record(t, "crash", counts)
}

// sameAsGolden compares text with a file under testdata; UPDATE_GOLDEN=1 writes it, so that a change shows in review.
func sameAsGolden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; UPDATE_GOLDEN=1 writes it", err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s differs (-want +got); UPDATE_GOLDEN=1 accepts it:\n%s", path, diff)
	}
}
