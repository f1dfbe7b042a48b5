// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package overlay

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Write puts the mutated files and an overlay.json, for `-overlay` of the go command, into dir, and answers where the latter is. It is an
// error if a patch does not apply exactly.
func Write(root, dir string, patches []Patch) (string, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	files, err := mutated(root, patches)
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for _, f := range slices.Sorted(maps.Keys(files)) {
		to := filepath.Join(dir, strings.ReplaceAll(f, "/", "_"))
		if err := os.WriteFile(to, []byte(files[f]), 0o600); err != nil {
			return "", err
		}
		replace[filepath.Join(root, f)] = to
	}
	b, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "  ")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, b, 0o600)
}

// mutated are the product's files with all patches applied.
func mutated(root string, patches []Patch) (map[string]string, error) {
	files, placed := map[string][]string{}, map[string][]edit{}
	var all []error
	for _, p := range patches {
		if files[p.File] == nil {
			b, err := os.ReadFile(filepath.Join(root, p.File))
			if err != nil {
				all = append(all, fmt.Errorf("%s does not apply: %w", p.Name, err))
				continue
			}
			files[p.File] = split(string(b))
		}
		e, err := p.place(files[p.File])
		if err != nil {
			all = append(all, err)
			continue
		}
		placed[p.File] = append(placed[p.File], e...)
	}
	out := map[string]string{}
	for f, lines := range files {
		lines, err := apply(lines, placed[f])
		if err == nil {
			out[f], err = withImport(strings.Join(lines, "\n"))
		}
		if err != nil {
			all = append(all, fmt.Errorf("%s: %w", f, err))
		}
	}
	return out, errors.Join(all...)
}

// withImport adds the import of the switch, on the line of the package clause: no other line gets another number.
func withImport(source string) (string, error) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	at := files.Position(f.Name.End()).Offset
	return source[:at] + "; import " + switchImport + source[at:], nil
}
