// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	module = "github.com/onefs-dr/terraform-provider-onefs/"
	engine = "internal/failover"
)

// listed is a package as `go list` shows it, without its tests.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

// name is the import path inside this module.
func (p listed) name() string { return strings.TrimPrefix(p.ImportPath, module) }

// inEngine tells whether the package is the engine or lies below it, and answers its path there, "" for the engine itself.
func (p listed) inEngine() (string, bool) {
	if p.name() == engine {
		return "", true
	}
	return strings.CutPrefix(p.name(), engine+"/")
}

// lines is how many lines the package has, comments and empty lines included.
func (p listed) lines(t *testing.T) int {
	t.Helper()
	n := 0
	for _, f := range p.GoFiles {
		b, err := os.ReadFile(filepath.Join(p.Dir, f))
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(b, []byte("\n"))
	}
	return n
}

// files are the parsed files of the package.
func (p listed) files(t *testing.T, set *token.FileSet) []*ast.File {
	t.Helper()
	out, err := p.parse(set)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (p listed) parse(set *token.FileSet) ([]*ast.File, error) {
	var out []*ast.File
	for _, f := range p.GoFiles {
		file, err := parser.ParseFile(set, filepath.Join(p.Dir, f), nil, 0)
		if err != nil {
			return nil, err
		}
		out = append(out, file)
	}
	return out, nil
}

// list asks the go command once for every package of the module.
var list = sync.OnceValues(func() ([]listed, error) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "./...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var out []listed
	for dec := json.NewDecoder(bytes.NewReader(b)); ; {
		var p listed
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, err
		}
		out = append(out, p)
	}
})

func packages(t *testing.T) []listed {
	t.Helper()
	all, err := list()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 30 {
		t.Fatalf("the go command lists only %d packages", len(all))
	}
	return all
}
