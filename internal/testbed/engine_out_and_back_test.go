// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
)

// TestEngine_OutAndBack moves the pool out and back twice: the second cycle meets left-over mirrors and old reports.
func TestEngine_OutAndBack(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lab", "style-b", "different-paths", "nfs-only"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{Scenario: name, PageSize: 2})
				adopt(t, b)
				for _, side := range []string{DR, Prod, DR, Prod} {
					move(t, b, side)
				}
				if v := b.Violations(); len(v) > 0 {
					t.Errorf("violations:\n%s", Lines(v))
				}
			})
		})
	}
}

// adopt surveys and records as a create does.
func adopt(t *testing.T, b *Bed) {
	t.Helper()
	in := b.Intent(Prod)
	s := b.Engine.Survey(t.Context(), Scope(in, nil))
	if len(s.Unread()) > 0 {
		t.Fatal(s.Unread())
	}
	if position.Serving(s) != Prod || !position.Protected(s) {
		t.Fatalf("serving %q, protected %v", position.Serving(s), position.Protected(s))
	}
	if err := b.Engine.Adopt(t.Context(), in, s); err != nil {
		t.Fatal(err)
	}
}

// move plans and runs, and wants the goal reached and an empty plan after it.
func move(t *testing.T, b *Bed, side string) {
	t.Helper()
	in := b.Intent(side)
	b.NewRun()
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	p := failover.Plan(planned, in)
	for _, f := range p.Errors {
		t.Fatalf("plan to %s: %s", side, f.Line())
	}
	if p.Moves == nil {
		t.Fatalf("plan to %s moves nothing", side)
	}
	out, err := b.Engine.Run(t.Context(), in, planned)
	if err != nil {
		t.Fatalf("run to %s: %v", side, err)
	}
	for _, m := range out.ManualSteps {
		t.Log("manual: " + m)
	}
	after := b.Engine.Survey(t.Context(), Scope(in, nil))
	if position.Serving(after) != side || !position.Protected(after) || failover.Unfinished(after) != "" {
		t.Fatalf("after the run to %s: serving %q, protected %v, unfinished %q",
			side, position.Serving(after), position.Protected(after), failover.Unfinished(after))
	}
	if again := failover.Plan(after, in); again.Moves != nil {
		t.Fatalf("the plan after the run to %s is not empty: %v", side, again.Approved)
	}
}
