// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// sites are the scenarios that begin with production on its home cluster.
var sites = []string{"lab", "style-b", "different-paths", "nfs-only"}

// TestSeed_Results moves the pool out and back while people work, and holds every line of the process against what plain requests, DNS and
// the simulated people see. Writers never stop: with the fence every acknowledged write must be there afterwards.
func TestSeed_Results(t *testing.T) {
	t.Parallel()
	for _, name := range sites {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{Scenario: name, Quiet: true})
				adopt(t, b)
				b.Arrive(t, Prod, 7*time.Second, true)
				time.Sleep(time.Minute)
				seed := NewSeed(t, b)
				for _, side := range []string{DR, Prod, DR} {
					seed.Begin(t)
					move(t, b, side)
					time.Sleep(time.Minute)
					for _, problem := range seed.Check(t, side) {
						t.Errorf("after the run to %s: %s", side, problem)
					}
					finished(t, b)
				}
				for _, p := range b.People() {
					if n := len(b.Acked(p)); n < 10 {
						t.Errorf("%s had %d writes acknowledged: nobody really worked", p.Name, n)
					}
				}
			})
		})
	}
}

// finished wants no violation of any rule or invariant, also of those that hold at the end of a run only.
func finished(t *testing.T, b *Bed) {
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

// TestSeed_CheckFails undoes one thing after a run with a plain request, as a careless person could, and wants the line that says so: a
// check that cannot fail proves nothing.
func TestSeed_CheckFails(t *testing.T) {
	t.Parallel()
	const pool = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		b.Arrive(t, Prod, 0, false)
		seed := NewSeed(t, b)
		move(t, b, DR)
		time.Sleep(time.Minute)
		for _, x := range []struct {
			name, line string
			undo       func(b *Bed, prod, dr *Raw)
		}{
			{"a trace of the fence stays", "line 2: share nas1/nas1 on prod", func(_ *Bed, prod, _ *Raw) {
				prod.Must(http.MethodPut, "/platform/12/protocols/smb/shares/nas1?zone=nas1", `{"run_as_root":[]}`)
			}},
			{"an alias is taken back", "line 3: names of the pool on dr", func(_ *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, pool, `{"sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local"]}`)
			}},
			{"a parked alias is dropped", "line 3: names of the pool on prod", func(_ *Bed, prod, _ *Raw) {
				prod.Must(http.MethodPut, pool, `{"sc_dns_zone_aliases":["igls-nas1-ps1.demo.local"]}`)
			}},
			{"an SPN is dropped", "line 4: HOST/fin on the account of dr: false", func(b *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, "/platform/14/auth/providers/ads/DEMO.LOCAL", spnsWithout(b, t, "HOST/fin"))
			}},
			{"an SPN of others is dropped", "line 4: SPNs of others on dr", func(b *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, "/platform/14/auth/providers/ads/DEMO.LOCAL", spnsWithout(b, t, "nfs/eng-ps2.demo.local"))
			}},
			{"the old side is opened", "line 5: /ifs/data/fin on prod", func(_ *Bed, prod, _ *Raw) {
				prod.Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"fin_mirror","action":"allow_write"}`)
				time.Sleep(5 * time.Minute)
			}},
			{"a mirror has no schedule", "line 6: policy nas1_mirror on dr: schedule", func(_ *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, "/platform/14/sync/policies/nas1_mirror", `{"schedule":""}`)
			}},
			{"a mirror is off", "line 6: policy proj_mirror on dr: enabled", func(_ *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, "/platform/14/sync/policies/proj_mirror", `{"enabled":false}`)
				time.Sleep(time.Minute)
			}},
			{"a quota is gone", "line 7: directory quota on /ifs/data/fin", func(b *Bed, _, dr *Raw) {
				dr.Must(http.MethodDelete, "/platform/15/quota/quotas/"+url.PathEscape(quotaOn(b, t, "/ifs/data/fin")), "")
			}},
			{"a quota has lost its rules", "line 7: directory quota on /ifs/data/nas1/a", func(b *Bed, _, dr *Raw) {
				dr.Must(http.MethodDelete, "/platform/7/quota/quotas/"+url.PathEscape(quotaOn(b, t, "/ifs/data/nas1/a"))+"/notifications", "")
			}},
			{"a quota stays on the old side", "line 7: directory quota on /ifs/data/nas1/b, snapshots false is still on " +
				"prod", func(_ *Bed, prod, _ *Raw) {
				prod.Must(http.MethodPost, "/platform/15/quota/quotas",
					`{"type":"directory","path":"/ifs/data/nas1/b","include_snapshots":false,"enforced":true,"thresholds":{"hard":1073741824}}`)
			}},
			{"a share differs", "line 9: share nas1/fin$ on dr", func(_ *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, "/platform/12/protocols/smb/shares/"+url.PathEscape("fin$")+"?zone=nas1", `{"browsable":true}`)
			}},
			{"an alias leads elsewhere", "line 9: alias nas1//fin on dr", func(_ *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, "/platform/15/protocols/nfs/aliases/"+url.PathEscape("/fin")+"?zone=nas1", `{"path":"/ifs/data/nas1"}`)
			}},
			{"a share lets nobody write", "line 10: win1", func(_ *Bed, _, dr *Raw) {
				dr.Must(http.MethodPut, "/platform/12/protocols/smb/shares/nas1?zone=nas1", `{"run_as_root":[],"permissions":[]}`)
			}},
		} {
			c := b.Clone(t, Options{Quiet: true})
			of := *seed
			of.b = c
			x.undo(c, c.Raw(t, Prod), c.Raw(t, DR))
			problems := Lines(of.Check(t, DR))
			if !strings.Contains(problems, x.line) {
				t.Errorf("%s: want a problem that begins %q, got:\n%s", x.name, x.line, problems)
			}
		}
		if problems := seed.Check(t, DR); len(problems) > 0 {
			t.Errorf("nothing was undone, and yet:\n%s", Lines(problems))
		}
	})
}

func spnsWithout(b *Bed, t *testing.T, drop string) string {
	t.Helper()
	kept := []string{}
	for _, s := range b.Look(t, DR).SPNs {
		if s != drop {
			kept = append(kept, s)
		}
	}
	return text(map[string]any{"spns": kept})
}

func quotaOn(b *Bed, t *testing.T, path string) string {
	t.Helper()
	for _, q := range b.Look(t, DR).Quotas {
		if q.Doc["path"] == path && q.Doc["type"] == "directory" {
			return fmt.Sprint(q.Doc["id"])
		}
	}
	t.Fatalf("no quota on %s", path)
	return ""
}
