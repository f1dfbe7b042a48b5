// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// Attr is what a directory listing shows beside name, size and time.
type Attr struct {
	Mode  string // octal text such as "0755"
	Owner string
	Group string
}

// Info describes one file or directory.
type Info struct {
	Path     string
	Name     string // last element of Path
	Dir      bool
	Size     int64 // bytes; 0 for a directory
	Modified time.Time
	Attr
}

// File is a file's content and history.
type File struct {
	Info
	Content []byte   // what a namespace object holds; nil for files whose content nobody reads. Do not change
	Writes  []string // ids of the writes the file has taken, oldest first, each once
}

// Usage counts what is at and below a directory, the directory itself included.
type Usage struct {
	Files, Dirs int64
	Bytes       int64
}

// view is one version of a tree; reading it changes nothing.
type view struct{ root *node }

func (v view) find(clean string) *node {
	at := v.root
	for _, e := range split(clean) {
		if !at.isDir() {
			return nil
		}
		at = at.children[e]
	}
	return at
}

func (v view) lookup(op, p string) (string, *node, error) {
	clean, err := Clean(p)
	if err != nil {
		return "", nil, err
	}
	n := v.find(clean)
	if n == nil {
		return "", nil, fail(op, clean, ErrNotFound)
	}
	return clean, n, nil
}

// Exists tells whether there is a file or a directory at p.
func (v view) Exists(p string) bool {
	_, _, err := v.lookup("stat", p)
	return err == nil
}

// Stat describes what is at p. It fails with [ErrNotFound].
func (v view) Stat(p string) (Info, error) {
	clean, n, err := v.lookup("stat", p)
	if err != nil {
		return Info{}, err
	}
	return n.info(clean), nil
}

// Read returns the file at p. It fails with [ErrNotFound] or [ErrIsDirectory].
func (v view) Read(p string) (File, error) {
	clean, n, err := v.lookup("read", p)
	if err != nil {
		return File{}, err
	}
	if n.isDir() {
		return File{}, fail("read", clean, ErrIsDirectory)
	}
	return File{Info: n.info(clean), Content: n.content, Writes: n.writes.all()}, nil
}

// List describes the children of the directory at p, sorted by name. It fails with [ErrNotFound] or [ErrNotDirectory].
func (v view) List(p string) ([]Info, error) {
	clean, n, err := v.lookup("list", p)
	if err != nil {
		return nil, err
	}
	if !n.isDir() {
		return nil, fail("list", clean, ErrNotDirectory)
	}
	out := make([]Info, 0, len(n.children))
	for _, name := range slices.Sorted(maps.Keys(n.children)) {
		out = append(out, n.children[name].info(path.Join(clean, name)))
	}
	return out, nil
}

// Walk visits p and everything below it, parents before children, names in order, until visit returns false.
// A missing p is an empty walk.
func (v view) Walk(p string, visit func(Info) bool) {
	if clean, n, err := v.lookup("walk", p); err == nil {
		n.walk(clean, visit)
	}
}

// Usage counts what is at and below p; all zero if there is nothing.
func (v view) Usage(p string) Usage {
	var u Usage
	if _, n, err := v.lookup("usage", p); err == nil {
		n.count(&u)
	}
	return u
}

func (n *node) info(clean string) Info {
	return Info{Path: clean, Name: path.Base(clean), Dir: n.isDir(), Size: n.size, Modified: n.modified, Attr: n.attr}
}

func (n *node) walk(clean string, visit func(Info) bool) bool {
	if !visit(n.info(clean)) {
		return false
	}
	for _, name := range slices.Sorted(maps.Keys(n.children)) {
		if !n.children[name].walk(path.Join(clean, name), visit) {
			return false
		}
	}
	return true
}

func (n *node) count(u *Usage) {
	if !n.isDir() {
		u.Files++
		u.Bytes += n.size
		return
	}
	u.Dirs++
	for _, c := range n.children {
		c.count(u)
	}
}

func joinElements(e []string) string { return strings.Join(e, "/") }
