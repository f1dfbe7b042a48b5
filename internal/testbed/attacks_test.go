// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// openAttacks are the attacks that the product does not yet withstand, each with words of what the attack then finds. They are run like
// all others. One that finds nothing, or something else, fails the test run: whoever mends the product takes it off this list.
var openAttacks = map[string]string{}

// attempt collects what an attack finds wrong with the product. What is wrong with the attack itself fails the test as usual.
type attempt struct {
	*testing.T
	found []string
}

// finds notes something that is wrong.
func (a *attempt) finds(format string, args ...any) {
	a.found = append(a.found, fmt.Sprintf(format, args...))
}

// attack runs an attack in a bubble of its own, and wants it to fail, or to succeed if it is still open.
func attack(t *testing.T, do func(a *attempt)) {
	t.Helper()
	t.Parallel()
	var found []string
	synctest.Test(t, func(t *testing.T) {
		a := &attempt{T: t}
		do(a)
		found = a.found
	})
	because, open := openAttacks[t.Name()]
	got := Lines(found)
	switch {
	case t.Failed():
	case !open && len(found) > 0:
		t.Errorf("the product does not withstand:\n%s", got)
	case open && len(found) == 0:
		t.Error("the product withstands now: take the attack off openAttacks")
	case open && !strings.Contains(got, because):
		t.Errorf("open, but not because %q:\n%s", because, got)
	case open:
		t.Logf("open: %s", found[0])
	}
}

// TestAttacks_Open counts the attacks that are open. Each is the name of a test that exists.
func TestAttacks_Open(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (TestAttack_\w+)\(`).FindAllStringSubmatch(string(text), -1) {
			all = append(all, m[1])
		}
	}
	for name, because := range openAttacks {
		if !slices.Contains(all, name) || len(because) < 10 {
			t.Errorf("%s is no test, or has no reason: %q", name, because)
		}
	}
	t.Logf("%d attacks, %d open", len(all), len(openAttacks))
	Record(t, "attacks", map[string]int{"total": len(all), "open": len(openAttacks)})
}

// asREADME is a bed as README configures the provider, with as few policies as will do.
func asREADME() Options {
	return Options{Quiet: true, Build: scenario.Options{Policies: 2}}
}

// out moves the pool to dr, as `terraform apply` would; the error is that of the plan or of the run.
func (a *attempt) out(b *Bed, edit ...func(in *survey.Intent)) error {
	a.Helper()
	in := b.Intent(DR)
	for _, e := range edit {
		e(&in)
	}
	b.NewRun()
	planned := b.Engine.Survey(a.Context(), Scope(in, nil))
	if p := failover.Plan(planned, in); len(p.Errors) > 0 {
		return fmt.Errorf("the plan is refused: %s", p.Errors[0].Line())
	}
	_, err := b.Engine.Run(a.Context(), in, planned)
	return err
}

// judge looks at what clients were promised, a minute after the run, and finds every promise that is broken.
func (a *attempt) judge(b *Bed) {
	a.Helper()
	time.Sleep(time.Minute)
	b.World.Do(func() {
		for _, v := range invariant.Check(b.World) {
			a.finds("%s: %s", v.Rule, v.Text)
		}
		if lost := lostNow(b.World); lost > 0 {
			a.finds("%d acknowledged writes are lost", lost)
		}
	})
	for _, v := range b.Violations() {
		if !slices.Contains(a.found, v) {
			a.finds("%s", v)
		}
	}
}

// lostNow counts the acknowledged writes that are in no file of their cluster or of its other side that clients can write to.
func lostNow(w *world.World) (lost int) {
	for _, ack := range clients.Acks(w) {
		at, there := clients.Counterpart(w, ack.Cluster, ack.Path)
		kept := clients.Holds(w.Cluster(ack.Cluster), ack.Path, ack.ID)
		if there {
			kept = kept || clients.Holds(w.Cluster(at.Cluster), at.Path, ack.ID)
		}
		if !kept {
			lost++
		}
	}
	return lost
}

// after calls do once, when a stage is over.
func after(stage survey.StageID, do func()) func(survey.StageID, *survey.Survey, *survey.Survey) {
	done := false
	return func(st survey.StageID, _, _ *survey.Survey) {
		if st == stage && !done {
			done = true
			do()
		}
	}
}
