// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import "time"

// Kind is what an event is about.
type Kind string

// The kinds of events.
const (
	RunBegins   Kind = "run_begins"
	StageBegins Kind = "stage_begins"
	StageDone   Kind = "stage_done"
	StageFailed Kind = "stage_failed"
	Waiting     Kind = "waiting"
	Note        Kind = "note"
	ClientsSee  Kind = "clients"
	RunEnds     Kind = "run_ends"
)

// State is what clients of the pool can do.
type State string

// The states. Unknown is told wherever nothing proves one of the others.
const (
	Writable State = "writable"
	// NoKerberos is writable, but whoever logs in by Kerberos is refused: the directory does not lead all names to this cluster yet.
	NoKerberos State = "writable without Kerberos"
	ReadOnly   State = "read-only"
	Down       State = "down"
	Unknown    State = "unknown"
)

// Clients is what clients of the pool can do, on which cluster, and since when. Cluster is "" where none serves them.
type Clients struct {
	State   State     `json:"state"`
	Cluster string    `json:"cluster,omitempty"`
	Since   time.Time `json:"since"`
}

// Same compares without the time.
func (c Clients) Same(d Clients) bool { return c.State == d.State && c.Cluster == d.Cluster }

// Event is one thing that happened in a run. Times are of the machine that runs Terraform.
type Event struct {
	Time time.Time `json:"time"`
	// Elapsed is how many seconds the apply has lasted.
	Elapsed float64 `json:"elapsed_seconds"`
	// Resource is the id of the resource, Pool its short name.
	Resource string `json:"resource"`
	Pool     string `json:"pool"`
	// Run is the id of the run, "" before it has one. From and To are the clusters that give the pool up and take it over.
	Run  string `json:"run,omitempty"`
	From string `json:"from"`
	To   string `json:"to"`
	Kind Kind   `json:"event"`
	// Stage is the stage, as in "2b fence", Steps how many steps it has.
	Stage string `json:"stage,omitempty"`
	Steps int    `json:"steps,omitempty"`
	// Seconds is how long the stage took or the wait has lasted.
	Seconds float64 `json:"seconds,omitempty"`
	// Text is what is waited for, or the note.
	Text string `json:"text,omitempty"`
	// Percent is set where OneFS gives the figures for it.
	Percent *int `json:"percent,omitempty"`
	// Clients is what clients see from this moment on, in every event.
	Clients Clients `json:"clients"`
	Error   string  `json:"error,omitempty"`
}
