// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"context"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// LinesOf are the lines that show what a step does about a key of it. They are what people are shown in place of the key.
func (s Step) LinesOf(k survey.Key) []Line {
	about := slices.DeleteFunc(slices.Clone(s.Lines), func(l Line) bool { return l.Object != k.Object() })
	if len(about) > 0 {
		return about
	}
	return s.Lines
}

// Texts are the texts of lines, as one.
func Texts(lines []Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return strings.Join(out, "; ")
}

// Group is the list of Moves that a line belongs to.
type Group int

// The groups, each a list of Moves.
const (
	// GroupNone is that of a line which is shown in messages only.
	GroupNone Group = iota
	GroupNames
	GroupSPNs
	GroupPolicies
	GroupQuotas
	GroupConfiguration
	GroupFenced
)

// Line is one entry of the preview. Of several lines about one object in one group the first is shown.
type Line struct {
	Group  Group
	Object string
	Text   string
}

// About is the line without its text. Of the lines that are about the same a plan shows the first.
func (l Line) About() Line { return Line{Group: l.Group, Object: l.Object} }

// Step is one act of a stage. Its keys are approved together and done together.
type Step struct {
	Keys []survey.Key
	// Within is the approved key that a step without keys of its own belongs to. A step that has neither is given no permit: it waits.
	Within survey.Key
	// Repairs are what the step itself may have to do after a lost answer left it half done; approved with it once it begins.
	Repairs []survey.Key
	// Lane is a serial area such as "prod/shares": steps of one lane run one after the other. "" means that it may run beside all others.
	Lane string
	// Lines are what the preview says of it.
	Lines []Line
	// Effect makes the survey what it is when the step is done.
	Effect func(*survey.Survey)
	// SPNs are the service principal names of a step of stage 4.
	SPNs []string
	// Opens is the pair whose copy the step opens, nil for every other step. Where the names come first, its copy is opened with them.
	Opens *survey.Pair
	// Closes is true for the step that ends the run: it is left out while a stage is given up.
	Closes bool
	// Do starts the act, waits for it and reads back. It is never called by a preview.
	Do func(ctx context.Context, r *Run, p permit.Permit) error
}
