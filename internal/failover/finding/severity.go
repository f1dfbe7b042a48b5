// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Severity tells what a finding does to a plan.
type Severity string

// An invalid finding is a configuration that cannot work with these clusters: an error whether or not anything moves. A refusing one is an
// error when something moves, and nothing makes a risk of it. A blocking one is an error when something moves; with readiness = "per_pool",
// or when the id is in ignore_findings and may be there, it becomes a risk. A risk is a line in the plan and a warning.
const (
	Invalid  Severity = "invalid"
	Refused  Severity = "refused"
	Blocking Severity = "blocking"
	Risk     Severity = "risk"
)

// Severities from the worst on.
func Severities() []Severity { return []Severity{Invalid, Refused, Blocking, Risk} }

// Kind is what a plan is about to do. A finding can be an error for one kind and a risk for another.
type Kind int

// Kinds of runs. Four of them are emergencies.
const (
	// Controlled is a move between two clusters that both answer; it has not begun.
	Controlled Kind = iota
	// Uncontrolled is a move away from a cluster that is declared lost.
	Uncontrolled
	// Abort takes an unfinished run back.
	Abort
	// Isolate keeps a cluster that is back from serving what was taken over.
	Isolate
	// Resume goes on with an unfinished run.
	Resume
	// Discard gives up, on somebody's word, what only one side has.
	Discard
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Controlled, Uncontrolled, Abort, Isolate, Resume, Discard} }

func (k Kind) String() string {
	return [...]string{"controlled", "uncontrolled", "abort", "isolate", "resume", "discard"}[k]
}

// Emergency tells that people wait for the run: data is not served, or not safe, until it is done.
func (k Kind) Emergency() bool { return k != Controlled && k != Discard }

// Run is what a plan is about to do, as far as findings differ by it.
type Run struct {
	Kind Kind
	// Left: the run has begun, and the names have left the cluster that it moves from. Clients are waiting for its end.
	Left bool
}

// table is the severity of a finding for each kind of run.
type table map[Kind]Severity

// everywhere is one severity, but for the kinds that are named.
func everywhere(s Severity, but Severity, kinds ...Kind) table {
	out := table{}
	for _, k := range Kinds() {
		out[k] = s
	}
	for _, k := range kinds {
		out[k] = but
	}
	return out
}

// risk never stops anything.
func risk() table { return everywhere(Risk, "") }

// always is an error of the configuration, whatever is under way.
func always() table { return everywhere(Invalid, "") }

// alwaysCalm is an error of the configuration, and a risk in an emergency.
func alwaysCalm() table { return everywhere(Invalid, Risk, Uncontrolled, Abort, Isolate, Resume) }

// alwaysRun is an error of the configuration as long as both clusters are there.
func alwaysRun() table { return everywhere(Invalid, Risk, Uncontrolled, Isolate) }

// refused is an error of every kind of run.
func refused() table { return everywhere(Refused, "") }

// refusedCalm is an error of a run that is no emergency.
func refusedCalm() table { return everywhere(Refused, Risk, Uncontrolled, Abort, Isolate, Resume) }

// refusedBoth is an error of a run between two clusters that serve.
func refusedBoth() table { return everywhere(Refused, Risk, Uncontrolled, Isolate) }

// stops blocks a run between two clusters that serve.
func stops() table { return everywhere(Blocking, Risk, Uncontrolled, Isolate) }

// stopsCalm blocks a run that is no emergency.
func stopsCalm() table { return everywhere(Blocking, Risk, Uncontrolled, Abort, Isolate, Resume) }

// stopsControlled blocks a controlled move alone.
func stopsControlled() table { return everywhere(Risk, Blocking, Controlled) }
