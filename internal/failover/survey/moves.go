// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// Kinds of a move.
const (
	KindControlled   = "controlled"
	KindUncontrolled = "uncontrolled"
	KindAbort        = "abort"
	KindResume       = "resume"
	KindIsolate      = "isolate"
	KindDiscard      = "discard"
)

// Moves is the preview of a run in lines for people, with the grammar `<object>: <from> -> <to>[, note]`. Lists are never nil.
type Moves struct {
	// AtAGlance says in one line how much moves and, in the middle of a run, how clients fare now.
	AtAGlance     string   `json:"at_a_glance,omitempty"`
	Kind          string   `json:"kind"`
	Names         []string `json:"names"`
	SPNs          []string `json:"spns"`
	Policies      []string `json:"policies"`
	Quotas        []string `json:"quotas"`
	Configuration []string `json:"configuration"`
	Fenced        []string `json:"fenced"`
	Risks         []string `json:"risks"`
}
