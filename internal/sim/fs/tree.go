// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import "slices"

// Tree is the live file system of one cluster. The zero value is not usable; see [New].
type Tree struct {
	view
	owner   *token
	domains []Domain
}

// New makes a tree that holds only the root directory.
func New() *Tree {
	t := &token{}
	return &Tree{view: view{root: newDir(t, Attr{Mode: "0755", Owner: "root", Group: "wheel"}, Write{}.At)}, owner: t}
}

// Clone returns a tree with the same content and the same domains. From now on a write to either is unseen by the other.
func (t *Tree) Clone() *Tree {
	t.freeze()
	return &Tree{view: t.view, owner: &token{}, domains: slices.Clone(t.domains)}
}

// Snapshot is the whole tree as it is now, for good. It takes constant time.
func (t *Tree) Snapshot() Snapshot {
	t.freeze()
	return Snapshot{t.view}
}

// freeze makes every present node immutable by forgetting the token that would allow changing it.
func (t *Tree) freeze() { t.owner = &token{} }

// Snapshot is an immutable version of a tree. The zero Snapshot is empty: every path is absent.
type Snapshot struct{ view }

// Restore makes p and everything below it what it was in s: contents, directories, and the write ids of files. If s had no p, p
// is removed. Domains are not consulted, because only SyncIQ and SnapRevert restore, and domains are not restored.
// Missing parents are made.
func (t *Tree) Restore(p string, s Snapshot) error { return t.CopyInto(p, s, p) }

// CopyInto makes dst what srcPath was in src, so that both hold the same files with the same write ids. If src had no srcPath, dst
// is removed. Domains are not consulted, because only SyncIQ copies. Missing parents of dst are made.
func (t *Tree) CopyInto(dst string, src Snapshot, srcPath string) error {
	d, err := Clean(dst)
	if err != nil {
		return err
	}
	from, err := Clean(srcPath)
	if err != nil {
		return err
	}
	n := src.find(from)
	if d == "/" {
		if !n.isDir() {
			return fail("copy", dst, ErrNotDirectory)
		}
		t.root = n
		return nil
	}
	elements := split(d)
	last := len(elements) - 1
	if n == nil && t.find(d) == nil {
		return nil
	}
	parent, err := t.makeParents("copy", elements[:last])
	if err != nil {
		return err
	}
	if n == nil {
		delete(parent.children, elements[last])
		return nil
	}
	parent.children[elements[last]] = n
	return nil
}

// makeParents returns a changeable directory at the given path, making what is missing.
func (t *Tree) makeParents(op string, elements []string) (*node, error) {
	t.root = t.root.mutable(t.owner)
	at := t.root
	for i, e := range elements {
		child := at.children[e]
		switch {
		case child == nil:
			child = newDir(t.owner, at.attr, at.modified)
		case !child.isDir():
			return nil, fail(op, "/"+joinElements(elements[:i+1]), ErrNotDirectory)
		default:
			child = child.mutable(t.owner)
		}
		at.children[e] = child
		at = child
	}
	return at, nil
}
