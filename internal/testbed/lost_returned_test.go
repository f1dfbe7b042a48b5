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

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// stubborn is a client that never lets go of the address that it has mounted, though its cluster was away for hours.
const stubborn = "old1"

// returned is a site in which prod was lost, dr took over, people work there, and prod is back: its policies run on their schedule, it
// answers for the names, and a client that never noticed writes on it.
func returned(t *testing.T, o Options, schedule string) *disaster {
	t.Helper()
	d := ordinary(t, o, func(b *Bed) {
		time.Sleep(time.Minute) // a policy cannot be changed while it runs
		for _, policy := range b.Site.Policies {
			b.Raw(t, Prod).Must(http.MethodPut, "/platform/14/sync/policies/"+policy, `{"schedule":"`+schedule+`"}`)
		}
		b.Arrive(t, Prod, 20*time.Second, true)
		b.World.Do(func() {
			clients.Add(b.World, clients.Client{Name: stubborn, Address: addresses["lin1"], Protocol: clients.NFS3})
			if err := clients.Connect(b.World, stubborn, "nas1.demo.local", b.seedRoot("nas1")); err != nil {
				t.Fatal(err)
			}
			clients.StartWriter(b.World, clients.Writer{Client: stubborn, File: "a/" + stubborn, Every: 5 * time.Second, Bytes: 64})
		})
	})
	d.lose()
	d.takeOver()
	time.Sleep(10 * time.Minute)
	d.comeBack()
	time.Sleep(4 * time.Minute)
	return d
}

// seedRoot is the directory of a policy on prod, with the lock held.
func (b *Bed) seedRoot(policy string) string {
	p, _ := synciq.Of(b.World.Cluster(b.Site.From)).Policy(policy)
	return p.SourceRootPath
}

// written are the ids that a client was told are safe, on one cluster.
func (d *disaster) written(client, key string) (ids []string) {
	name := d.b.Cluster(key).Name
	d.b.World.Do(func() {
		for _, a := range clients.Acks(d.b.World) {
			if a.Client == client && a.Cluster == name {
				ids = append(ids, a.ID)
			}
		}
	})
	return ids
}

// snapshot is the whole file system of a cluster as it is now.
func (d *disaster) snapshot(key string) (tree fs.Snapshot) {
	c := d.b.Cluster(key)
	d.b.World.Do(func() { tree = c.FS.Snapshot() })
	return tree
}

// changes is what a cluster was asked to change since a moment, as "METHOD path", without log-in and this tool's own records.
func (d *disaster) changes(key string, since time.Time) (out []string) {
	name := d.b.Cluster(key).Name
	d.b.World.Do(func() {
		for _, r := range d.b.World.Log.All() {
			if !r.Mutating || r.Cluster != name || r.Time.Before(since) || strings.Contains(r.Path, "/session") ||
				strings.Contains(r.Path, scenario.JournalDirectory) {
				continue
			}
			out = append(out, r.Method+" "+r.Path)
		}
	})
	return out
}

// A returned cluster is isolated without anybody's word: its schedules go off before anything else, then its names, its shares and exports;
// snapshots of its directories are taken. Nothing of the survivor is overwritten meanwhile, whatever its policies try, and from then on one
// cluster answers.
func TestLost_ReturnedIsIsolated(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ schedule, fires string }{
		{synciq.ScheduleSourceModified, "job_fails_and_conflicts"},
		{synciq.ScheduleSourceModified, "job_fails"},
		{synciq.ScheduleSourceModified, "refused"},
		{"every 5 minutes", "job_fails"},
	} {
		t.Run(x.schedule+", a run at an open target "+x.fires, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := Options{Build: scenario.Options{Dials: dial.Values{"sync_when_target_open": x.fires}}}
				isolated(t, returned(t, o, x.schedule))
			})
		})
	}
}

