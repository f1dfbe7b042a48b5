// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import (
	"path"
	"slices"
)

// Delta counts what separates two versions of a directory, in the words of a SyncIQ report.
type Delta struct {
	FilesNew, FilesChanged, FilesUnlinked int64
	DirsNew, DirsChanged, DirsDeleted     int64
	Bytes                                 int64 // size of new and changed files
	Touched                               int64 // files and directories of which only attributes changed
}

// Zero tells whether the versions are the same, which is what a report of a quiet run shows.
func (d Delta) Zero() bool { return d == Delta{} }

// Diff counts what must happen to fromPath of from to make it like toPath of to. Either may be absent. A directory counts as changed
// when the list of its children changed. What both versions share is skipped without a look.
func Diff(from Snapshot, fromPath string, to Snapshot, toPath string) (Delta, error) {
	a, err := Clean(fromPath)
	if err != nil {
		return Delta{}, err
	}
	b, err := Clean(toPath)
	if err != nil {
		return Delta{}, err
	}
	var d Delta
	d.compare(from.find(a), to.find(b))
	return d, nil
}

func (d *Delta) compare(a, b *node) {
	switch {
	case a == b:
	case a == nil:
		d.added(b)
	case b == nil:
		d.gone(a)
	case a.isDir() != b.isDir():
		d.gone(a)
		d.added(b)
	case a.isDir():
		if a.attr != b.attr {
			d.Touched++
		}
		d.compareDirs(a, b)
	case a.sameFile(b) && a.attr == b.attr:
	case a.sameFile(b):
		d.Touched++
	default:
		d.FilesChanged++
		d.Bytes += b.size
	}
}

func (d *Delta) compareDirs(a, b *node) {
	listChanged := false
	for name, child := range a.children {
		other := b.children[name]
		listChanged = listChanged || other == nil
		d.compare(child, other)
	}
	for name, child := range b.children {
		if a.children[name] == nil {
			listChanged = true
			d.compare(nil, child)
		}
	}
	if listChanged {
		d.DirsChanged++
	}
}

// sameFile tells whether two versions of a file hold the same: a node copied for writing and not written is the same file.
func (n *node) sameFile(o *node) bool {
	return n.size == o.size && n.writes == o.writes && n.modified.Equal(o.modified) && string(n.content) == string(o.content)
}

func (d *Delta) added(n *node) {
	if !n.isDir() {
		d.FilesNew++
		d.Bytes += n.size
		return
	}
	d.DirsNew++
	for _, c := range n.children {
		d.added(c)
	}
}

func (d *Delta) gone(n *node) {
	if !n.isDir() {
		d.FilesUnlinked++
		return
	}
	d.DirsDeleted++
	for _, c := range n.children {
		d.gone(c)
	}
}

// Changes lists what differs below a directory between two versions of it: the paths of files and directories that were made, changed,
// touched or removed, sorted, at most so many.
func Changes(from, to Snapshot, dir string, most int) ([]string, error) {
	clean, err := Clean(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	changes(&out, clean, from.find(clean), to.find(clean))
	slices.Sort(out)
	return out[:min(most, len(out))], nil
}

func changes(out *[]string, at string, a, b *node) {
	switch {
	case a == b:
		return
	case a == nil || b == nil || a.isDir() != b.isDir() || a.attr != b.attr || !a.isDir() && !a.sameFile(b):
		*out = append(*out, at)
	}
	names := map[string]bool{}
	for _, n := range []*node{a, b} {
		if n.isDir() {
			for name := range n.children {
				names[name] = true
			}
		}
	}
	child := func(n *node, name string) *node {
		if !n.isDir() {
			return nil
		}
		return n.children[name]
	}
	for name := range names {
		changes(out, path.Join(at, name), child(a, name), child(b, name))
	}
}
