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

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// bare is a site that never thought of a failover: no name is parked, and the pool on the standby side has no name at all.
func bare(b *Bed) {
	b.World.Do(func() {
		dr := b.Cluster(DR)
		old, _ := dr.Network.Pools.Get(b.Site.Pool)
		p := old
		p.SCDNSZone, p.SCDNSZoneAliases = "", []string{"igls-nas1-ps2.demo.local"}
		dr.ChangePool(old, p)
	})
}

// survivorNames are the names of the survivor's pool after a takeover, zone name first.
var survivorNames = map[string][]string{
	"A":    poolNames["A"][DR][DR],
	"B":    poolNames["B"][DR][DR],
	"bare": {"nas1.demo.local", "igls-nas1-ps2.demo.local", "fin.demo.local"},
}

// After a takeover the survivor has every name, SPN, quota, share, export and alias that production had, although nobody could be asked for
// them: on the first failover ever, with names of either style, from Terraform's state or from the copy that the survivor keeps.
func TestLost_EverythingComesFromTheInventory(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ name, scenario, style string }{
		{"style A", "lab", "A"},
		{"style B", "style-b", "B"},
		{"never prepared", "lab", "bare"},
		{"different paths", "different-paths", "A"},
		{"NFS only", "nfs-only", "A"},
	} {
		for _, state := range []string{"state kept", "state lost"} {
			t.Run(x.name+", "+state, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					var arrange func(b *Bed)
					if x.style == "bare" {
						arrange = bare
					}
					d := ordinary(t, Options{Scenario: x.scenario}, arrange)
					seen := time.Now().UTC().Truncate(time.Hour).Format(time.RFC3339)
					d.lose()
					if state == "state lost" {
						d.known = nil
					}
					p, out := d.takeOver()
					for _, problem := range d.survivorHasAll(out) {
						t.Error(problem)
					}
					sight := d.b.Look(t, DR)
					if got := append([]string{sight.Zone}, sight.Names...); !slices.Equal(got, survivorNames[x.style]) {
						t.Errorf("names on dr: %v, want %v", got, survivorNames[x.style])
					}
					if !slices.ContainsFunc(p.Moves.Risks, func(r string) bool { return strings.Contains(r, "inventory of prod: is of "+seen) }) {
						t.Errorf("the age of the inventory is not told: %v", p.Moves.Risks)
					}
					d.judged()
				})
			})
		}
	}
}

// survivorHasAll holds the survivor against what plain requests had shown of production while it lived.
func (d *disaster) survivorHasAll(out *run.Outcome) []string {
	d.t.Helper()
	prod := *d.seed.first[Prod]
	prod.Quotas = nil
	if d.b.World.Forest != nil {
		d.b.World.Do(func() { prod.SPNs = d.b.World.Forest.Truth(d.b.Site.From) })
	}
	time.Sleep(time.Minute)
	now := map[string]*Sight{Prod: &prod, DR: d.b.Look(d.t, DR)}
	problems := slices.Concat(d.seed.quotas(now, Prod, DR), d.seed.copies(now, Prod, DR), d.seed.spns(now, DR))
	for _, n := range d.b.Site.Names {
		if !d.seed.answers(DR, n) {
			problems = append(problems, n+" is not answered by dr")
		}
	}
	for _, policy := range d.b.Site.Policies {
		d.b.World.Do(func() {
			if _, closed := d.b.Cluster(DR).FS.ProtectedBy(d.seed.rootLocked(DR, policy)); closed {
				problems = append(problems, policy+" is read-only on dr")
			}
		})
	}
	if got := position.Serving(out.Survey); got != DR {
		problems = append(problems, "the survey says that "+got+" serves")
	}
	if names := out.Survey.Local[Prod]; len(names) > 0 {
		problems = append(problems, "production names are taken for prod's own: "+strings.Join(names, ", "))
	}
	return problems
}

// rootLocked is Root with the lock held.
func (s *Seed) rootLocked(key, policy string) string {
	p, _ := synciq.Of(s.b.World.Cluster(s.b.Site.From)).Policy(policy)
	if key == Prod {
		return p.SourceRootPath
	}
	return p.TargetPath
}

// forget removes the inventories that dr keeps. A journal without them knows nothing of prod's objects.
func (d *disaster) forget() {
	d.t.Helper()
	d.b.World.Do(func() {
		if err := d.b.Cluster(DR).FS.Remove("", scenario.JournalDirectory+"/inventories", true); err != nil {
			d.t.Fatal(err)
		}
	})
	d.known = nil
}

// Without any inventory the error holds the lines to write by hand, those names filled in that the survivor's pool has parked, and a
// configuration with them takes over. What is not known then is told as a risk.
func TestLost_WithoutInventory(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, scenario, style string
		lines                 string
	}{
		{"one name is parked", "lab", "A", `names = ["nas1.demo.local"]`},
		{"none is parked", "style-b", "B", `names = ["nas1.example.com"]`},
		{"never prepared", "lab", "bare", `names = ["nas1.example.com"]`},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var arrange func(b *Bed)
				if x.style == "bare" {
					arrange = bare
				}
				d := ordinary(t, Options{Scenario: x.scenario}, arrange)
				d.lose()
				d.forget()
				in := d.to()
				_, p := d.plan(d.gone, in)
				if f := findingOf(t, p.Errors, "names_unknown"); p.Moves != nil || !strings.Contains(f.Cure, x.lines) {
					t.Errorf("want %s, moves %v: %s", x.lines, p.Moves, f.Line())
				}
				in.Names = d.b.Site.Names
				p, out := d.run(d.gone, in, survey.KindUncontrolled)
				if f := findingOf(t, p.Warnings, "inventory_missing"); !strings.Contains(f.Text, "quotas, shares, exports, aliases and SPNs") {
					t.Errorf("the risk says: %s", f.Line())
				}
				if position.Serving(out.Survey) != DR {
					t.Errorf("serving %q", position.Serving(out.Survey))
				}
				sight := d.b.Look(t, DR)
				if got := append([]string{sight.Zone}, sight.Names...); !slices.Equal(got, survivorNames[x.style]) {
					t.Errorf("names on dr: %v, want %v", got, survivorNames[x.style])
				}
				for _, policy := range d.b.Site.Policies {
					if got := sight.Targets[policy]["failover_failback_state"]; got != "writes_enabled" {
						t.Errorf("target record of %s: %v", policy, got)
					}
				}
				if out.Survey.Takeover.GUID != d.b.Cluster(Prod).GUID {
					t.Errorf("the takeover does not know who was lost: %+v", out.Survey.Takeover)
				}
				d.judged()
			})
		})
	}
}

// An inventory of more than a week before the loss is told as old, by every plan of the move.
func TestLost_OldInventory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := ordinary(t, Options{}, nil)
		for _, policy := range d.b.Site.Policies {
			d.b.Raw(t, Prod).Must(http.MethodPut, "/platform/14/sync/policies/"+policy, `{"schedule":"every 1 days"}`)
		}
		time.Sleep(8 * 24 * time.Hour)
		d.lose()
		in := d.to()
		day := 25 * time.Hour
		in.MaxDataLoss = &day
		for range 2 {
			_, p := d.plan(d.gone, in)
			if f := findingOf(t, p.Warnings, "inventory_old"); !strings.Contains(f.Text, "more than 7 days") {
				t.Error(f.Line())
			}
		}
	})
}
