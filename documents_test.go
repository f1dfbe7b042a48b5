// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
)

// TestErrorGuide_NamesEveryIDAndNoOther holds the guide "Reading the errors" against the registry of findings and failures.
func TestErrorGuide_NamesEveryIDAndNoOther(t *testing.T) {
	guide, err := os.ReadFile("templates/guides/reading-the-errors.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(string(guide), -1) {
		documented = append(documented, m[1])
	}
	var known []string
	for _, f := range finding.All() {
		known = append(known, f.Name)
	}
	for _, f := range finding.Failures() {
		known = append(known, f.ID.String())
	}
	for _, id := range known {
		if !slices.Contains(documented, id) {
			t.Errorf("id %s is not in the guide", id)
		}
	}
	for _, id := range documented {
		if !slices.Contains(known, id) {
			t.Errorf("the guide explains id %s, which nothing has", id)
		}
	}
}

// sources are the parsed files of a package and of all packages below it, without their tests.
func sources(t *testing.T, set *token.FileSet, dir string) []*ast.File {
	t.Helper()
	var out []*ast.File
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		out = append(out, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDocuments_LinksLeadSomewhere follows each relative link of the documents for people.
func TestDocuments_LinksLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	var documents []string
	for _, pattern := range []string{"*.md", "internal/adr/*.md", "docs/*.md", "docs/*/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, found...)
	}
	links := 0
	for _, name := range documents {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			links++
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s: link to %s leads nowhere", name, m[1])
			}
		}
	}
	if links < 20 {
		t.Errorf("found only %d links in %d documents", links, len(documents))
	}
}

// TestReadme_NamesTestsThatExist: each promise names the tests that hold it, and they stand in the files that it links.
func TestReadme_NamesTestsThatExist(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test[A-Za-z_]+)`\\]\\(([^)]+)\\)").FindAllStringSubmatch(string(readme), -1)
	if len(named) < 10 {
		t.Errorf("found only %d tests in the README", len(named))
	}
	for _, m := range named {
		source, err := os.ReadFile(m[2])
		if err != nil || !strings.Contains(string(source), "func "+m[1]+"(") {
			t.Errorf("%s does not stand in %s (%v)", m[1], m[2], err)
		}
	}
}

// TestGuides_AreFound: each guide is linked from the README, and exists as generated documentation.
func TestGuides_AreFound(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	guides, err := filepath.Glob("templates/guides/*.md")
	if err != nil || len(guides) < 15 {
		t.Fatalf("guides: %v, %v", guides, err)
	}
	for _, g := range guides {
		if at := "docs/guides/" + filepath.Base(g); !strings.Contains(string(readme), "]("+at+")") {
			t.Errorf("the README does not link %s", at)
		}
	}
}
