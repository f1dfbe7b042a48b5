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
)

func TestKinds(t *testing.T) {
	for _, x := range []struct {
		permit Permit
		kind   Kind
		text   string
		valid  bool
	}{
		{Permit{}, None, "none", false},
		{Approved("3/from/pool/nas1"), KindApproved, "approved(3/from/pool/nas1)", true},
		{Approved("2b/from/share/fin").Within("session 9"), KindWithin, "within(2b/from/share/fin: session 9)", true},
		{Housekeeping("lease"), KindHousekeeping, "housekeeping(lease)", true},
		{Approved(""), KindApproved, "approved()", false},
		{Approved("").Within("session 9"), KindWithin, "within(: session 9)", false},
		{Housekeeping(""), KindHousekeeping, "housekeeping()", false},
	} {
		if x.permit.Kind() != x.kind || x.permit.String() != x.text {
			t.Errorf("got %q %s, want %q %s", x.permit.Kind(), x.permit, x.kind, x.text)
		}
		if err := x.permit.Check(); (err == nil) != x.valid || !x.valid && !errors.Is(err, ErrNone) {
			t.Errorf("%s: check answers %v", x.permit, err)
		}
	}
	over := errors.New("the lease is over")
	while := Approved("k").While(func() error { return over })
	if err := while.Check(); !errors.Is(err, over) || while.String() != "approved(k)" {
		t.Errorf("%s: check answers %v", while, err)
	}
	if err := while.Within("session 9").Check(); !errors.Is(err, over) {
		t.Errorf("within it: check answers %v", err)
	}
	if err := (Permit{}).While(func() error { return nil }).Check(); !errors.Is(err, ErrNone) {
		t.Errorf("while something is held, no permit answers %v", err)
	}
	if Approved("k").Key() != "k" {
		t.Error("the key is lost")
	}
}

// TestAWriteWithoutPermitDoesNotCompile builds the programs in testdata against the mine client. Each must be refused by the compiler
// with the words in its first line, except the one that is allowed.
func TestAWriteWithoutPermitDoesNotCompile(t *testing.T) {
	files, err := filepath.Glob("testdata/*.go.txt")
	if err != nil || len(files) < 4 {
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
