// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package house

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// TestPaths_AreInOnePlace: a path of OneFS's interface is written once, in internal/onefs/uri, so that what a cure tells people is what the
// client would send.
func TestPaths_AreInOnePlace(t *testing.T) {
	seen := 0
	for _, p := range packages(t) {
		_, engine := p.inEngine()
		if !engine && p.name() != "internal/provider" && !strings.HasPrefix(p.name()+"/", "internal/onefs/") {
			continue
		}
		set := token.NewFileSet()
		for _, f := range p.files(t, set) {
			ast.Inspect(f, func(n ast.Node) bool {
				if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && strings.Contains(text.Value, "/platform/") {
					if seen++; p.name() != "internal/onefs/uri" {
						t.Errorf("%s: %s is a path of the interface; it belongs into internal/onefs/uri", set.Position(text.Pos()), text.Value)
					}
				}
				return true
			})
		}
	}
	if seen < 25 {
		t.Errorf("found only %d paths", seen)
	}
}
