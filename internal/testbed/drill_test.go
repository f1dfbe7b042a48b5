// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// drills plans and runs, and wants a status and an empty plan at its end.
func (b *Bed) drills(t *testing.T, in drill.Intent, prior *survey.Survey, want drill.Status) *drill.Outcome {
	t.Helper()
	planned := b.Engine.Survey(t.Context(), in.Scope(prior))
	p := drill.Plan(planned, in)
	if len(p.Obstacles) > 0 {
		t.Fatalf("the plan is refused: %s", strings.Join(p.Obstacles, "; "))
	}
	out, err := b.Engine.Drill(t.Context(), in, planned)
	if err != nil {
		t.Fatal(err)
	}
	after := b.Engine.Survey(t.Context(), in.Scope(nil))
	if got := drill.StatusOf(after); got != want {
		t.Fatalf("the drill is %s, want %s", got, want)
	}
	if again := drill.Plan(after, in); len(again.Lines)+len(again.Obstacles) > 0 {
		t.Errorf("the plan after it is not empty: %v %v", again.Lines, again.Obstacles)
	}
	return out
}

// visit lets people of the drill mount by its name and write on the copies.
func (b *Bed) visit(t *testing.T, standby string) {
	t.Helper()
	p := Person{"tester", clients.NFS3, DrillName, "nas1", "a/tester"}
	b.World.Do(func() {
		clients.Add(b.World, clients.Client{Name: p.Name, Address: addresses["lin1"], Protocol: p.Protocol, User: "root"})
	})
	if err := b.Mount(p, standby); err != nil {
		t.Fatalf("the drill cannot be used: %v", err)
	}
	for _, id := range []string{"drill-1", "drill-2"} {
		if err := b.Write(p, id); err != nil {
			t.Fatalf("the drill cannot be written to: %v", err)
		}
		time.Sleep(10 * time.Minute) // bubble
	}
}

// judged wants nothing wrong at the end.
func (b *Bed) judged(t *testing.T) {
	t.Helper()
	b.World.Do(func() {
		for _, v := range invariant.Finish(b.World) {
			t.Errorf("invariant %s: %s", v.Rule, v.Text)
		}
	})
	if v := b.Violations(); len(v) > 0 {
		t.Errorf("violations:\n%s", Lines(v))
	}
}

// servingWrites are the requests that have changed something on a cluster since one of them, but for jobs and files of the tool.
func (b *Bed) servingWrites(cluster string, since int) []string {
	var out []string
	b.World.Do(func() {
		for _, r := range b.World.Log.All()[since:] {
			switch {
			case !r.Mutating || r.Cluster != cluster || strings.HasPrefix(r.Path, "/session"),
				strings.HasPrefix(r.Path, "/namespace"+scenario.JournalDirectory), strings.HasSuffix(r.Path, "/sync/jobs"):
			default:
				out = append(out, r.Method+" "+r.Path)
			}
		}
	})
	return out
}

func (b *Bed) logged() (n int) {
	b.World.Do(func() { n = len(b.World.Log.All()) })
	return n
}

// TestDrill_OpenAndClose opens a drill and closes it, in both directions, while people write on production without a break.
func TestDrill_OpenAndClose(t *testing.T) {
	t.Parallel()
	for _, serving := range []string{Prod, DR} {
		t.Run(serving+" serves", func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{PageSize: 2, Quiet: !testing.Verbose()})
				adopt(t, b)
				if serving == DR {
					move(t, b, DR)
				}
				b.Arrive(t, serving, 20*time.Second, false)
				time.Sleep(10 * time.Minute) // bubble
				before, refused, since := b.Everything(t), b.refused(), b.logged()
				b.NewRun()
				b.BeginDrill(serving)
				b.drills(t, b.DrillIntent(true), nil, drill.Open)
				b.visit(t, otherKey(serving))
				b.NewRun()
				b.drills(t, b.DrillIntent(false), nil, drill.Closed)
				b.EndDrill()
				if n := b.refused() - refused; n > 0 {
					t.Errorf("%d writes to production were refused", n)
				}
				if d := Differences(before, b.Everything(t), nil); len(d) > 0 {
					t.Errorf("not as before:\n%s", Lines(d))
				}
				for _, w := range b.servingWrites(b.Cluster(serving).Name, since) {
					if !strings.HasPrefix(w, http.MethodPut+" /platform/14/sync/policies/") {
						t.Errorf("written on the serving side: %s", w)
					}
				}
				b.Leave()
				b.judged(t)
				if s := b.Engine.Survey(t.Context(), b.DrillIntent(false).Scope(nil)); slices.Contains(s.Local[otherKey(serving)], DrillName) {
					t.Errorf("the drill's name is taken for one of the standby: %v", s.Local)
				}
			})
		})
	}
}

func (b *Bed) refused() (n int) {
	b.World.Do(func() { n = clients.Refused(b.World) })
	return n
}
