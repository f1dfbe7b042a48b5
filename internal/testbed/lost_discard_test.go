// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// What only the returned cluster has is discarded when the configuration names the fork point, and at no other value: then a warning
// repeats the right line and nothing is written. After the discard the survivor is protected, the controlled way back leaves an empty plan,
// and what was discarded can still be read in the snapshot.
func TestLost_Discard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := returned(t, Options{}, synciq.ScheduleSourceModified)
		d.run(d.b, d.b.Intent(DR), survey.KindIsolate)
		onlyOnProd := d.written(stubborn, Prod)
		d.b.World.Do(func() { clients.StopWriter(d.b.World, stubborn) })

		right := d.discard()
		for name, value := range map[string]time.Time{
			"a second later": right.DiscardChangesSince.Add(time.Second), "of last year": d.since.AddDate(-1, 0, 0), "the loss": d.since,
		} {
			wrong := right
			wrong.DiscardChangesSince = &value
			before := d.touches()
			s, p := d.plan(d.b, wrong)
			f := findingOf(t, p.Warnings, "discard_needs_acknowledgement")
			if p.Moves != nil || len(p.Errors) > 0 || !strings.Contains(f.Cure, `"`+d.known.Takeover.Fork+`"`) {
				t.Errorf("%s: moves %v, errors %v, %s", name, p.Moves, p.Errors, f.Line())
			}
			if !strings.Contains(f.Text, value.UTC().Format(time.RFC3339)) {
				t.Errorf("%s: the warning does not say what was written: %s", name, f.Line())
			}
			if _, err := d.b.Engine.Run(t.Context(), wrong, s); err != nil || d.touches() != before {
				t.Errorf("%s: %d writes, error %v", name, d.touches()-before, err)
			}
		}
		// Beside another zone the moment is the same one.
		inZone := right
		zone := right.DiscardChangesSince.In(time.FixedZone("", 7200))
		inZone.DiscardChangesSince = &zone
		d.run(d.b, inZone, survey.KindDiscard)

		if !position.Protected(d.known) || d.known.Takeover != nil || failover.Unfinished(d.known) != "" {
			t.Fatalf("after the discard: protected %v, takeover %+v, unfinished %q",
				position.Protected(d.known), d.known.Takeover, failover.Unfinished(d.known))
		}
		d.b.Leave()
		time.Sleep(15 * time.Minute)
		for _, policy := range d.b.Site.Policies {
			// It is disabled, so the schedule means nothing until the roles turn again; but then it is needed.
			if got := d.b.Look(t, Prod).Policies[policy]["schedule"]; got != synciq.ScheduleSourceModified {
				t.Errorf("the schedule of %s on prod is %q", policy, got)
			}
		}
		discarded := d.discarded()
		if len(discarded) < 40 || !discarded[onlyOnProd[len(onlyOnProd)-1]] {
			t.Errorf("%d writes were only on prod", len(discarded))
		}
		d.b.World.Do(func() {
			if _, err := d.b.Cluster(DR).FS.Read(d.b.seedRoot("nas1") + "/a/win1"); err != nil {
				t.Errorf("what people wrote on dr: %v", err)
			}
		})
		d.b.NewRun()
		d.run(d.b, d.b.Intent(Prod), survey.KindControlled)
		for _, problem := range d.seed.Check(t, Prod) {
			if !isOf(discarded, problem) {
				t.Errorf("after the failback: %s", problem)
			}
		}
		if names := d.known.Local[Prod]; len(names) > 0 {
			t.Errorf("names taken for prod's own: %v", names)
		}
		d.noBlame(func(v world.Violation) bool {
			// The judge misses every acknowledged write that is not where people are served. Those that were given up are meant.
			return v.Rule == "acknowledged_served" && isOf(discarded, v.Text)
		})
	})
}

// discarded are the ids of the writes that prod acknowledged after the newest run of each policy. None is on prod any more, all are in the
// snapshots.
func (d *disaster) discarded() map[string]bool {
	d.t.Helper()
	out := map[string]bool{}
	live, missing, alive := d.snapshot(Prod), 0, 0
	holds := func(file fs.File, err error, id string) bool { return err == nil && slices.Contains(file.Writes, id) }
	var acks []clients.Ack
	d.b.World.Do(func() { acks = clients.Acks(d.b.World) })
	for _, policy := range []string{"nas1", "fin"} {
		root := d.b.Root(Prod, policy)
		snap, ok := d.kept(policy)
		if !ok {
			d.t.Fatalf("the snapshot of %s is gone", policy)
		}
		newest, _ := newestRun(d.t, d.b, policy)
		for _, a := range acks {
			if a.Cluster != d.b.Site.From || a.At.Before(newest.Add(time.Second)) || !strings.HasPrefix(a.Path, root+"/") {
				continue
			}
			out[a.ID] = true
			if kept, err := snap.Tree.Read(a.Path); !holds(kept, err, a.ID) {
				missing++
			}
			if now, err := live.Read(a.Path); holds(now, err, a.ID) {
				alive++
			}
		}
	}
	if missing > 0 || alive > 0 {
		d.t.Errorf("of %d writes that only prod had, %d are not in the snapshots and %d are still on prod", len(out), missing, alive)
	}
	return out
}

// isOf tells whether a text is about one of some writes: "write win1-17 of win1 …".
func isOf(writes map[string]bool, text string) bool {
	_, id, _ := strings.Cut(text, "write ")
	id, _, _ = strings.Cut(id, " ")
	return writes[id]
}

// touches counts all requests that changed something on either cluster, this tool's own records aside.
func (d *disaster) touches() int {
	return len(d.changes(Prod, time.Time{})) + len(d.changes(DR, time.Time{}))
}
