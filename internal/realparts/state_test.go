// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/postgres"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// shared is a site with two work folders over one state in PostgreSQL.
type shared struct {
	sim  *sim.Simulation
	db   *postgres.Server
	a, b *workspace
	// began and moved get a value when a run has written its journal, and when the names have arrived on ps2.
	began, moved chan struct{}
}

func newShared(t *testing.T) *shared {
	t.Helper()
	need(t, postgres.Missing())
	// Slow enough for the second apply to start while the first one runs.
	s, err := sim.New("lab", sim.Options{Speed: speed / 2})
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	db, err := postgres.Start(t.Context(), shortDir(t), network(t).Address(20))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Stop)
	backend := fmt.Sprintf("  backend \"pg\" {\n    conn_str = %q\n  }\n", db.URL())
	h := &shared{sim: s, db: db, began: make(chan struct{}, 1), moved: make(chan struct{}, 1)}
	h.a, h.b = newWorkspace(t, s, n, backend, ""), newWorkspace(t, s, n, backend, "")
	h.a.terraform(0, "apply", "-auto-approve")
	h.watch()
	return h
}

// watch looks at the site after each request.
func (h *shared) watch() {
	tell := func(c chan struct{}, so bool) {
		if so {
			select {
			case c <- struct{}{}:
			default:
			}
		}
	}
	judge := h.sim.Face.After
	h.sim.World.Do(func() {
		h.sim.Face.After = func(w *world.World, done world.Request) {
			judge(w, done)
			tell(h.began, done.Mutating && strings.Contains(done.Path, "/smb/shares/"))
			tell(h.moved, smartconnect.Owns(w, "ps2", "nas1.demo.local"))
		}
	})
}

func (h *shared) serving() (out string) {
	h.sim.World.Do(func() {
		for _, c := range []string{"ps1", "ps2"} {
			if smartconnect.Owns(h.sim.World, c, "nas1.demo.local") {
				out += c
			}
		}
	})
	return out
}

// locks is how many advisory locks are held: the backend's lock on the state is one.
func (h *shared) locks(t *testing.T) string {
	t.Helper()
	out, err := h.db.Query(t.Context(), "tfstate", "select count(*) from pg_locks where locktype = 'advisory'")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out)
}

// TestTwoAppliesAtOnce: while one apply runs, another is refused at once; with -lock-timeout it waits, and then finds nothing to do.
func TestTwoAppliesAtOnce(t *testing.T) {
	t.Parallel()
	h := newShared(t)
	h.a.declare("dr")
	h.b.declare("dr")
	first := h.a.start("apply", "-auto-approve")
	<-h.began
	refused := h.b.terraform(1, "apply", "-auto-approve")
	if !strings.Contains(refused, "Error acquiring the state lock") {
		t.Errorf("the second apply says:\n%s", refused)
	}
	waiting := h.b.start("apply", "-auto-approve", "-lock-timeout=300s")
	if code, out := first.end(); code != 0 {
		t.Fatalf("the first apply ended with %d\n%s", code, out)
	}
	code, out := waiting.end()
	if code != 0 || !strings.Contains(out, "No changes") {
		t.Errorf("the apply that waited ended with %d\n%s", code, out)
	}
	if got := h.serving(); got != "ps2" {
		t.Errorf("served by %s", got)
	}
	for _, v := range h.sim.Violations() {
		t.Errorf("the simulator complains: %+v", v)
	}
}

// TestKilledInMidApply: Terraform and the provider are killed when the names have moved and the path is not yet writable. The lock on the
// state is gone with them, and the next apply, from another folder, goes on.
func TestKilledInMidApply(t *testing.T) {
	t.Parallel()
	h := newShared(t)
	h.a.declare("dr")
	h.b.declare("dr")
	first := h.a.start("apply", "-auto-approve")
	<-h.moved
	if got := h.locks(t); got == "0" {
		t.Error("nobody holds the lock while the apply runs")
	}
	first.kill(t)
	within(t, patience, "the lock goes with its holder", func() bool { return h.locks(t) == "0" })
	out := h.b.terraform(0, "apply", "-auto-approve")
	if !strings.Contains(out, "Apply complete!") {
		t.Errorf("the next apply says:\n%s", out)
	}
	if got := h.serving(); got != "ps2" {
		t.Errorf("served by %s", got)
	}
	if out := h.a.terraform(0, "plan", "-detailed-exitcode"); !strings.Contains(out, "No changes") {
		t.Errorf("the plan after it:\n%s", out)
	}
	for _, v := range h.sim.Violations() {
		t.Errorf("the simulator complains: %+v", v)
	}
}
