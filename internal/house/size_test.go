// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// limit is how large a package may be, without its tests.
type limit struct{ files, lines int }

var (
	inEngine  = limit{files: 25, lines: 2500}
	elsewhere = limit{files: 60, lines: 5000}
)

// larger are the packages that are over the limit, each with the size that it may have and the reason. There is none.
var larger = map[string]limit{}

// maxMethods is how many methods a type of the engine may have.
const maxMethods = 40

func TestPackages_AreSmall(t *testing.T) {
	var table []string
	for _, p := range packages(t) {
		allowed := elsewhere
		if _, ours := p.inEngine(); ours {
			allowed = inEngine
		}
		own, is := larger[p.name()]
		if is {
			allowed = own
		}
		files, lines := len(p.GoFiles), p.lines(t)
		table = append(table, fmt.Sprintf("%5d lines %3d files  %s", lines, files, p.name()))
		if files > allowed.files || lines > allowed.lines {
			t.Errorf("%s has %d files and %d lines, more than %d and %d: take a package out of it",
				p.name(), files, lines, allowed.files, allowed.lines)
		}
		if is && files <= elsewhere.files && lines <= elsewhere.lines {
			t.Errorf("%s is no larger than others any more: take it out of the list", p.name())
		}
	}
	slices.Sort(table)
	slices.Reverse(table)
	t.Log("\n" + strings.Join(table, "\n"))
}

func TestTypes_HaveFewMethods(t *testing.T) {
	counted := map[string]int{}
	for _, p := range packages(t) {
		if _, ours := p.inEngine(); !ours {
			continue
		}
		for _, f := range p.files(t, token.NewFileSet()) {
			for _, d := range f.Decls {
				if m, ok := d.(*ast.FuncDecl); ok && m.Recv != nil {
					counted[p.name()+"."+receiver(m)]++
				}
			}
		}
	}
	most := ""
	for of, n := range counted {
		if most == "" || n > counted[most] {
			most = of
		}
		if n > maxMethods {
			t.Errorf("%s has %d methods, more than %d: make functions of the pure ones, in the package that asks", of, n, maxMethods)
		}
	}
	t.Logf("%d types with methods; the most has %s: %d", len(counted), most, counted[most])
}

// receiver is the name of the type that a method belongs to.
func receiver(m *ast.FuncDecl) string {
	x := m.Recv.List[0].Type
	if star, ok := x.(*ast.StarExpr); ok {
		x = star.X
	}
	if generic, ok := x.(*ast.IndexExpr); ok {
		x = generic.X
	}
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return "?"
}

// TestPackages_SayWhatTheyAreFor: what may live in a package of the engine, and what may not, is in its doc.go.
func TestPackages_SayWhatTheyAreFor(t *testing.T) {
	for _, p := range packages(t) {
		if path, ours := p.inEngine(); ours && path != "surveytest" && !slices.Contains(p.GoFiles, "doc.go") {
			t.Errorf("%s has no doc.go", p.name())
		}
	}
}
