// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

//go:build !mutants

package mutant

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// An ordinary build is no mutant, whatever its environment says.
func TestOn_OrdinaryBuildHasNoSwitch(t *testing.T) {
	for _, m := range All() {
		t.Setenv(Variable, string(m.Name))
		if On(m.Name) {
			t.Errorf("%s is on", m.Name)
		}
	}
	f, err := parser.ParseFile(token.NewFileSet(), "off.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	body := f.Scope.Lookup("On").Decl.(*ast.FuncDecl).Body.List //nolint:forcetypeassert // a test may panic
	answer, ok := body[0].(*ast.ReturnStmt)
	if !ok || len(body) != 1 || answer.Results[0].(*ast.Ident).Name != "false" { //nolint:forcetypeassert // a test may panic
		t.Error("On of an ordinary build does more than answer false: the compiler cannot take it out")
	}
}

// Every mutant is listed once, and changes one place.
func TestAll_OnePlaceEach(t *testing.T) {
	places := map[string]int{}
	walk := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			if on, ok := call.Fun.(*ast.SelectorExpr); ok && on.Sel.Name == "On" {
				if name, ok := call.Args[0].(*ast.SelectorExpr); ok && isMutant(on.X) && isMutant(name.X) {
					places[name.Sel.Name]++
				}
			}
			return true
		})
		return nil
	}
	if err := filepath.WalkDir("..", walk); err != nil {
		t.Fatal(err)
	}
	constants := constants(t)
	for _, m := range All() {
		if n := places[constants[m.Name]]; n != 1 {
			t.Errorf("%s changes %d places", m.Name, n)
		}
		delete(constants, m.Name)
	}
	for name := range constants {
		t.Errorf("%s is listed twice or not at all", name)
	}
}

func isMutant(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "mutant"
}

// constants are the identifiers of the names.
func constants(t *testing.T) map[Name]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "names.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[Name]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && v.Names[0].Name != "Variable" {
			if lit, ok := v.Values[0].(*ast.BasicLit); ok {
				out[Name(strings.Trim(lit.Value, `"`))] = v.Names[0].Name
			}
		}
		return true
	})
	return out
}
