// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// Finding is one readiness result.
type Finding struct {
	ID       ID       `json:"id"`
	Severity Severity `json:"severity"`
	// Attribute is the configuration attribute that the finding is about: "pools", "policies", "names", "active_cluster" or "".
	Attribute string `json:"attribute,omitempty"`
	// Key is the map key or set element below Attribute, if there is one.
	Key string `json:"key,omitempty"`
	// Object is what was looked at, for people: "policy nas1 on prod".
	Object string `json:"object"`
	// Text says what is true; Cure says what to do about it, in words or as an edit of the configuration.
	Text string `json:"text"`
	Cure string `json:"cure,omitempty"`
	// Command is the cure as a command of OneFS in quotes, with the cluster to enter it on; "" if none is safe to paste.
	Command string `json:"command,omitempty"`
	// Call is the cure as one request of the API, `PUT /platform/14/sync/policies/nas1 {"enabled":true} on prod`; "" if no single request
	// is the cure. Words in angle brackets are for people to fill in.
	Call string `json:"call,omitempty"`

	mild bool
}

// New makes a finding of a registered id, with the severity that it has for a controlled move. Object and text are one line each, whatever
// names of the cluster they repeat.
func New(id ID, object, text, cure string) Finding {
	s := id.Spec()
	return Finding{
		ID: id, Severity: s.In[Controlled], Attribute: s.Attribute,
		Object: printable.Line(object), Text: printable.Line(text), Cure: printable.Text(cure),
	}
}

// At tells which map key or set element of the attribute it is about.
func (f Finding) At(key string) Finding {
	f.Key = key
	return f
}

// Mild makes it a risk for every kind of run.
func (f *Finding) Mild() *Finding {
	f.mild, f.Severity = true, Risk
	return f
}

// AsRisk is the finding as a risk.
func (f Finding) AsRisk() Finding { return *f.Mild() }

// For is the finding as it counts for a run.
func (f Finding) For(r Run) Finding {
	if !f.mild {
		f.Severity = f.ID.Spec().Severity(r)
	}
	return f
}

// For are findings as they count for a run.
func For(r Run, list []Finding) []Finding {
	out := make([]Finding, 0, len(list))
	for _, f := range list {
		out = append(out, f.For(r))
	}
	return out
}

// Stops tells whether the finding is an error of a plan for which these ids are ignored.
func (f Finding) Stops(ignored []string) bool {
	switch f.Severity {
	case Invalid, Refused:
		return true
	case Blocking:
		return f.ID.Spec().Final != "" || !slices.Contains(ignored, f.ID.String())
	default:
		return false
	}
}

// Lasting is the finding for a text that is read after what it is about has moved, as a plan is: it tells what to do in words, and has
// nothing to paste.
func (f Finding) Lasting() Finding {
	f.Command, f.Call = "", ""
	return f
}

// Lasting are findings for such a text.
func Lasting(list []Finding) []Finding {
	out := make([]Finding, 0, len(list))
	for _, f := range list {
		out = append(out, f.Lasting())
	}
	return out
}

// Line is the finding as one line of moves.risks. What can be pasted is left to messages about a pool that stands still.
func (f Finding) Line() string {
	s := f.ID.String() + ": " + f.Object + ": " + f.Text
	if f.Cure != "" {
		s += " (" + f.Cure + ")"
	}
	return s
}

// Summary is the headline of a diagnostic about a pool. It names the pool and the object, because Terraform folds diagnostics with the same
// summary; of a long list of objects it names none.
func (f Finding) Summary(pool string) string {
	out := "Pool " + pool + ": " + f.ID.Words()
	if f.Object == "" || len(f.Object) > longestInSummary {
		return out
	}
	return out + " (" + f.Object + ")"
}

const longestInSummary = 70

// Detail is what stands below the headline.
func (f Finding) Detail() string {
	out := upperFirst(f.Object) + " " + strings.TrimSuffix(f.Text, ".") + "."
	if f.Cure != "" {
		out += "\n\nCure: " + f.Cure // without a full stop: it may end with a line to paste
	}
	if f.Command != "" {
		out += "\n\nAs a command: " + f.Command
	}
	if f.Call != "" {
		out += "\n\nAs a request: " + f.Call
	}
	return out + "\n\n[" + f.ID.String() + "]"
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Findings gathers what was found.
type Findings struct{ List []Finding }

// Add notes a finding; the answer takes its cure.
func (l *Findings) Add(f Finding) *Finding {
	l.List = append(l.List, f)
	return &l.List[len(l.List)-1]
}
