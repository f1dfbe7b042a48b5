// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// checked is a package that imports the client or a permit, type-checked without its tests.
type checked struct {
	listed
	parsed []*ast.File
	info   *types.Info
	types  *types.Package
}

// around is the function that an identifier is in, and the call whose function it names.
func (p *checked) around(id *ast.Ident) (function string, call *ast.CallExpr) {
	for _, f := range p.parsed {
		if id.Pos() < f.FileStart || id.Pos() > f.FileEnd {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Pos() <= id.Pos() && id.Pos() < n.End() {
					function = n.Name.Name
				}
			case *ast.CallExpr:
				if n.Fun.Pos() <= id.Pos() && id.End() == n.Fun.End() {
					call = n
				}
			}
			return true
		})
	}
	return function, call
}

// typed asks the go command once for the export data of everything that these packages import, and checks their types.
var typed = sync.OnceValues(func() ([]*checked, error) {
	all, err := list()
	if err != nil {
		return nil, err
	}
	var out []*checked
	arguments := []string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}
	for _, p := range all {
		if slices.ContainsFunc(p.Imports, func(x string) bool { return x == permits || x == permits+"/issue" || x == client }) {
			out = append(out, &checked{listed: p})
			arguments = append(arguments, p.ImportPath)
		}
	}
	cmd := exec.Command("go", arguments...)
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(b)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	set := token.NewFileSet()
	from := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	})
	for _, p := range out {
		if p.parsed, err = p.parse(set); err != nil {
			return nil, err
		}
		p.info = &types.Info{Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
		c := types.Config{Importer: from}
		if p.types, err = c.Check(p.ImportPath, set, p.parsed, p.info); err != nil {
			return nil, err
		}
	}
	return out, nil
})

func withTypes(t *testing.T) []*checked {
	t.Helper()
	all, err := typed()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("only %d packages import the client or a permit", len(all))
	}
	return all
}
