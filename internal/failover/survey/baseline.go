// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// Baseline is what a proof begins from, both of the cluster that runs the job: the highest job id in the reports of the policy, and when
// the policy last started. The report of a run that began before may come late, with a higher id; it did not start later.
type Baseline struct{ Job, Started int64 }

// LastSyncOf is the witness of the last sync of a policy.
func LastSyncOf(policy string) string { return "last sync " + policy }

// MirrorRunOf is the witness of the first run of a mirror.
func MirrorRunOf(policy string) string { return "mirror run " + policy }

// Since is the name under which the second half of a baseline stands beside a witness.
func Since(witness string) string { return "started before " + witness }

// NoteBaseline writes both halves of a baseline into the run's record.
func (rec *RunRecord) NoteBaseline(witness string, b Baseline) {
	rec.Baselines[witness], rec.Baselines[Since(witness)] = b.Job, b.Started
}

// Proof is what reports say about runs of one policy after the baseline of the open run.
type Proof struct {
	// Ran is true when a run finished, Quiet when the newest of them moved nothing.
	Ran   bool `json:"ran"`
	Quiet bool `json:"quiet"`
}

// SetProof notes what the reports say since the baseline of a witness.
func (s *Survey) SetProof(witness string, p Proof) {
	if s.Proven == nil {
		s.Proven = map[string]Proof{}
	}
	s.Proven[witness] = p
}

// SetBaseline notes a witness, or drops it with a negative value; its proof falls either way.
func (s *Survey) SetBaseline(witness string, base int64) {
	delete(s.Proven, witness)
	if s.Run == nil {
		return
	}
	if base < 0 {
		delete(s.Run.Baselines, witness)
		return
	}
	if s.Run.Baselines == nil {
		s.Run.Baselines = map[string]int64{}
	}
	s.Run.Baselines[witness] = base
}
