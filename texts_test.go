// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"go/ast"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// summaryAt tells which argument of a call is the summary of an error or a warning.
var summaryAt = map[string]int{"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1, "addUnconfigured": 1}

// verb is a place that is filled in when the program runs.
var verb = regexp.MustCompile(`%[a-z]`)

// summaries are the headlines of all errors and warnings in a package, as the guide writes them: what is filled in is "…". others counts
// those that are put together elsewhere.
func summaries(t *testing.T, dir string) (out []string, others int) {
	t.Helper()
	for _, file := range sources(t, token.NewFileSet(), dir) {
		add := func(e ast.Expr) bool {
			if call, ok := e.(*ast.CallExpr); ok && len(call.Args) > 0 { // fmt.Sprintf
				e = call.Args[0]
			}
			lit, ok := e.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return false
			}
			text, _ := strconv.Unquote(lit.Value)
			if text = verb.ReplaceAllString(text, "…"); !slices.Contains(out, text) {
				out = append(out, text)
			}
			return true
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				var name string
				switch f := n.Fun.(type) {
				case *ast.SelectorExpr:
					name = f.Sel.Name
				case *ast.Ident:
					name = f.Name
				}
				if at, is := summaryAt[name]; is && len(n.Args) > at && !add(n.Args[at]) {
					others++
				}
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					if id, ok := left.(*ast.Ident); ok && id.Name == "summary" && i < len(n.Rhs) {
						add(n.Rhs[i])
					}
				}
			}
			return true
		})
	}
	slices.Sort(out)
	return out, others
}

// TestErrorGuide_HasEverySummary: whatever headline a person reads stands in the guide, with what to do.
func TestErrorGuide_HasEverySummary(t *testing.T) {
	guide, err := os.ReadFile("templates/guides/reading-the-errors.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+?) \| (?:[^|]+ \| )?([^|]+) \|$`).FindAllStringSubmatch(string(guide), -1) {
		if len(strings.TrimSpace(m[2])) < 15 && !slices.Contains([]string{"summary", "id", "headline", "---"}, m[1]) {
			t.Errorf("the guide says only %q of %s", m[2], m[1])
		}
		documented = append(documented, m[1])
	}
	used, others := summaries(t, "internal/provider")
	if len(used) < 30 {
		t.Fatalf("found only %d: %q", len(used), used)
	}
	for _, s := range used {
		if !slices.Contains(documented, s) && s != "Pool …: …" { // the headlines of failures have a table of their own
			t.Errorf("not in the guide: %s", s)
		}
	}
	t.Logf("%d summaries, %d put together elsewhere", len(used), others)
}
