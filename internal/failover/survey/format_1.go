// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"math"
	"strings"
)

// Format 1 of the journal and of a stored survey, which is read and never written. It kept witnesses in one map whose keys were sentences,
// "last sync nas1", with the highest job id as value; the last start stood beside it under "started before last sync nas1". The highest
// number meant that no report counts. The second half was left where a witness was dropped; alone it means nothing.

const (
	lastSync1      = "last sync "
	mirrorRun1     = "mirror run "
	startedBefore1 = "started before "
	noneCounts1    = math.MaxInt64
)

// witness1 reads a key of format 1; ok is false for what is no witness, such as the second half of one.
func witness1(key string) (w Witness, ok bool) {
	if policy, is := strings.CutPrefix(key, lastSync1); is {
		w = LastSyncOf(policy)
	} else if policy, is := strings.CutPrefix(key, mirrorRun1); is {
		w = MirrorRunOf(policy)
	}
	return w, w.known()
}

func witnesses1(in map[string]int64) Witnesses {
	out := Witnesses{}
	for key, job := range in {
		w, ok := witness1(key)
		switch {
		case !ok:
		case job == noneCounts1:
			out[w] = Baseline{State: NoneCounts}
		default:
			out[w] = BaselineAfter(job, in[startedBefore1+key])
		}
	}
	return out
}

func proofs1(in map[string]Proof) Proofs {
	if in == nil {
		return nil
	}
	out := Proofs{}
	for key, p := range in {
		if w, ok := witness1(key); ok {
			out[w] = p
		}
	}
	return out
}

// The fields of format 1 hide those of the same name that they replace.

type runRecord1 struct {
	RunRecord
	Baselines map[string]int64 `json:"baselines"`
}

func (r *runRecord1) record() *RunRecord {
	if r == nil {
		return nil
	}
	out := r.RunRecord
	out.Witnesses = witnesses1(r.Baselines)
	return &out
}

func decodeJournal1(b []byte) (*Journal, error) {
	var in struct {
		Journal
		Run *runRecord1 `json:"run"`
	}
	if err := Decode(b, &in); err != nil {
		return nil, err
	}
	out := in.Journal
	out.Run = in.Run.record()
	return &out, nil
}

func decodeSurvey1(b []byte) (*Survey, error) {
	var in struct {
		Survey
		Run    *runRecord1      `json:"run"`
		Proven map[string]Proof `json:"proven"`
	}
	if err := Decode(b, &in); err != nil {
		return nil, err
	}
	out := in.Survey
	out.Run, out.Proven = in.Run.record(), proofs1(in.Proven)
	return &out, nil
}