func isolated(t *testing.T, d *disaster) {
	t.Helper()
	if len(d.written(stubborn, Prod)) < 300 || len(d.written("lin2", DR)) < 20 {
		t.Fatalf("writes on prod %d, on dr %d: nobody works", len(d.written(stubborn, Prod)), len(d.written("lin2", DR)))
	}
	d.b.Leave() // nobody changes dr from here on, so every difference is somebody's mistake
	before, began := d.snapshot(DR), time.Now()

	p, _ := d.run(d.b, d.b.Intent(DR), survey.KindIsolate)
	if len(p.Errors) > 0 || p.Moves.Kind != survey.KindIsolate {
		t.Fatalf("isolation wants somebody's word: %v", p.Errors)
	}
	for _, policy := range d.b.Site.Policies {
		root := d.b.Root(DR, policy)
		if delta, err := fs.Diff(before, root, d.snapshot(DR), root); err != nil || !delta.Zero() {
			t.Errorf("%s on dr was changed: %+v, %v", root, delta, err)
		}
	}
	for _, problem := range d.order(began) {
		t.Error(problem)
	}
	for _, problem := range d.quietNow() {
		t.Error(problem)
	}
	// What was written on prod is in a snapshot that stays for a month.
	last := d.written(stubborn, Prod)
	for _, policy := range d.b.Site.Policies {
		snap, ok := d.kept(policy)
		if !ok {
			t.Errorf("no snapshot of %s", policy)
			continue
		}
		if left := snap.Expires.Sub(began); left < 29*24*time.Hour || left > 31*24*time.Hour {
			t.Errorf("the snapshot of %s is kept for %s", policy, left)
		}
		if policy == "nas1" {
			f, err := snap.Tree.Read(d.b.Root(Prod, policy) + "/a/" + stubborn)
			if err != nil || !slices.Contains(f.Writes, last[len(last)-1]) {
				t.Errorf("the newest write on prod is not in the snapshot: %v", err)
			}
		}
	}
	// It stays so: an hour later the plan is empty and only the line that discards is repeated.
	time.Sleep(time.Hour)
	_, idle := d.plan(d.b, d.b.Intent(DR))
	if idle.Moves != nil || !has(idle.Warnings, "discard_needs_acknowledgement") {
		t.Errorf("an hour later: moves %v, warnings %v", idle.Moves, idle.Warnings)
	}
	d.noBlame(nil)
}

// order: every schedule is off before the first name goes, and that before shares, exports and snapshots.
func (d *disaster) order(since time.Time) []string {
	steps := []struct{ what, path string }{
		{"schedule", "/sync/policies/"}, {"names", "/network/"}, {"fence", "/protocols/"}, {"snapshot", "/snapshot/"},
	}
	var out []string
	at := map[string]int{}
	stage := 0
	for _, c := range d.changes(Prod, since) {
		i := slices.IndexFunc(steps, func(s struct{ what, path string }) bool { return strings.Contains(c, s.path) })
		if strings.Contains(c, "/smb/sessions") || strings.Contains(c, "/dnscache") {
			continue
		}
		if i < 0 || i < stage {
			out = append(out, "out of order: "+c)
			continue
		}
		stage = i
		at[steps[i].what]++
	}
	if want := len(d.b.Site.Policies); at["schedule"] != want || at["names"] != 1 || at["fence"] == 0 || at["snapshot"] != want {
		out = append(out, "what was done on prod: "+Lines(d.changes(Prod, since)))
	}
	return out
}

// quietNow: prod answers for none of the names, runs no policy and lets nobody write.
func (d *disaster) quietNow() []string {
	var out []string
	prod, dr := d.b.Cluster(Prod), d.b.Cluster(DR)
	written := len(d.written(stubborn, Prod))
	time.Sleep(15 * time.Minute)
	if n := len(d.written(stubborn, Prod)); n > written {
		out = append(out, "somebody still writes on prod")
	}
	d.b.World.Do(func() {
		for _, n := range d.b.Site.Names {
			if smartconnect.Owns(d.b.World, prod.Name, n) || !smartconnect.Owns(d.b.World, dr.Name, n) {
				out = append(out, "not dr alone answers for "+n)
			}
		}
		if jobs := synciq.Of(prod).Jobs(); slices.ContainsFunc(jobs, func(j synciq.Job) bool { return j.Alive() }) {
			out = append(out, "a job runs on prod")
		}
		for _, p := range synciq.Of(prod).Policies() {
			if slices.Contains(d.b.Site.Policies, p.Name) && p.Schedule != "" && p.Enabled() {
				out = append(out, "policy "+p.Name+" still has the schedule "+p.Schedule)
			}
		}
	})
	return out
}

// kept is the newest snapshot of a policy's directory on prod that a run has taken.
func (d *disaster) kept(policy string) (snap world.Snapshot, ok bool) {
	d.b.World.Do(func() {
		for _, s := range d.b.Cluster(Prod).Snapshots.Values() {
			if strings.HasPrefix(s.Name, "onefs-failover-") && strings.Contains(s.Name+"-", "-"+policy+"-") && s.ID > snap.ID &&
				s.Path == d.seed.rootLocked(Prod, policy) {
				snap, ok = s, true
			}
		}
	})
	return snap, ok
}

// noBlame wants no violation but those that excused answers true for. A client that wrote on both sides did so between the return and the
// isolation, which nobody can prevent.
func (d *disaster) noBlame(excused func(v world.Violation) bool) {
	d.t.Helper()
	blamed := 0
	d.b.World.Do(func() {
		for _, v := range d.b.World.Violations {
			if v.Rule == "one_side_written" || excused != nil && excused(v) {
				continue
			}
			if blamed++; blamed <= 5 {
				d.t.Errorf("violation: %+v", v)
			}
		}
	})
	if blamed > 5 {
		d.t.Errorf("and %d more violations", blamed-5)
	}
}
