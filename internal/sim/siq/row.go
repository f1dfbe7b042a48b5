// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

import "slices"

// Row says what one action does in the listed positions, for the listed settings of X's own switch. Either Outcome is set, or Dial
// and Answers are: then nobody knows what OneFS does, and the dial's value picks the answer.
type Row struct {
	ID        string
	Action    Action
	Positions []Position
	Self      []Switch
	Outcome   Outcome
	Dial      string
	Answers   map[string]Outcome
	Evidence  Evidence
}

// Outcome is exactly one of: a refusal, a job, immediate effects, or nothing at all (Ignore).
type Outcome struct {
	Refuse *Refusal
	Job    *Plan
	Now    []Op
	Ignore bool
}

// Kind groups refusals by the status that they are answered with.
type Kind string

// The kinds of refusal.
const (
	WrongState Kind = "wrong_state" // status from the dial wrong_state_status: 409 AEC_CONFLICT, 400 AEC_BAD_REQUEST or 500
	ActiveJob  Kind = "active_job"  // the same dial
	NotFound   Kind = "not_found"   // 404 AEC_NOT_FOUND
	BadRequest Kind = "bad_request" // 400 AEC_BAD_REQUEST
	Unlicensed Kind = "unlicensed"  // 403 AEC_INVALID_LICENSE
)

// Refusal is an answer after which nothing has changed. In Text, {name} stands for what the request called the policy.
type Refusal struct {
	Kind  Kind
	Text  string
	Field string
}

// Plan is a job: its steps in order, or the text with which it fails after having been accepted.
type Plan struct {
	Steps []Step
	// Fails, if not empty, is the error in the report of a job that is accepted and then fails in its first step.
	Fails string
	// Canceled tells that the job ends canceled instead of failed.
	Canceled bool
	// Conflicts tells whether a failure of this job sets X.conflicted.
	Conflicts bool
}

// Step is one phase of a job.
type Step struct {
	Name  string // as the report's list of phases shows it
	Shows string // what policy.action of the job shows meanwhile
	Lasts Length
	Begin []Op
	End   []Op
}

// Length is what a step's duration grows with.
type Length string

// The lengths.
const (
	Brief   Length = "brief"   // a fixed few seconds
	Changes Length = "changes" // with the changes since the last sync
	Undo    Length = "undo"    // with what must be rolled back
	Walk    Length = "walk"    // with the size of the whole tree
)

func (r Row) covers(a Action, p Position, self Switch) bool {
	return r.Action == a && slices.Contains(r.Positions, p) && slices.Contains(r.Self, self)
}

func refuse(kind Kind, text string) Outcome { return Outcome{Refuse: &Refusal{Kind: kind, Text: text}} }
func now(ops ...Op) Outcome                 { return Outcome{Now: append([]Op{}, ops...)} }
func job(p Plan) Outcome                    { return Outcome{Job: &p} }
func jobFails(text string, conflicts bool) Outcome {
	return Outcome{Job: &Plan{Fails: text, Conflicts: conflicts, Steps: []Step{{Name: "start", Shows: "", Lasts: Brief}}}}
}

var ignore = Outcome{Ignore: true}

func at(p ...Position) []Position { return p }
