// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

// Severity tells what a finding does to a plan.
type Severity string

// A blocking finding stops a controlled move. A risk is a line in the plan. An invalid finding is a configuration that can never work:
// it is a plan error whether or not a move is planned.
const (
	Invalid  Severity = "invalid"
	Blocking Severity = "blocking"
	Risk     Severity = "risk"
)

// Finding is one readiness result. ID is stable and may be written into ignore_findings.
type Finding struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	// Attribute is the configuration attribute that the finding is about: "pools", "policies", "names", "active_cluster" or "".
	Attribute string `json:"attribute,omitempty"`
	// Key is the map key or set element below Attribute, if there is one.
	Key string `json:"key,omitempty"`
	// Object is what was looked at, for people: "policy nas1 on prod".
	Object string `json:"object"`
	// Text says what is true; Cure says what to do about it, as a command or an edit.
	Text string `json:"text"`
	Cure string `json:"cure,omitempty"`
}

// Line is the finding as one line of moves.risks.
func (f Finding) Line() string {
	s := f.ID + ": " + f.Object + ": " + f.Text
	if f.Cure != "" {
		s += " (" + f.Cure + ")"
	}
	return s
}
