// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the packages of the engine, the lowest first. A package imports only what lies in a lower layer.
var layers = [][]string{
	{"meaning"},
	{"survey"},
	{"finding", "position", "document"},
	{"clusters"},
	{"journal"},
	{"lease"},
	{"run"},
	{"synciq"},
	kinds,
	{"syncready"},
	{"look", "readiness", "mirror", "failure"},
	{"observe", "drill"},
	{""}, // the engine itself
}

// kinds are the packages of one kind of object each. They call each other only as the list below says.
var kinds = []string{"pool", "spn", "share", "quota", "replication", "session"}

// between are all uses that one kind makes of another.
var between = []string{
	"pool session.DropSessions",
	"replication quota.WaitForQuotaScan",
	"replication session.CloseHandles",
	"share pool.LiftInterfaces",
	"share pool.MaxOverwritten",
	"share pool.UnmetInterfaces",
	"share session.DropSessions",
	"spn pool.MovingNames",
	"spn pool.Read",
	"spn pool.Read",
}

func TestEngine_ArrowsGoDown(t *testing.T) {
	layer := map[string]int{}
	for i, names := range layers {
		for _, n := range names {
			layer[n] = i
		}
	}
	for _, p := range packages(t) {
		path, ours := p.inEngine()
		if !ours || path == "surveytest" { // which is for tests
			continue
		}
		at, known := layer[path]
		if !known {
			t.Errorf("%s is in no layer", p.name())
			continue
		}
		for _, x := range p.Imports {
			below, ours := listed{ImportPath: x}.inEngine()
			if !ours || at > layer[below] || slices.Contains(kinds, path) && slices.Contains(kinds, below) {
				continue
			}
			t.Errorf("%s imports %s, which is not below it", p.name(), below)
		}
	}
}

func TestKinds_CallEachOtherAsListed(t *testing.T) {
	used := map[string]bool{}
	for _, p := range packages(t) {
		path, ours := p.inEngine()
		if !ours || !slices.Contains(kinds, path) {
			continue
		}
		for _, f := range p.files(t, token.NewFileSet()) {
			for _, use := range uses(f) {
				if other, _, _ := strings.Cut(use, "."); slices.Contains(kinds, other) {
					used[path+" "+use] = true
				}
			}
		}
	}
	t.Logf("%d uses between kinds: %s", len(used), strings.Join(slices.Sorted(maps.Keys(used)), ", "))
	for use := range used {
		if !slices.Contains(between, use) {
			t.Errorf("%s is not in the list: kinds know each other as little as they can", use)
		}
	}
	for _, use := range between {
		if !used[use] {
			t.Errorf("%s is in the list and nowhere else", use)
		}
	}
}

// uses are what a file uses of packages of the engine, "pool.MovingNames" for instance.
func uses(f *ast.File) []string {
	imported := map[string]string{}
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue
		}
		below, ours := listed{ImportPath: path}.inEngine()
		switch {
		case !ours:
		case i.Name != nil:
			imported[i.Name.Name] = below
		default:
			imported[below] = below
		}
	}
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && imported[id.Name] != "" && sel.Sel.IsExported() {
				out = append(out, imported[id.Name]+"."+sel.Sel.Name)
			}
		}
		return true
	})
	return out
}

// pure are, for the packages of data and questions, the packages that each may import: none that reads a file, a network or the
// environment.
var pure = map[string][]string{
	"survey": {
		"bytes", "cmp", "compress/gzip", "encoding/json", "errors", "fmt", "io", "maps", "math", "reflect", "slices", "strconv", "strings",
		"time",
		module + engine + "/meaning", module + "internal/names",
	},
	"finding": {"encoding/json", "fmt", "slices", "strings", module + engine + "/survey", module + "internal/printable"},
	"document": {
		"fmt", "maps", "path", "reflect", "slices", "strconv", "strings", "time", "unicode",
		module + engine + "/survey", module + "internal/printable",
	},
	"meaning":  {"maps", "encoding/json", "fmt", "math/big", "slices", "strings"},
	"position": {"slices", "strings", "time", module + engine + "/survey", module + "internal/names"},
}

// clocks are what package time has that depends on when it is called.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

func TestData_DoesNoIO(t *testing.T) {
	seen := 0
	for _, p := range packages(t) {
		path, _ := p.inEngine()
		allowed, is := pure[path]
		if !is {
			continue
		}
		seen++
		for _, x := range p.Imports {
			if !slices.Contains(allowed, x) {
				t.Errorf("%s imports %s, which is not in its list", p.name(), x)
			}
		}
		set := token.NewFileSet()
		for _, f := range p.files(t, set) {
			ast.Inspect(f, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains(clocks, sel.Sel.Name) {
					if id, ok := sel.X.(*ast.Ident); ok && id.Name == "time" {
						t.Errorf("%s asks the clock", set.Position(sel.Pos()))
					}
				}
				return true
			})
		}
	}
	if seen != len(pure) {
		t.Errorf("%d of %d packages are there", seen, len(pure))
	}
}
