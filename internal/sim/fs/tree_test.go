// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func sample(t *testing.T) *fs.Tree {
	t.Helper()
	tree := fs.New()
	must(t, tree.Mkdir("/ifs/data/nas1/a", true, fs.Write{}))
	must(t, tree.Write("/ifs/data/nas1/a/one", fs.Write{ID: "w1", Bytes: 10}))
	must(t, tree.Write("/ifs/data/nas1/two", fs.Write{ID: "w2", Content: []byte("hello")}))
	return tree
}

func TestSnapshotsAndClonesKeepTheirVersion(t *testing.T) {
	tree := sample(t)
	before := tree.Snapshot()
	twin := tree.Clone()
	must(t, tree.Write("/ifs/data/nas1/a/one", fs.Write{ID: "w3", Bytes: 1}))
	must(t, twin.Write("/ifs/data/nas1/a/one", fs.Write{ID: "w4", Bytes: 2}))
	for name, c := range map[string]struct {
		read   func(string) (fs.File, error)
		writes []string
	}{
		"snapshot": {before.Read, []string{"w1"}},
		"tree":     {tree.Read, []string{"w1", "w3"}},
		"clone":    {twin.Read, []string{"w1", "w4"}},
	} {
		f, err := c.read("/ifs/data/nas1/a/one")
		must(t, err)
		if !slices.Equal(f.Writes, c.writes) {
			t.Errorf("%s holds %v, want %v", name, f.Writes, c.writes)
		}
	}
	must(t, tree.Restore("/ifs/data/nas1", before))
	if d, _ := fs.Diff(before, "/ifs", tree.Snapshot(), "/ifs"); !d.Zero() {
		t.Errorf("after the restore still different: %+v", d)
	}
}

func TestDiffCountsInTheWordsOfAReport(t *testing.T) {
	tree := sample(t)
	before := tree.Snapshot()
	must(t, tree.Write("/ifs/data/nas1/a/one", fs.Write{ID: "w3", Bytes: 5}))
	must(t, tree.Write("/ifs/data/nas1/a/new", fs.Write{ID: "w4", Bytes: 7}))
	must(t, tree.Remove(fs.Clients, "/ifs/data/nas1/two", false))
	must(t, tree.Mkdir("/ifs/data/nas1/b/c", true, fs.Write{}))
	got, err := fs.Diff(before, "/ifs/data/nas1", tree.Snapshot(), "/ifs/data/nas1")
	must(t, err)
	want := fs.Delta{FilesNew: 1, FilesChanged: 1, FilesUnlinked: 1, DirsNew: 2, DirsChanged: 2, Bytes: 15 + 7}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestCopyIntoAnotherPathOfAnotherTree(t *testing.T) {
	a, b := sample(t), fs.New()
	snap := a.Snapshot()
	must(t, b.CopyInto("/ifs/dr/nas1", snap, "/ifs/data/nas1"))
	if d, _ := fs.Diff(snap, "/ifs/data/nas1", b.Snapshot(), "/ifs/dr/nas1"); !d.Zero() {
		t.Errorf("copy differs: %+v", d)
	}
	must(t, a.Write("/ifs/data/nas1/two", fs.Write{ID: "w9", Bytes: 1}))
	must(t, b.Write("/ifs/dr/nas1/two", fs.Write{ID: "w8", Bytes: 1}))
	for _, c := range []struct {
		tree *fs.Tree
		path string
		want string
	}{{a, "/ifs/data/nas1/two", "[w2 w9]"}, {b, "/ifs/dr/nas1/two", "[w2 w8]"}} {
		f, err := c.tree.Read(c.path)
		must(t, err)
		if fmt.Sprint(f.Writes) != c.want {
			t.Errorf("%s: %v, want %s", c.path, f.Writes, c.want)
		}
	}
	must(t, b.CopyInto("/ifs/dr/nas1", fs.Snapshot{}, "/gone"))
	if b.Exists("/ifs/dr/nas1") {
		t.Error("copying an absent directory left the old one")
	}
}

func TestDomainRefusesEveryoneButItsOwner(t *testing.T) {
	tree := sample(t)
	must(t, tree.Mkdir("/ifs/home", true, fs.Write{}))
	must(t, tree.Write("/ifs/home/x", fs.Write{ID: "w5"}))
	must(t, tree.Protect("/ifs/data/nas1", "policy-1"))
	refused := map[string]error{
		"write":        tree.Write("/ifs/data/nas1/a/one", fs.Write{ID: "no"}),
		"create":       tree.Write("/ifs/data/nas1/three", fs.Write{ID: "no"}),
		"mkdir":        tree.Mkdir("/ifs/data/nas1/d", false, fs.Write{}),
		"remove":       tree.Remove(fs.Clients, "/ifs/data/nas1/two", false),
		"remove root":  tree.Remove(fs.Clients, "/ifs/data/nas1", true),
		"remove above": tree.Remove(fs.Clients, "/ifs/data", true),
		"rename":       tree.Rename(fs.Clients, "/ifs/data/nas1/two", "/ifs/data/nas1/2", false),
		"move out":     tree.Rename(fs.Clients, "/ifs/data/nas1/two", "/ifs/home/two", false),
		"move in":      tree.Rename(fs.Clients, "/ifs/home/x", "/ifs/data/nas1/x", false),
		"move above":   tree.Rename(fs.Clients, "/ifs/data", "/ifs/old", false),
		"other policy": tree.Write("/ifs/data/nas1/a/one", fs.Write{ID: "no", By: "policy-2"}),
	}
	for what, err := range refused {
		var protected *fs.ProtectedError
		if !errors.As(err, &protected) || protected.Domain.Owner != "policy-1" {
			t.Errorf("%s: got %v, want the refusal of policy-1's domain", what, err)
		}
	}
	if f, _ := tree.Read("/ifs/data/nas1/a/one"); slices.Contains(f.Writes, "no") {
		t.Error("a refused write is in the file")
	}
	must(t, tree.Write("/ifs/data/nas1/a/one", fs.Write{ID: "siq", By: "policy-1"}))
	must(t, tree.Write("/ifs/home/y", fs.Write{ID: "outside"}))
	if !tree.Unprotect("/ifs/data/nas1") {
		t.Fatal("no domain to take off")
	}
	must(t, tree.Write("/ifs/data/nas1/a/one", fs.Write{ID: "yes"}))
}

func TestReasonsOfFailure(t *testing.T) {
	tree := sample(t)
	for what, c := range map[string]struct{ got, want error }{
		"write without directory": {tree.Write("/ifs/nowhere/x", fs.Write{}), fs.ErrNotFound},
		"write below a file":      {tree.Write("/ifs/data/nas1/two/x", fs.Write{}), fs.ErrNotDirectory},
		"write a directory":       {tree.Write("/ifs/data", fs.Write{}), fs.ErrIsDirectory},
		"mkdir twice":             {tree.Mkdir("/ifs/data", false, fs.Write{}), fs.ErrExist},
		"mkdir without parent":    {tree.Mkdir("/ifs/p/q", false, fs.Write{}), fs.ErrNotFound},
		"remove full directory":   {tree.Remove("", "/ifs/data", false), fs.ErrNotEmpty},
		"remove nothing":          {tree.Remove("", "/ifs/none", false), fs.ErrNotFound},
		"rename onto a file":      {tree.Rename("", "/ifs/data/nas1/two", "/ifs/data/nas1/a/one", false), fs.ErrExist},
		"rename into itself":      {tree.Rename("", "/ifs/data", "/ifs/data/nas1/d", false), fs.ErrNotDirectory},
		"relative":                {tree.Write("ifs/x", fs.Write{}), fs.ErrInvalidPath},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: got %v, want %v", what, c.got, c.want)
		}
	}
	must(t, tree.Rename("", "/ifs/data/nas1/two", "/ifs/data/nas1/a/one", true))
	if f, err := tree.Read("/ifs/data/nas1/a/one"); err != nil || string(f.Content) != "hello" {
		t.Errorf("after renaming over: %q, %v", f.Content, err)
	}
	if u := tree.Usage("/ifs/data"); u != (fs.Usage{Files: 1, Dirs: 3, Bytes: 5}) {
		t.Errorf("usage %+v", u)
	}
}

