// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package permit

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/internal/grant"
)

func TestKinds(t *testing.T) {
	none, empty := Permit{}, Of(grant.New("", nil))
	step := Of(grant.New("3 | prod | pool | nas1", nil))
	for _, x := range []struct {
		permit interface {
			Kind() Kind
			Check() error
			String() string
		}
		kind Kind
		text string
	}{
		{none, None, "none"},
		{none.Within("session 9").ToTheEnd(), None, "none"},
		{Of(grant.Grant{}), None, "none"},
		{empty, None, "none"},
		{empty.Within("session 9"), None, "none"},
		{step, KindApproved, "approved(3 | prod | pool | nas1)"},
		{step.Within("session 9"), KindWithin, "within(3 | prod | pool | nas1: session 9)"},
		{Keep(Lease, "/ifs/x"), KindHousekeeping, "housekeeping(lease)"},
		{Keep("", "/ifs/x"), None, "none"},
		{Housekeeping{}, None, "none"},
	} {
		if x.permit.Kind() != x.kind || x.permit.String() != x.text {
			t.Errorf("got %q %s, want %q %s", x.permit.Kind(), x.permit, x.kind, x.text)
		}
		if err := x.permit.Check(); (err == nil) != (x.kind != None) || err != nil && !errors.Is(err, ErrNone) {
			t.Errorf("%s: check answers %v", x.permit, err)
		}
	}
}

func TestHeld(t *testing.T) {
	over := errors.New("the lease is over")
	held := func() error { return over }
	p := Of(grant.New("k", held))
	for name, err := range map[string]error{
		"the step": p.Check(), "within it": p.Within("session 9").Check(), "housekeeping": Keep(Journal, "/ifs/x").While(held).Check(),
	} {
		if !errors.Is(err, over) {
			t.Errorf("%s: check answers %v", name, err)
		}
	}
	if err := p.ToTheEnd().Check(); err != nil {
		t.Errorf("the second half of an act: %v", err)
	}
	if err := p.ToTheEnd().Within("x").Check(); err != nil {
		t.Errorf("within the second half of an act: %v", err)
	}
	fine := func() error { return nil }
	for _, err := range []error{Of(grant.New("", fine)).Check(), (Housekeeping{}).While(fine).Check()} {
		if !errors.Is(err, ErrNone) {
			t.Errorf("while something is held, no permit answers %v", err)
		}
	}
}

func TestCovers(t *testing.T) {
	for file, want := range map[string]bool{
		"/ifs/j": true, "/ifs/j/": false, "/ifs/j/leases/a": true, "/ifs/jj": false, "/ifs/data": false, "/ifs": false, "": false,
		"/ifs/j/../data/x": false, "/ifs/j/a/../../data": false,
	} {
		if got := Keep(Journal, "/ifs/j").Covers(file); got != want {
			t.Errorf("%q: %v", file, got)
		}
	}
	for _, directory := range []string{"", "/", "//", "."} {
		if Keep(Journal, directory).Covers("/ifs/data") {
			t.Errorf("directory %q covers everything", directory)
		}
	}
}

// TestAWriteWithoutPermitDoesNotCompile builds the programs in testdata against the client of this module. Each must be refused by the
// compiler with the words in its first line, except the one that is allowed.
func TestAWriteWithoutPermitDoesNotCompile(t *testing.T) {
	files, err := filepath.Glob("testdata/*.go.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("programs: %v, %v", files, err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(source), "\n")
			want := strings.TrimPrefix(first, "// want: ")
			out, err := vet(t, root, source)
			switch {
			case want == "compiles" && err != nil:
				t.Errorf("the program with a permit does not compile, so the others prove nothing: %v\n%s", err, out)
			case want != "compiles" && err == nil:
				t.Errorf("compiled, want the error %q", want)
			case want != "compiles" && !strings.Contains(out, want):
				t.Errorf("got the error\n%s\nwant %q", out, want)
			}
		})
	}
}

// vet compiles a program as if it stood in this module: an overlay puts it there without writing into the tree.
func vet(t *testing.T, root string, source []byte) (string, error) {
	t.Helper()
	dir := t.TempDir()
	mine := filepath.Join(dir, "main.go")
	if err := os.WriteFile(mine, source, 0o600); err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	there := filepath.Join(root, "internal", "compilefail", "main.go")
	if err := os.WriteFile(overlay, []byte(`{"Replace":{"`+there+`":"`+mine+`"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, "-o", os.DevNull, "./internal/compilefail")
	command.Dir = root
	out, err := command.CombinedOutput()
	return string(out), err
}
