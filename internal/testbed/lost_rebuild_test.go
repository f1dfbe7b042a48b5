// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// When the tie between the clusters is gone, a returned cluster is still taken from the names and from its clients, unless it is another
// cluster altogether. But neither a discard nor a move is planned: the error says what is gone and that the pair has to be rebuilt, and in
// all that time nothing is reset and nothing is deleted.
func TestLost_Rebuild(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, object string
		foreign      bool
		gone         func(d *disaster)
	}{
		{"the policy is gone", "SyncIQ policy nas1 on prod is gone", false, func(d *disaster) {
			d.b.Raw(d.t, Prod).Must(http.MethodDelete, "/platform/14/sync/policies/nas1?local_only=true", "")
		}},
		{"the policy is gone from both sides", "target record of nas1 on dr is gone", false, func(d *disaster) {
			d.b.Raw(d.t, Prod).Must(http.MethodDelete, "/platform/14/sync/policies/nas1", "")
		}},
		{"the target record is gone", "target record of nas1 on dr is gone", false, func(d *disaster) {
			d.b.Raw(d.t, DR).Must(http.MethodDelete, "/platform/1/sync/target/policies/nas1", "")
		}},
		{"the shared snapshot is gone", "SyncIQ snapshot SIQ-", false, func(d *disaster) {
			d.b.World.Do(func() {
				p, _ := synciq.Of(d.b.Cluster(Prod)).Policy("nas1")
				if !d.b.Cluster(Prod).DropSnapshot("SIQ-" + p.ID + "-latest") {
					d.t.Fatal("there is no such snapshot")
				}
			})
		}},
		{"another cluster is in its place", "it is another cluster", true, func(d *disaster) {
			d.b.World.Do(func() { d.b.Cluster(Prod).GUID = "005056ff8876308e650b62651a8b25f5982d" })
		}},
	} {
		for _, state := range []string{"state kept", "state lost"} {
			t.Run(x.name+", "+state, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					d := ordinary(t, Options{}, nil)
					d.lose()
					d.takeOver()
					word := d.discard().DiscardChangesSince
					time.Sleep(10 * time.Minute)
					d.comeBack()
					time.Sleep(2 * time.Minute)
					x.gone(d)
					time.Sleep(time.Minute)
					if state == "state lost" {
						d.known = nil
					}
					began := time.Now()
					in := d.b.Intent(DR)
					if !x.foreign {
						p, _ := d.run(d.b, in, survey.KindIsolate)
						says(t, p.Warnings, x.object)
						for _, problem := range d.quietNow() {
							t.Error(problem)
						}
					}
					in.DiscardChangesSince = word
					for _, declared := range []survey.Intent{in, d.b.Intent(Prod)} {
						s, p := d.plan(d.b, declared)
						says(t, p.Errors, x.object)
						if p.Moves != nil {
							t.Errorf("planned to %s: %v", declared.Active, p.Approved)
						}
						if _, err := d.b.Engine.Run(t.Context(), declared, s); err != nil {
							t.Errorf("a run without a plan: %v", err)
						}
					}
					if changes := d.changes(Prod, began); x.foreign && len(changes) > 0 {
						t.Errorf("a foreign cluster was changed: %v", changes)
					}
					for _, problem := range d.reset(began) {
						t.Error(problem)
					}
				})
			})
		}
	}
}

// says wants the finding "rebuild" about an object.
func says(t *testing.T, list []finding.Finding, object string) {
	t.Helper()
	for _, f := range list {
		if f.ID == finding.Rebuild && strings.Contains(f.Object+" "+f.Text, object) {
			if !strings.Contains(f.Cure, "rebuild the pair by hand") {
				t.Errorf("the cure is %q", f.Cure)
			}
			return
		}
	}
	t.Errorf("nothing says that %s: %v", object, list)
}

// reset lists every request since a moment that could undo a pair: a reset, or the removal of a policy, a target record, a pool, a share,
// an export or a snapshot.
func (d *disaster) reset(since time.Time) []string {
	var out []string
	for _, key := range []string{Prod, DR} {
		for _, c := range d.changes(key, since) {
			forbidden := strings.Contains(c, "/reset") || strings.HasPrefix(c, http.MethodDelete)
			harmless := strings.Contains(c, "/smb/sessions") || strings.Contains(c, "/smb/openfiles") || strings.Contains(c, "/quota/")
			if forbidden && !harmless {
				out = append(out, c+" was sent to "+key)
			}
		}
	}
	return out
}

// Without a target record on the survivor there is no copy that SyncIQ could open: nothing is planned.
func TestLost_RebuildBeforeTheTakeover(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, nil)
		time.Sleep(time.Minute)
		d.b.World.Do(func() {
			if r := synciq.Of(d.b.Cluster(DR)).Act(siq.Break, "nas1", synciq.Request{}); r.Refused != nil {
				t.Fatal(r.Refused)
			}
		})
		d.lose()
		began := time.Now()
		s, p := d.plan(d.gone, d.to())
		says(t, p.Errors, "target record of nas1 on dr is missing")
		if _, err := d.gone.Engine.Run(t.Context(), d.to(), s); err != nil || p.Moves != nil {
			t.Errorf("planned: %v, %v", p.Approved, err)
		}
		if changes := d.changes(DR, began); len(changes) > 0 {
			t.Errorf("it wrote: %v", changes)
		}
		d.judged()
	})
}
