// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Without a fence, the isolation of a returned cluster is killed at any of its writes and resumed, with Terraform's state or without. It
// ends as one that was not killed; a client that never let go goes on writing there, which is what no fence means. The discard, killed as
// well, gives up what that client has written, all of which stands in snapshots, and the way back ends as if nothing had been.
func TestLost_Unfenced(t *testing.T) {
	t.Parallel()
	for kind, sample := range map[string]int{survey.KindIsolate: 17, survey.KindDiscard: 40} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			n, step := sample, 1000
			if InFull() {
				n, step = 1, 5
			}
			for died := true; died && n < 1000 && !t.Failed(); n += step {
				synctest.Test(t, func(t *testing.T) { died = unfenced(t, kind, n) })
				if !died && n <= sample {
					t.Errorf("it writes fewer than %d times", n)
				}
			}
		})
	}
}

// unfenced goes through the disaster without a fence; the run of a kind is killed at its n-th write. It tells whether it had so many.
func unfenced(t *testing.T, kind string, n int) (died bool) {
	t.Helper()
	d := returned(t, Options{}, synciq.ScheduleSourceModified)
	isolate := d.b.Intent(DR)
	isolate.Fence = survey.FenceNone
	if kind == survey.KindIsolate {
		died = d.killed(isolate, kind, n)
		if n%2 == 0 {
			d.known = nil
		}
		d.whatIsLeft(d.b, isolate)
	} else {
		d.run(d.b, isolate, survey.KindIsolate)
	}
	if got := Lines(d.quietNow()); !strings.Contains(got, "somebody still writes on prod") || strings.Count(got, "\n") > 1 {
		t.Errorf("write %d: after the isolation: %s", n, got)
	}

	excused := d.onlyOnProd()
	discard := d.discard()
	discard.Fence = survey.FenceNone
	if kind == survey.KindDiscard {
		died = d.killed(discard, kind, n)
		if n%2 == 0 {
			d.known = nil
		}
		d.whatIsLeft(d.b, discard)
	} else {
		d.run(d.b, discard, survey.KindDiscard)
	}
	if !position.Protected(d.known) || d.known.Takeover != nil || failover.Unfinished(d.known) != "" {
		t.Fatalf("write %d: after the discard: protected %v, takeover %+v, unfinished %q", n, position.Protected(d.known), d.known.Takeover,
			failover.Unfinished(d.known))
	}
	d.b.World.Do(func() { clients.StopWriter(d.b.World, stubborn) })
	d.b.Leave()
	if lost := d.nowhere(); len(lost) > seconds {
		t.Errorf("write %d: %d writes that prod acknowledged are in no snapshot, such as %s", n, len(lost), lost[0])
	}
	time.Sleep(time.Minute)
	back := d.b.Intent(Prod)
	back.Fence = survey.FenceNone
	d.run(d.b, back, survey.KindControlled)
	for _, problem := range d.served(Prod) {
		t.Errorf("write %d: after the way back: %s", n, problem)
	}
	for _, problem := range d.seed.Check(t, Prod) {
		if !excused(problem) {
			t.Errorf("write %d: after the way back: %s", n, problem)
		}
	}
	d.noBlame(func(v world.Violation) bool { return v.Rule == "acknowledged_served" && excused(v.Text) })
	return died
}

// seconds is how many writes of the stubborn client fall between the last snapshot and the moment at which its directory is closed.
const seconds = 2

// onlyOnProd tells of a text whether it is about a write that is given up: prod acknowledged it after the newest run of its policy.
func (d *disaster) onlyOnProd() func(text string) bool {
	d.t.Helper()
	newest := map[string]time.Time{}
	for _, policy := range d.b.Site.Policies {
		newest[d.b.Root(Prod, policy)+"/"], _ = newestRun(d.t, d.b, policy)
	}
	out := map[string]bool{}
	d.b.World.Do(func() {
		for _, a := range clients.Acks(d.b.World) {
			for root, at := range newest {
				if a.Cluster == d.b.Site.From && strings.HasPrefix(a.Path, root) && !a.At.Before(at) {
					out[a.ID] = true
				}
			}
		}
	})
	return func(text string) bool { return isOf(out, text) || strings.Contains(text, "write "+stubborn) }
}

// killed runs until the n-th request that changes something, which is not answered any more, nor is anything after it.
func (d *disaster) killed(in survey.Intent, kind string, n int) bool {
	d.t.Helper()
	ctx, stop := context.WithCancel(d.t.Context())
	written, last := 0, false
	dead := On(d.t, d.b.Site, Options{Quiet: true, RunID: "run-killed", Wrap: func(next http.RoundTripper) http.RoundTripper {
		return &dies{next: next, at: func(req *http.Request) bool {
			if req.Method != http.MethodGet && !strings.Contains(req.URL.Path, "/session") {
				written++
			}
			last = last || written == n
			return last
		}}
	}})
	dead.NewRun()
	s, p := d.plan(dead, in)
	if len(p.Errors) > 0 || p.Moves == nil || p.Moves.Kind != kind {
		d.t.Fatalf("plan: %+v, errors %v, want kind %s", p.Moves, p.Errors, kind)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		_, _ = dead.Engine.Run(ctx, in, s)
	}()
	time.Sleep(30 * time.Minute)
	stop()
	<-over
	d.b = d.engine(nil)
	return last
}

// nowhere are the writes that the stubborn client was told are safe on prod, and that are neither there nor in a snapshot.
func (d *disaster) nowhere() []string {
	var out []string
	ids := d.written(stubborn, Prod)
	path := d.b.Root(Prod, "nas1") + "/a/" + stubborn
	d.b.World.Do(func() {
		prod := d.b.Cluster(Prod)
		held := map[string]bool{}
		if f, err := prod.FS.Read(path); err == nil {
			for _, id := range f.Writes {
				held[id] = true
			}
		}
		for _, s := range prod.Snapshots.Values() {
			if f, err := s.Tree.Read(path); err == nil {
				for _, id := range f.Writes {
					held[id] = true
				}
			}
		}
		out = slices.DeleteFunc(ids, func(id string) bool { return held[id] })
	})
	return out
}
