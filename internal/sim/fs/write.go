// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import (
	"path"
	"time"
)

// Clients is the writer that owns no domain: SMB and NFS clients, the namespace API, jobs on the cluster.
const Clients = ""

// Write is one change of a file.
type Write struct {
	By      string    // [Clients], or the owner of a domain
	ID      string    // remembered in the file; "" remembers nothing
	Bytes   int64     // grows the file by so much; ignored when Content is given
	Content []byte    // replaces the whole content when not nil
	At      time.Time // becomes the modification time
	Attr    Attr      // given to a file or directory that is made; the zero Attr means 0644, root, wheel
}

func (w Write) attr(mode string) Attr {
	if w.Attr == (Attr{}) {
		return Attr{Mode: mode, Owner: "root", Group: "wheel"}
	}
	return w.Attr
}

// Write changes the file at p, or makes it; its directory must exist. It fails with [ErrNotFound], [ErrNotDirectory],
// [ErrIsDirectory] or a [ProtectedError].
func (t *Tree) Write(p string, w Write) error {
	clean, parent, err := t.open("write", p, w.By)
	if err != nil {
		return err
	}
	name := path.Base(clean)
	n := parent.children[name]
	switch {
	case n.isDir():
		return fail("write", clean, ErrIsDirectory)
	case n == nil:
		n = &node{owner: t.owner, attr: w.attr("0644")}
	default:
		n = n.mutable(t.owner)
	}
	if w.Content != nil {
		n.content = append([]byte{}, w.Content...)
		n.size = int64(len(w.Content))
	} else {
		n.size += w.Bytes
	}
	n.writes = n.writes.add(w.ID)
	n.modified = w.At
	parent.children[name] = n
	return nil
}

// Touch changes the attributes of a file or directory and nothing else: no byte, no name, no modification time. It fails as
// [Tree.Write] does.
func (t *Tree) Touch(p string, by string, attr Attr) error {
	clean, parent, err := t.open("touch", p, by)
	if err != nil {
		return err
	}
	name := path.Base(clean)
	n := parent.children[name]
	if n == nil {
		return fail("touch", clean, ErrNotFound)
	}
	n = n.mutable(t.owner)
	n.attr = attr
	parent.children[name] = n
	return nil
}

// Mkdir makes the directory p; with parents also what is missing above it. It fails with [ErrExist] if something is there already,
// [ErrNotFound] if the parent is missing, or a [ProtectedError].
func (t *Tree) Mkdir(p string, parents bool, w Write) error {
	clean, err := Clean(p)
	if err != nil {
		return err
	}
	if t.find(clean) != nil {
		return fail("mkdir", clean, ErrExist)
	}
	if up := path.Dir(clean); parents && t.find(up) == nil {
		if err := t.Mkdir(up, true, w); err != nil {
			return err
		}
	}
	_, parent, err := t.open("mkdir", clean, w.By)
	if err != nil {
		return err
	}
	parent.children[path.Base(clean)] = newDir(t.owner, w.attr("0755"), w.At)
	return nil
}

// Remove takes p away; a directory that is not empty only if recursive. It fails with [ErrNotFound], [ErrNotEmpty] or a
// [ProtectedError], also if a protected directory lies below p.
func (t *Tree) Remove(by, p string, recursive bool) error {
	clean, n, err := t.lookup("remove", p)
	if err != nil {
		return err
	}
	if n.isDir() && len(n.children) > 0 && !recursive {
		return fail("remove", clean, ErrNotEmpty)
	}
	if err := t.below("remove", clean, by); err != nil {
		return err
	}
	_, parent, err := t.open("remove", clean, by)
	if err != nil {
		return err
	}
	delete(parent.children, path.Base(clean))
	return nil
}

// Rename moves the file or directory at from to to. Something at to is replaced only if overwrite is set, and a directory there
// never. It fails with [ErrNotFound] if from is missing, [ErrExist], or a [ProtectedError] of either side.
func (t *Tree) Rename(by, from, to string, overwrite bool) error {
	src, n, err := t.lookup("rename", from)
	if err != nil {
		return err
	}
	dst, err := Clean(to)
	if err != nil {
		return err
	}
	if src == dst {
		return nil
	}
	if Within(dst, src) {
		return fail("rename", dst, ErrNotDirectory)
	}
	if there := t.find(dst); there.isDir() || there != nil && !overwrite {
		return fail("rename", dst, ErrExist)
	}
	if err := t.below("rename", src, by); err != nil {
		return err
	}
	if _, _, err := t.open("rename", src, by); err != nil {
		return err
	}
	_, dstParent, err := t.open("rename", dst, by)
	if err != nil {
		return err
	}
	dstParent.children[path.Base(dst)] = n
	_, srcParent, err := t.open("rename", src, by)
	if err != nil {
		return err
	}
	delete(srcParent.children, path.Base(src))
	return nil
}

// open returns the changeable parent directory of p, after asking whether by may change p.
func (t *Tree) open(op, p, by string) (string, *node, error) {
	clean, err := Clean(p)
	if err != nil {
		return "", nil, err
	}
	if clean == "/" {
		return "", nil, fail(op, clean, ErrIsDirectory)
	}
	if d, held := t.ProtectedBy(clean); held && d.Owner != by {
		return "", nil, fail(op, clean, &ProtectedError{Domain: d})
	}
	up := path.Dir(clean)
	switch n := t.find(up); {
	case n == nil:
		return "", nil, fail(op, clean, ErrNotFound)
	case !n.isDir():
		return "", nil, fail(op, clean, ErrNotDirectory)
	}
	parent, err := t.makeParents(op, split(up))
	return clean, parent, err
}
