// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"net/url"
	"strconv"
	"strings"
)

// bare takes "/platform/<version>" off a path.
func bare(path string) string {
	rest, ok := strings.CutPrefix(path, "/platform/")
	if !ok {
		return path
	}
	first, below, ok := strings.Cut(rest, "/")
	if _, err := strconv.Atoi(first); ok && err == nil {
		return "/" + below
	}
	if rest == "latest" {
		return path
	}
	return "/" + rest
}

// find returns the operation that a method and an escaped URL path ask for, or nil. Fixed parts win over parameters.
func (c *Contract) find(method, escaped string) *operation {
	want := bare(strings.TrimSuffix(escaped, "/"))
	var best *operation
	fewest := -1
	for _, o := range c.operations {
		if o.method != method {
			continue
		}
		if n, ok := fits(o.bare, want); ok && (best == nil || n < fewest) {
			best, fewest = o, n
		}
	}
	return best
}

// fits counts the parameters that path takes from want. The namespace's only parameter spans slashes.
func fits(path, want string) (int, bool) {
	if path == "/namespace/{NamespacePath}" {
		return 1, strings.HasPrefix(want, "/namespace/")
	}
	a, b := strings.Split(path, "/"), strings.Split(want, "/")
	if len(a) != len(b) {
		return 0, false
	}
	n := 0
	for i := range a {
		part, err := url.PathUnescape(b[i])
		switch {
		case err != nil:
			return 0, false
		case strings.HasPrefix(a[i], "{"):
			n++
		case a[i] != part:
			return 0, false
		}
	}
	return n, true
}

// escape writes a text as one part of a JSON pointer inside a URL fragment.
func escape(s string) string {
	s = strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
	return url.PathEscape(s)
}
