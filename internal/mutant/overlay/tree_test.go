// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package overlay

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../../.."

// fewest is how many known-bad engines there are at least.
const fewest = 46

// Every patch applies to the tree as it is, exactly, alone and together with all others.
func TestPatches_Apply(t *testing.T) {
	patches, err := Load(root)
	if err != nil {
		t.Error(err)
	}
	if len(patches) < fewest {
		t.Errorf("there are %d patches, want at least %d", len(patches), fewest)
	}
	for _, p := range patches {
		if _, err := mutated(root, []Patch{p}); err != nil {
			t.Error(err)
		}
	}
	dir := t.TempDir()
	path, err := Write(root, dir, patches)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var over struct{ Replace map[string]string }
	if err := json.Unmarshal(b, &over); err != nil {
		t.Fatal(err)
	}
	switches := map[string]int{}
	for was, is := range over.Replace {
		if _, err := os.Stat(was); err != nil || !filepath.IsAbs(was) {
			t.Errorf("the overlay replaces %s, which is no file: %v", was, err)
		}
		text, err := os.ReadFile(is)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asks.FindAllSubmatch(text, -1) {
			switches[string(m[1])]++
		}
	}
	for _, p := range patches {
		if switches[p.Name] != 1 {
			t.Errorf("the overlay asks for %s %d times", p.Name, switches[p.Name])
		}
	}
	if len(switches) != len(patches) {
		t.Errorf("the overlay has %d switches for %d patches", len(switches), len(patches))
	}
}

// The product's files know nothing of mutants.
func TestProduct_HoldsNoMutant(t *testing.T) {
	looked := 0
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == "internal/mutant", path == "internal/cmd/mutants":
			return fs.SkipDir
		case d.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"):
			return nil
		}
		looked++
		b, err := os.ReadFile(filepath.Join(root, path))
		if bytes.Contains(b, []byte("mutant.")) || bytes.Contains(b, []byte("internal/mutant")) {
			t.Errorf("%s has a mutant in it", path)
		}
		return err
	})
	if err != nil || looked < 100 {
		t.Errorf("%d files were looked at: %v", looked, err)
	}
}

// A build without the overlay links nothing of it: the package of the switch is not even among its dependencies.
func TestProduct_LinksNoMutant(t *testing.T) {
	for _, program := range []string{"", "/internal/cmd/onefs-sim"} {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", Module+program).Output()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(out), Module+"/internal/") {
			t.Errorf("the program %q has nothing of ours in it", program)
		}
		if strings.Contains(string(out), "internal/mutant") {
			t.Errorf("the program %q links internal/mutant", program)
		}
	}
}
