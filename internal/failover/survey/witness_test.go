// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is written is a sorted list that people can read, and the same when it is read again.
func TestWitnesses_JSON(t *testing.T) {
	t.Parallel()
	w := Witnesses{
		MirrorRunOf("b"): {State: NoneCounts}, LastSyncOf("b"): BaselineAfter(0, 0), MirrorRunOf("a"): BaselineAfter(7, 9),
	}
	const want = `[{"purpose":"mirror_run","policy":"a","baseline":"after_run","job":7,"started":9},` +
		`{"purpose":"last_sync","policy":"b","baseline":"nothing_ran"},{"purpose":"mirror_run","policy":"b","baseline":"none_counts"}]`
	text, err := json.Marshal(w)
	if err != nil || string(text) != want {
		t.Errorf("%s, %v, want %s", text, err, want)
	}
	var read Witnesses
	if err := json.Unmarshal(text, &read); err != nil || !cmp.Equal(read, w) {
		t.Errorf("%v, %v", read, err)
	}
	p := Proofs{MirrorRunOf("b"): {Ran: true}, LastSyncOf("a"): {Ran: true, Quiet: true}}
	const proven = `[{"purpose":"last_sync","policy":"a","ran":true,"quiet":true},` +
		`{"purpose":"mirror_run","policy":"b","ran":true,"quiet":false}]`
	text, err = json.Marshal(p)
	if err != nil || string(text) != proven {
		t.Errorf("%s, %v", text, err)
	}
	var proofs Proofs
	if err := json.Unmarshal(text, &proofs); err != nil || !cmp.Equal(proofs, p) {
		t.Errorf("%v, %v", proofs, err)
	}
}

// What this release does not know is refused, not left out.
func TestWitnesses_Unknown(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"last sync a":7}`,
		`[{"purpose":"other","policy":"a","baseline":"after_run"}]`,
		`[{"purpose":"last_sync","policy":"","baseline":"after_run"}]`,
		`[{"purpose":"last_sync","policy":"a","baseline":"other"}]`,
		`[{"purpose":"last_sync","policy":"a","job":7}]`,
		`[{"purpose":"last_sync","policy":"a","baseline":"nothing_ran","job":7}]`,
		`[{"purpose":"last_sync","policy":"a","baseline":"none_counts","started":7}]`,
		`[{"purpose":"last_sync","policy":"a","baseline":"after_run"},{"purpose":"last_sync","policy":"a","baseline":"after_run"}]`,
	} {
		var w Witnesses
		if err := json.Unmarshal([]byte(text), &w); err == nil {
			t.Errorf("%s was read as %v", text, w)
		}
	}
	for _, text := range []string{
		`{}`, `[{"purpose":"other","policy":"a"}]`, `[{"purpose":"last_sync","policy":"a"},{"purpose":"last_sync","policy":"a"}]`,
	} {
		var p Proofs
		if err := json.Unmarshal([]byte(text), &p); err == nil {
			t.Errorf("%s was read as %v", text, p)
		}
	}
}

// A report counts with a higher job id and a later start, both; with no baseline, or one that nothing proves any more, none does.
func TestBaseline_Precedes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		b            Baseline
		job, started int64
		want         bool
	}{
		{BaselineAfter(7, 9), 8, 10, true},
		{BaselineAfter(7, 9), 8, 9, false}, // began before, and its report came late
		{BaselineAfter(7, 9), 7, 10, false},
		{BaselineAfter(0, 9), 1, 9, false},
		{BaselineAfter(0, 9), 1, 10, true},
		{BaselineAfter(0, 0), 1, 1, true},
		{Baseline{State: NoneCounts}, 1 << 62, 1 << 62, false},
		{Baseline{}, 8, 10, false},
	} {
		if got := c.b.Precedes(Report{Job: c.job, Started: c.started}); got != c.want {
			t.Errorf("%+v, job %d started %d: %v", c.b, c.job, c.started, got)
		}
	}
}

// A new baseline takes the proof with it; so does a witness that is dropped. Without an open run only the proof is there to fall.
func TestSurvey_Witness(t *testing.T) {
	t.Parallel()
	w := LastSyncOf("a")
	s := &Survey{Run: &RunRecord{}}
	s.NoteWitness(w, BaselineAfter(7, 9))
	s.SetProof(w, Proof{Ran: true, Quiet: true})
	if s.Run.Witnesses[w] != BaselineAfter(7, 9) || !s.Proven[w].Quiet {
		t.Errorf("%+v, %+v", s.Run.Witnesses, s.Proven)
	}
	s.NoteWitness(w, Baseline{State: NothingRan})
	if s.Run.Witnesses[w] != (Baseline{State: NothingRan}) || s.Proven[w].Ran {
		t.Errorf("after a new baseline: %+v, %+v", s.Run.Witnesses, s.Proven)
	}
	s.SetProof(w, Proof{Ran: true})
	s.DropWitness(w)
	if len(s.Run.Witnesses)+len(s.Proven) > 0 {
		t.Errorf("after it was dropped: %+v, %+v", s.Run.Witnesses, s.Proven)
	}
	idle := &Survey{Proven: Proofs{w: {Ran: true}}}
	idle.NoteWitness(w, Baseline{State: NothingRan})
	idle.DropWitness(w)
	if idle.Run != nil || len(idle.Proven) > 0 {
		t.Errorf("without a run: %+v", idle)
	}
}
