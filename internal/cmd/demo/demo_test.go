// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// needTerraform skips where there is no Terraform, except in CI.
func needTerraform(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("terraform"); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("terraform is not on the PATH")
	}
	t.Skip("terraform is not on the PATH")
}

// TestDemo_OutAndBack is make demo.
func TestDemo_OutAndBack(t *testing.T) {
	needTerraform(t)
	var out, errs bytes.Buffer
	code := run(t.Context(), options{speed: 60}, &out, &errs)
	if code != exitHolds || errs.Len() > 0 {
		t.Fatalf("exit status %d, want 0\n%s%s", code, out.String(), errs.String())
	}
	for _, want := range []string{
		"1 imported, 0 added, 1 changed, 0 destroyed",
		`- active_cluster = "ps1"`, `+ active_cluster = "ps2"`, `+ active_cluster = "ps1"`,
		"stage 3 names: done",
		"exit status 0, No changes.",
		"rows as the process says",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output lacks %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "failover-lab") {
		t.Error("the output holds the password")
	}
}

// TestDemo_FailsWhenAStageIsUndone doubts the table: for each of several stages its result is undone behind the provider's back, and then
// exactly the lines that speak of it must be wrong, until it is put back. In the end the names are left on the wrong side, and the program
// must fail.
func TestDemo_FailsWhenAStageIsUndone(t *testing.T) {
	needTerraform(t)
	var out, errs bytes.Buffer
	code := run(t.Context(), options{speed: 60, doubt: func(ctx context.Context, s *show) error {
		for _, sp := range spoils {
			t.Run(sp.name, func(t *testing.T) { doubt(t, s, sp) })
		}
		return spoils[0].do(ctx, s.watch)
	}}, &out, &errs)
	if code != exitDiffers {
		t.Fatalf("exit status %d, want %d\n%s%s", code, exitDiffers, out.String(), errs.String())
	}
	if !strings.Contains(out.String(), "WRONG, must be: answered by ps2") || !strings.Contains(errs.String(), "FAILED") {
		t.Errorf("the failure is not told:\n%s%s", out.String(), errs.String())
	}
}

// doubt undoes one result, judges, puts it back, and judges again.
func doubt(t *testing.T, s *show, sp spoil) {
	t.Helper()
	// In standing time no schedule can fire between a look and a change: a policy with an active job refuses to be modified.
	change := func(what string, f func(context.Context, *observer) error) {
		if err := s.watch.control.still(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := f(t.Context(), s.watch); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	change("undo the result", sp.do)
	wrong := wrongLines(t, s)
	change("put it back", sp.undo)
	if !slices.Equal(wrong, sp.lines) {
		t.Errorf("wrong lines are %v, want %v", wrong, sp.lines)
	}
	if wrong := wrongLines(t, s); len(wrong) > 0 {
		t.Errorf("after it was put back, wrong lines are %v, want none", wrong)
	}
}

// wrongLines judges the site anew and answers the lines with a wrong row. Breaches of the simulator's rules are left out: whoever undoes a
// result commits some.
func wrongLines(t *testing.T, s *show) []int {
	t.Helper()
	seen, truth, err := s.watch.observe(t.Context(), s.steps)
	if err != nil {
		t.Fatal(err)
	}
	var wrong []int
	for _, r := range s.scene.table(seen, truth) {
		if r.problem() != "" && r.object != "rules of the site" && !slices.Contains(wrong, r.line) {
			wrong = append(wrong, r.line)
		}
	}
	return wrong
}

func TestRun_RefusesArguments(t *testing.T) {
	var out, errs bytes.Buffer
	if code := start(t.Context(), []string{"now"}, &out, &errs); code != exitCannotRun {
		t.Errorf("exit status %d, want %d", code, exitCannotRun)
	}
	if want := fmt.Sprintf("demo: takes no arguments, got %q\n", []string{"now"}); errs.String() != want {
		t.Errorf("got %q, want %q", errs.String(), want)
	}
}
