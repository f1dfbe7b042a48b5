// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// What a report proves. A run is proven by a report that is finished, in which no error stands, and that says of everything which may be
// left out that nothing was. A counter that is not given says nothing.

// judged is a report of the API with what its counters mean.
func judged(x onefs.SyncReport) survey.Report {
	r := survey.Report{Action: x.Action, State: x.State, Errors: x.Errors, Notes: x.Warnings}
	if x.JobID != nil {
		r.Job = *x.JobID
	}
	if x.StartTime != nil {
		r.Started = *x.StartTime
	}
	if len(r.Errors) == 0 && x.Error != "" {
		r.Errors = []string{x.Error}
	}
	changes := x.Changes()
	r.Blind = !slices.ContainsFunc(changes, func(c onefs.Counter) bool { return c.Value != nil })
	for _, c := range changes {
		if c.Value == nil {
			r.Missing = append(r.Missing, c.Name)
		} else if c.Name != "file_data_bytes" {
			r.Moved += *c.Value
		}
	}
	for _, c := range x.LeftOut() {
		switch {
		case c.Value == nil:
			r.Missing = append(r.Missing, c.Name)
		case *c.Value != 0:
			r.Left = append(r.Left, fmt.Sprintf("%s %d", c.Name, *c.Value))
		}
	}
	switch changed := value(x.FilesChanged); {
	case changed > 0 && changed == r.Moved && zero(x.FileDataBytes) && zero(x.FilesTransferred):
		// Files that count as changed, of which neither a byte nor a file was sent, and no name besides: their attributes.
		r.Moved, r.Touched = 0, changed
	case r.Moved == 0 && value(x.FileDataBytes) > 0:
		r.Moved = 1 // something was sent, whatever it was
	}
	return r
}

// Judged are reports of the API with what their counters mean.
func Judged(list []onefs.SyncReport) []survey.Report {
	out := make([]survey.Report, 0, len(list))
	for _, x := range list {
		out = append(out, judged(x))
	}
	return out
}

func value(c *int64) int64 {
	if c == nil {
		return 0
	}
	return *c
}

func zero(c *int64) bool { return c != nil && *c == 0 }

// acceptable are the findings about reports which somebody may accept by name.
var acceptable = []finding.ID{finding.RunCountersMissing, finding.AttributesChanged}

// Accepted are those that an intent accepts.
func Accepted(in survey.Intent) []string {
	var out []string
	for _, id := range acceptable {
		if slices.Contains(in.IgnoreFindings, id.String()) {
			out = append(out, id.String())
		}
	}
	return out
}

// Whole tells whether the run finished, and says itself that it left nothing out. What it does not say is not held against it.
func Whole(r survey.Report) bool {
	return (r.State == survey.StateFinished || r.State == survey.StateSkipped) && len(r.Left) == 0 && len(r.Errors) == 0
}

// Proves tells whether the report proves a run, as far as it matters what was left out.
func Proves(r survey.Report, accepted []string) bool {
	counted := len(r.Missing) == 0 || !r.Blind && slices.Contains(accepted, finding.RunCountersMissing.String())
	return Whole(r) && counted
}

// Quiet tells whether the report proves that the run had nothing to carry. A skipped run of a policy with skip_when_source_unmodified is
// quiet as well.
func Quiet(r survey.Report, accepted []string) bool {
	touched := r.Touched > 0 && !slices.Contains(accepted, finding.AttributesChanged.String())
	return Proves(r, accepted) && r.Moved == 0 && !touched
}

// Proof looks at the newest sync report after the baseline. accepted are the findings that were accepted by name.
func Proof(list []survey.Report, base survey.Baseline, accepted []string) survey.Proof {
	r, ok := newestSync(list, base)
	if !ok || !Whole(r) {
		return survey.Proof{}
	}
	out := survey.Proof{Ran: true, Quiet: Quiet(r, accepted)}
	if r.Moved == 0 {
		out.Touched = r.Touched
	}
	return out
}

// newestSync is the newest report after the baseline of a sync that has ended.
func newestSync(list []survey.Report, base survey.Baseline) (survey.Report, bool) {
	for _, r := range list {
		if !precedes(base, r) {
			break
		}
		if survey.SameAction(r.Action, survey.ActionSync) && r.Over() {
			return r, true
		}
	}
	return survey.Report{}, false
}

// RunFacts are what the reports of a policy say that keeps a last sync from being proven.
func RunFacts(list []survey.Report) survey.RunFacts {
	var out survey.RunFacts
	first := true
	for _, r := range list {
		if !survey.SameAction(r.Action, survey.ActionSync) || r.State != survey.StateFinished {
			continue
		}
		if first {
			out.Missing, first = r.Missing, false
		}
		if !Whole(r) && out.Report == 0 {
			out.Left, out.Report = slices.Concat(r.Left, r.Errors), r.Job
		}
	}
	return out
}

// UnprovenError is a run that finished, and that its report does not prove.
type UnprovenError struct {
	Policy, Cluster string
	Report          survey.Report
}

func (e *UnprovenError) Error() string {
	r := e.Report
	text := fmt.Sprintf("policy %s on %s: the run of report %d finished, but ", e.Policy, e.Cluster, r.Job)
	switch {
	case len(r.Left) > 0 || len(r.Errors) > 0:
		text += "not all of it was carried over: " + strings.Join(slices.Concat(r.Left, quoted(r.Errors)), ", ") +
			"; " + finding.Command(e.Cluster, "sync reports view %s "+fmt.Sprint(r.Job), e.Policy) +
			" and the files that it names: mend the cause and see that they " +
			"are on the other cluster, then apply again"
	case r.Blind:
		text += "the report has no counter of what changed, so nothing tells whether somebody still writes: " + strings.Join(r.Missing, ", ")
	default:
		text += "the report does not give " + strings.Join(r.Missing, ", ") + ", so it does not prove that nothing was left out; if this " +
			"release never gives them, compare both sides and write " + Accepting(finding.RunCountersMissing)
	}
	return text
}

// Accepting is the line of the configuration that accepts a finding by name.
func Accepting(id finding.ID) string { return fmt.Sprintf("ignore_findings = [%q]", id) }

func quoted(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, fmt.Sprintf("%q", s))
	}
	return out
}
