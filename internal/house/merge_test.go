// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNoMergeIsLeftOpen: no text file of the repository holds the marks that git leaves where a merge needs somebody to decide.
func TestNoMergeIsLeftOpen(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && (d.Name() == ".git" || d.Name() == "bin" || d.Name() == ".terraform") {
				return filepath.SkipDir
			}
			return err
		}
		if !slices.Contains(strings.Fields(".go .md .tf .tmpl .json .yml .yaml .golden .patch .sh"), filepath.Ext(path)) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for n, line := range bytes.Split(text, []byte("\n")) {
			if bytes.HasPrefix(line, []byte("<<<<"+"<<< ")) || bytes.HasPrefix(line, []byte(">>>>"+">>> ")) {
				t.Errorf("%s:%d: %s", path, n+1, line)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 500 {
		t.Errorf("only %d files were read", files)
	}
}
