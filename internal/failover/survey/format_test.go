// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every key that format 1 had, alone and together, and every number that meant something.
func TestFormat1_Keys(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   map[string]int64
		want Witnesses
	}{
		"none":       {nil, Witnesses{}},
		"last sync":  {map[string]int64{"last sync a": 7}, Witnesses{LastSyncOf("a"): {State: AfterRun, Job: 7}}},
		"mirror run": {map[string]int64{"mirror run a_mirror": 7}, Witnesses{MirrorRunOf("a_mirror"): {State: AfterRun, Job: 7}}},
		"last sync, both": {
			map[string]int64{"last sync a": 7, "started before last sync a": 9},
			Witnesses{LastSyncOf("a"): {State: AfterRun, Job: 7, Started: 9}},
		},
		"mirror run, both": {
			map[string]int64{"mirror run a": 7, "started before mirror run a": 9},
			Witnesses{MirrorRunOf("a"): {State: AfterRun, Job: 7, Started: 9}},
		},
		"started, no report": {
			map[string]int64{"last sync a": 0, "started before last sync a": 9},
			Witnesses{LastSyncOf("a"): {State: AfterRun, Started: 9}},
		},
		"nothing had run": {map[string]int64{"mirror run a": 0}, Witnesses{MirrorRunOf("a"): {State: NothingRan}}},
		"nothing had run, both": {
			map[string]int64{"mirror run a": 0, "started before mirror run a": 0},
			Witnesses{MirrorRunOf("a"): {State: NothingRan}},
		},
		"no run is ours":      {map[string]int64{"mirror run a": math.MaxInt64}, Witnesses{MirrorRunOf("a"): {State: NoneCounts}}},
		"a half that is left": {map[string]int64{"started before last sync a": 9, "started before mirror run a": 9}, Witnesses{}},
		"a policy that reads like a key": {
			map[string]int64{"last sync mirror run a": 7, "started before last sync mirror run a": 9},
			Witnesses{LastSyncOf("mirror run a"): {State: AfterRun, Job: 7, Started: 9}},
		},
		"both purposes of one policy": {
			map[string]int64{"last sync a": 7, "mirror run a": 8},
			Witnesses{LastSyncOf("a"): {State: AfterRun, Job: 7}, MirrorRunOf("a"): {State: AfterRun, Job: 8}},
		},
		"no key of ours": {map[string]int64{"": 1, "last sync ": 1, "mirror run ": 1, "something else": 1}, Witnesses{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(map[string]any{"format": 1, "run": map[string]any{"id": "x", "baselines": c.in}})
			if err != nil {
				t.Fatal(err)
			}
			j, err := DecodeJournal(text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, j.Run.Witnesses); diff != "" || j.Run.ID != "x" {
				t.Errorf("run %q, -want +got:\n%s", j.Run.ID, diff)
			}
		})
	}
}

// The baselines of the golden files: written by the release before format 2, in the middle of a run.
var (
	beforeRun = Witnesses{
		LastSyncOf("fin"):         {State: AfterRun, Job: 21, Started: 946684951},
		LastSyncOf("nas1"):        {State: AfterRun, Job: 20, Started: 946684951},
		LastSyncOf("proj"):        {State: AfterRun, Job: 19, Started: 946684801},
		MirrorRunOf("fin_mirror"): {State: AfterRun, Job: 5, Started: 946512301}, MirrorRunOf("nas1_mirror"): {State: NothingRan},
		MirrorRunOf("proj_mirror"): {State: AfterRun, Job: 6, Started: 946512301},
	}
	rebuilt = Witnesses{
		MirrorRunOf("fin_mirror"): {State: NoneCounts}, MirrorRunOf("nas1_mirror"): {State: NoneCounts},
		MirrorRunOf("proj_mirror"): {State: NoneCounts},
	}
)

func golden(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A journal of format 1 is read whole: the witnesses as above, everything else as it stands.
func TestDecodeJournal_Format1(t *testing.T) {
	t.Parallel()
	text := golden(t, "journal_format_1.json")
	j, err := DecodeJournal(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(beforeRun, j.Run.Witnesses); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	whole := new(Journal)
	if err := Decode(text, whole); err != nil {
		t.Fatal(err)
	}
	whole.Run.Witnesses = beforeRun
	if diff := cmp.Diff(whole, j); diff != "" {
		t.Errorf("the rest of the journal, -want +got:\n%s", diff)
	}
	j.Format = JournalFormat
	again, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	read, err := DecodeJournal(again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(j, read); diff != "" {
		t.Errorf("written anew and read, -want +got:\n%s", diff)
	}
}

// A survey in private state or beside the journals, of format 1: with a run as it was noted, and with one that was made again after both
// journals were lost.
func TestDecodeSurvey_Format1(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		witnesses Witnesses
		proven    Proofs
	}{
		"state_format_1.json": {beforeRun, Proofs{
			LastSyncOf("fin"): {Ran: true, Quiet: true}, LastSyncOf("nas1"): {Ran: true, Quiet: true}, LastSyncOf("proj"): {Ran: true, Quiet: true},
			MirrorRunOf("fin_mirror"): {}, MirrorRunOf("nas1_mirror"): {}, MirrorRunOf("proj_mirror"): {},
		}},
		"state_format_1_rebuilt.json": {rebuilt, Proofs{
			MirrorRunOf("fin_mirror"): {}, MirrorRunOf("nas1_mirror"): {}, MirrorRunOf("proj_mirror"): {},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := DecodeSurvey(golden(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.witnesses, s.Run.Witnesses); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(c.proven, s.Proven); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(s.Pairs) != 3 || len(s.Clusters) != 2 || len(s.Run.Originals) == 0 || s.Run.Schedules["nas1"].Text == "" {
				t.Errorf("something is missing: %d pairs, %d clusters, %d originals", len(s.Pairs), len(s.Clusters), len(s.Run.Originals))
			}
			stored, err := s.Encode()
			if err != nil {
				t.Fatal(err)
			}
			read, err := DecodeSurvey(stored)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s, read); diff != "" {
				t.Errorf("written anew and read, -want +got:\n%s", diff)
			}
		})
	}
}

// A format that this release does not read is said to be that, whatever else is in the document.
func TestDecode_OtherFormats(t *testing.T) {
	t.Parallel()
	for text, later := range map[string]int{
		`{}`: 0, `{"format":0}`: 0, `{"format":-1}`: 0, `{"format":4}`: 4, `{"format":99,"run":[],"local":"x"}`: 99,
	} {
		_, err := DecodeJournal([]byte(text))
		if err == nil || Later(err) != later {
			t.Errorf("journal %s: %v, later %d", text, err, Later(err))
		}
	}
	for _, text := range []string{``, `null`, `[]`, `{"format":"2"}`, `{"format":2,"run":[]}`, `{"format":1,"run":{"baselines":[]}}`} {
		if j, err := DecodeJournal([]byte(text)); err == nil || Later(err) != 0 {
			t.Errorf("journal %s: %+v, %v", text, j, err)
		}
	}
	if _, err := DecodeSurvey([]byte(`{"format":3,"survey":{}}`)); err == nil {
		t.Error("a stored survey of format 3 was read")
	}
	if _, err := DecodeSurvey([]byte(`{"format":3,"survey":""}`)); Later(err) != 3 {
		t.Errorf("a stored survey of format 3: %v", err)
	}
}