func BenchmarkSnapshotOfALargeTree(b *testing.B) {
	tree := fs.New()
	if err := tree.Mkdir("/ifs/data", true, fs.Write{}); err != nil {
		b.Fatal(err)
	}
	for i := range 100_000 {
		if err := tree.Write(fmt.Sprintf("/ifs/data/f%d", i), fs.Write{Bytes: 1}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		tree.Snapshot()
	}
}

// Attributes change alone: no byte, no name, and a file that was also written counts once, as changed.
func TestTouch(t *testing.T) {
	tree := fs.New()
	must(t, tree.Mkdir("/ifs/a", true, fs.Write{}))
	must(t, tree.Write("/ifs/a/x", fs.Write{ID: "1", Bytes: 5}))
	must(t, tree.Write("/ifs/a/y", fs.Write{ID: "2", Bytes: 5}))
	before := tree.Snapshot()
	must(t, tree.Touch("/ifs/a", fs.Clients, fs.Attr{Mode: "0700"}))
	must(t, tree.Touch("/ifs/a/x", fs.Clients, fs.Attr{Mode: "0600"}))
	must(t, tree.Touch("/ifs/a/y", fs.Clients, fs.Attr{Mode: "0600"}))
	must(t, tree.Write("/ifs/a/y", fs.Write{ID: "3", Bytes: 1}))
	got, err := fs.Diff(before, "/ifs", tree.Snapshot(), "/ifs")
	must(t, err)
	if want := (fs.Delta{FilesChanged: 1, Bytes: 6, Touched: 2}); got != want || got.Zero() {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if tree.Touch("/ifs/a/z", fs.Clients, fs.Attr{}) == nil {
		t.Error("what is not there was touched")
	}
	must(t, tree.Protect("/ifs/a", "policy"))
	if tree.Touch("/ifs/a/x", fs.Clients, fs.Attr{Mode: "0644"}) == nil {
		t.Error("attributes of a protected directory were changed")
	}
}
