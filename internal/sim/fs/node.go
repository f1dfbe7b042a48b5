// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import (
	"maps"
	"time"
)

// token stands for one writer of nodes. A node may be changed in place only by the tree that holds the node's own token; taking a
// snapshot gives the tree a new token, which freezes every node that exists by then.
type token struct{ _ byte }

// node is a file or a directory.
type node struct {
	owner    *token
	children map[string]*node // nil for a file
	content  []byte           // replaced, never changed in place
	size     int64
	writes   *writeList
	modified time.Time
	attr     Attr
}

// writeList is the ids of a file's writes, newest first. Sharing tails makes it free to copy.
type writeList struct {
	id   string
	prev *writeList
	n    int
}

func (l *writeList) has(id string) bool {
	for ; l != nil; l = l.prev {
		if l.id == id {
			return true
		}
	}
	return false
}

func (l *writeList) add(id string) *writeList {
	if id == "" || l.has(id) {
		return l
	}
	out := &writeList{id: id, prev: l, n: 1}
	if l != nil {
		out.n = l.n + 1
	}
	return out
}

func (l *writeList) all() []string {
	if l == nil {
		return nil
	}
	out := make([]string, l.n)
	for i := l.n - 1; l != nil; l, i = l.prev, i-1 {
		out[i] = l.id
	}
	return out
}

func (n *node) isDir() bool { return n != nil && n.children != nil }

// mutable returns n itself if the holder of t may change it in place, otherwise a copy that it may.
func (n *node) mutable(t *token) *node {
	if n.owner == t {
		return n
	}
	c := *n
	c.owner = t
	if n.children != nil {
		c.children = maps.Clone(n.children)
	}
	return &c
}

func newDir(t *token, attr Attr, at time.Time) *node {
	return &node{owner: t, children: map[string]*node{}, attr: attr, modified: at}
}
