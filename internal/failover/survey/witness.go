// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// A witness is what the open run notes in the journal right before it asks for a run of a policy. Afterwards the reports are held against
// it: only what came later proves anything. A lost witness costs one more sync, never correctness.

// Purpose is what a run of a policy is to prove.
type Purpose string

// The purposes.
const (
	// LastSync is the last sync of the policy that gives its data up: after it nothing is left to carry.
	LastSync Purpose = "last_sync"
	// MirrorRun is the first run of the mirror after a resync prep. The witness is noted before the resync prep, so it also tells that the
	// open run has turned the pair or is about to.
	MirrorRun Purpose = "mirror_run"
)

// Purposes are all of them.
var Purposes = []Purpose{LastSync, MirrorRun}

// Witness names one: what is to be proven, and the policy whose reports prove it.
type Witness struct {
	Purpose Purpose `json:"purpose"`
	Policy  string  `json:"policy"`
}

// LastSyncOf is the witness of the last sync of a policy.
func LastSyncOf(policy string) Witness { return Witness{LastSync, policy} }

// MirrorRunOf is the witness of the first run of a mirror.
func MirrorRunOf(policy string) Witness { return Witness{MirrorRun, policy} }

func (w Witness) compare(v Witness) int {
	return cmp.Or(cmp.Compare(w.Policy, v.Policy), cmp.Compare(w.Purpose, v.Purpose))
}

// known tells whether this release knows the purpose, and the witness is about a policy.
func (w Witness) known() bool { return slices.Contains(Purposes, w.Purpose) && w.Policy != "" }

// Witnesses are those of an open run, with the baseline of each. In JSON they are a list, sorted by policy.
type Witnesses map[Witness]Baseline

type witnessEntry struct {
	Witness
	Baseline
}

// MarshalJSON writes the list.
func (w Witnesses) MarshalJSON() ([]byte, error) {
	out := make([]witnessEntry, 0, len(w))
	for _, k := range slices.SortedFunc(maps.Keys(w), Witness.compare) {
		out = append(out, witnessEntry{k, w[k]})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the list. What this release does not know is an error: a later one may mean something by it.
func (w *Witnesses) UnmarshalJSON(b []byte) error {
	var list []witnessEntry
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*w = Witnesses{}
	for _, e := range list {
		if _, twice := (*w)[e.Witness]; twice || !e.known() || !e.valid() {
			return fmt.Errorf("witness %q of policy %q, baseline %q, is unknown or there twice", e.Purpose, e.Policy, e.State)
		}
		(*w)[e.Witness] = e.Baseline
	}
	return nil
}

// Note adds a witness, or gives one a new baseline.
func (w *Witnesses) Note(k Witness, b Baseline) {
	if *w == nil {
		*w = Witnesses{}
	}
	(*w)[k] = b
}

// Proof is what reports say about runs of one policy after the baseline of the open run.
type Proof struct {
	// Ran is true when a run finished and left nothing out, Quiet when the newest of them carried nothing.
	Ran   bool `json:"ran"`
	Quiet bool `json:"quiet"`
	// Touched is how many files the newest of them found with other attributes, where no data and no name changed.
	Touched int64 `json:"touched,omitempty"`
}

// Proofs are what the reports say of each witness. In JSON they are a list, sorted by policy.
type Proofs map[Witness]Proof

type proofEntry struct {
	Witness
	Proof
}

// MarshalJSON writes the list.
func (p Proofs) MarshalJSON() ([]byte, error) {
	out := make([]proofEntry, 0, len(p))
	for _, k := range slices.SortedFunc(maps.Keys(p), Witness.compare) {
		out = append(out, proofEntry{k, p[k]})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the list.
func (p *Proofs) UnmarshalJSON(b []byte) error {
	var list []proofEntry
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*p = Proofs{}
	for _, e := range list {
		if _, twice := (*p)[e.Witness]; twice || !e.known() {
			return fmt.Errorf("proof %q of policy %q is unknown or there twice", e.Purpose, e.Policy)
		}
		(*p)[e.Witness] = e.Proof
	}
	return nil
}

// SetProof notes what the reports say since the baseline of a witness.
func (s *Survey) SetProof(w Witness, p Proof) {
	if s.Proven == nil {
		s.Proven = Proofs{}
	}
	s.Proven[w] = p
}

// NoteWitness notes a witness in the open run, if there is one. What was proven since an earlier baseline counts no more.
func (s *Survey) NoteWitness(w Witness, b Baseline) {
	delete(s.Proven, w)
	if s.Run != nil {
		s.Run.Witnesses.Note(w, b)
	}
}

// DropWitness forgets a witness of the open run, and what was proven by it.
func (s *Survey) DropWitness(w Witness) {
	delete(s.Proven, w)
	if s.Run != nil {
		delete(s.Run.Witnesses, w)
	}
}

// BaselineState says from where on the reports of a policy count.
type BaselineState string

// The states.
const (
	// NothingRan: when the baseline was taken the policy had never started and had no report, so every report counts.
	NothingRan BaselineState = "nothing_ran"
	// AfterRun: reports count whose job id is above Job and whose run began after Started.
	AfterRun BaselineState = "after_run"
	// NoneCounts: what had run before is not known any more, so no report is known to be ours, and a run is due. It ends with the baseline
	// that is noted before that run.
	NoneCounts BaselineState = "none_counts"
)

// Baseline is what a proof begins from. Job and Started are both of the cluster that runs the job: the highest job id in the reports of the
// policy, 0 without a report, and when the policy last started in Unix seconds, 0 if it never did. The report of a run that began before
// may come late, with a higher id; it did not start later.
type Baseline struct {
	State   BaselineState `json:"baseline"`
	Job     int64         `json:"job,omitempty"`
	Started int64         `json:"started,omitempty"`
}

// BaselineAfter is the baseline that is taken when these are the highest job id and the last start.
func BaselineAfter(job, started int64) Baseline {
	if job == 0 && started == 0 {
		return Baseline{State: NothingRan}
	}
	return Baseline{State: AfterRun, Job: job, Started: started}
}

// Precedes tells that a report is of a run that began after the baseline was taken.
func (b Baseline) Precedes(r Report) bool {
	switch b.State {
	case NothingRan, AfterRun:
		return r.Job > b.Job && r.Started > b.Started
	default:
		return false
	}
}

// valid tells whether this release knows the state, and whether numbers stand only where they mean something.
func (b Baseline) valid() bool {
	switch b.State {
	case AfterRun:
		return true
	case NothingRan, NoneCounts:
		return b.Job == 0 && b.Started == 0
	default:
		return false
	}
}
