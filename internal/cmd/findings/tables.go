// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
)

// A table stands between two marks, which the guide carries as comments.
const (
	begin = "<!-- made from the registry: %s -->\n"
	end   = "<!-- end -->\n"
)

// fill writes every table of the guide anew.
func fill(text string) (string, error) {
	tables := map[string]string{"failures": failures(), "runs": runs()}
	order := []string{"failures", "runs"}
	for _, s := range finding.Sections() {
		tables[string(s)] = section(s)
		order = append(order, string(s))
	}
	for _, name := range order {
		mark := fmt.Sprintf(begin, name)
		before, rest, found := strings.Cut(text, mark)
		_, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			return "", fmt.Errorf("the guide has no place for the table %q", name)
		}
		text = before + mark + tables[name] + end + after
	}
	return text, nil
}

func table(head []string, rows [][]string) string {
	line := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }
	rule := make([]string, len(head))
	for i := range rule {
		rule[i] = "---"
	}
	out := []string{line(head), line(rule)}
	for _, r := range rows {
		out = append(out, line(r))
	}
	return strings.Join(out, "")
}

func code(id string) string { return "`" + id + "`" }

func failures() string {
	var rows [][]string
	for _, f := range finding.Failures() {
		rows = append(rows, []string{code(f.ID.String()), f.Means, f.Cure})
	}
	return table([]string{"id", "what happened", "what to do"}, rows)
}

func section(s finding.Section) string {
	var rows [][]string
	for _, f := range finding.All() {
		if f.Section == s {
			rows = append(rows, []string{code(f.Name), kind(f), f.Means + " " + f.Cure})
		}
	}
	return table([]string{"id", "kind", "meaning and cure"}, rows)
}

// words are the severities as the guide explains them.
var words = map[finding.Severity]string{
	finding.Invalid: "error always", finding.Refused: "refused when moving", finding.Blocking: "error when moving", finding.Risk: "risk",
}

// kind is what the finding does, in words.
func kind(f finding.Spec) string {
	if f.Observed && f.Section != finding.SectionAges {
		return "told by the data source only"
	}
	out := words[f.In[finding.Controlled]]
	if f.Final != "" {
		out += ", whatever is ignored"
	}
	if stopsCalmOnly(f) {
		out += "; risk in an emergency"
	}
	if f.Note != "" {
		out += "; " + f.Note
	}
	return out
}

// stopsCalmOnly: it stops runs, and no emergency.
func stopsCalmOnly(f finding.Spec) bool {
	return f.In[finding.Controlled] != finding.Risk && !slices.ContainsFunc(finding.Kinds(), func(k finding.Kind) bool {
		return k.Emergency() && f.In[k] != finding.Risk
	})
}

// runs says for each finding that stops anything what it stops.
func runs() string {
	head := []string{"id"}
	for _, k := range finding.Kinds() {
		head = append(head, k.String())
	}
	head = append(head, "in `ignore_findings`")
	var rows [][]string
	for _, f := range finding.All() {
		if !slices.ContainsFunc(finding.Kinds(), func(k finding.Kind) bool { return f.In[k] != finding.Risk }) {
			continue
		}
		row := []string{code(f.Name)}
		for _, k := range finding.Kinds() {
			cell := map[finding.Severity]string{
				finding.Invalid: "error", finding.Refused: "refused", finding.Blocking: "error", finding.Risk: "risk",
			}[f.In[k]]
			if f.Holds && f.In[k] == finding.Blocking {
				cell += " †"
			}
			row = append(row, cell)
		}
		may := "yes"
		if f.Fixed() != "" {
			may = "no"
		}
		rows = append(rows, append(row, may))
	}
	return table(head, rows)
}
