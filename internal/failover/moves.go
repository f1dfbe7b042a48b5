// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

// Kinds of a move.
const (
	KindControlled   = "controlled"
	KindUncontrolled = "uncontrolled"
	KindAbort        = "abort"
	KindIsolate      = "isolate"
	KindDiscard      = "discard"
)

// Moves is the preview of a run in lines for people, with the grammar `<object>: <from> -> <to>[, note]`. Lists are never nil.
type Moves struct {
	Kind          string   `json:"kind"`
	Names         []string `json:"names"`
	SPNs          []string `json:"spns"`
	Policies      []string `json:"policies"`
	Quotas        []string `json:"quotas"`
	Configuration []string `json:"configuration"`
	Fenced        []string `json:"fenced"`
	Risks         []string `json:"risks"`
}

// Preview is what Plan answers.
type Preview struct {
	// Moves is nil when there is nothing to do.
	Moves *Moves
	// Approved are the keys of every step of the preview: a run may do less, never more.
	Approved []Key
	// Errors stop the plan; Warnings are shown beside it.
	Errors   []Finding
	Warnings []Finding
	// After is the predicted survey at the end of the run; it equals the input when nothing moves.
	After *Survey
}
