// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import (
	"path"
	"strings"
)

// Clean brings p into the only form that the tree uses: absolute, no trailing slash, no dot elements.
// It fails with [ErrInvalidPath] if p does not begin with a slash.
func Clean(p string) (string, error) {
	if !strings.HasPrefix(p, "/") {
		return "", fail("resolve", p, ErrInvalidPath)
	}
	return path.Clean(p), nil
}

// Within tells whether p is dir or lies below it. Both must be clean.
func Within(p, dir string) bool {
	return dir == "/" || p == dir || strings.HasPrefix(p, dir+"/")
}

// Rebase moves p from below one directory to below another: Rebase("/a/x/y", "/a", "/b") is "/b/x/y".
// It returns p unchanged if p is not within from. All three must be clean.
func Rebase(p, from, to string) string {
	if !Within(p, from) {
		return p
	}
	return path.Join(to, strings.TrimPrefix(p, from))
}

func split(clean string) []string {
	if clean == "/" {
		return nil
	}
	return strings.Split(clean[1:], "/")
}
