// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/tally"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// wrong is what a wrong client does through the API to break an invariant. The text must be in what is recorded.
type wrong struct {
	invariant, what, says string
	do                    func(s *site)
}

// wrongs are for every invariant, those of drills apart.
var wrongs = []wrong{
	{"one_cluster_answers", "publishes before parking", "nas1.demo.local is answered by ps1 and ps2", func(s *site) { s.publish() }},
	{"names_kept", "drops an alias when parking", "fin.demo.local lives nowhere", func(s *site) {
		s.must("ps1", "PUT", poolPath, `{"sc_dns_zone":"igls-original-nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps1.demo.local"]}`)
	}},
	{"one_account_holds_spn", "adds an SPN before removing it", "host/nas1.demo.local is held by PS1$ and PS2$", func(s *site) {
		s.World.Do(func() { s.World.Dials["spn_clash"] = "duplicate" })
		s.must("ps2", "PUT", adsPath, `{"spns":`+plus(s.spns("ps2"), "HOST/nas1.demo.local")+`}`)
	}},
	{"quotas_somewhere", "deletes a quota before creating it on the other side", "is on no side", func(s *site) {
		s.must("ps1", "DELETE", "/platform/15/quota/quotas/"+s.quota("ps1", "/ifs/data/fin", "directory"), "")
	}},
	{"quotas_somewhere", "creates the copy of a quota with another limit", "has other limits", func(s *site) {
		s.World.Do(func() { s.World.Cluster("ps2").FS.Unprotect("/ifs/data/fin") })
		s.must("ps2", "POST", "/platform/15/quota/quotas", `{"path":"/ifs/data/fin","type":"directory","include_snapshots":false,
			"enforced":true,"thresholds":{"hard":1000000}}`)
		s.must("ps1", "DELETE", "/platform/15/quota/quotas/"+s.quota("ps1", "/ifs/data/fin", "directory"), "")
	}},
	{"limits_enforced", "deletes a linked quota while the other side's default one allows more", "the other side enforces", func(s *site) {
		home := "/ifs/data/nas1/home"
		s.World.Do(func() {
			bob := world.Persona{ID: "SID:S-1-5-21-1000-1102", Name: "DEMO\\bob", Type: "user"}
			if _, ok := s.World.Cluster("ps1").LinkedQuota(home, "default-user", &bob, ""); !ok {
				s.t.Fatal("no default quota on " + home)
			}
			s.World.Cluster("ps2").FS.Unprotect("/ifs/data/nas1")
		})
		invariant.Check(s.World)
		s.must("ps2", "POST", "/platform/15/quota/quotas", `{"path":"`+home+`","type":"default-user","include_snapshots":false,
			"enforced":true,"thresholds":{"hard":9000000000}}`)
		s.must("ps1", "DELETE", "/platform/15/quota/quotas/"+s.quota("ps1", home, "default-user"), "")
	}},
	{"limits_enforced", "deletes a quota before creating it on the other side", "no other side enforces it", func(s *site) {
		s.must("ps1", "DELETE", "/platform/15/quota/quotas/"+s.quota("ps1", "/ifs/data/fin", "directory"), "")
	}},
	{"unrelated_untouched", "changes a pool that takes no part", "pool groupnet0.subnet0.eng of ps1: changed", func(s *site) {
		s.must("ps1", "PUT", engPath, `{"sc_ttl":30}`)
	}},
	{"unrelated_untouched", "turns hints around", "names that stay on pool groupnet0.subnet0.nas1 of ps2: changed", func(s *site) {
		s.must("ps2", "PUT", poolPath, `{"sc_dns_zone_aliases":["drtest.demo.local","igls-nas1-ps2.demo.local"]}`)
	}},
	{"unrelated_untouched", "takes an SPN of others along", "SPNs of others on PS1$: changed", func(s *site) {
		s.must("ps1", "PUT", adsPath, `{"spns":`+without(s.spns("ps1"), "eng-ps1")+`}`)
	}},
	{"unrelated_untouched", "fences a share of others", "shares of others on ps1: changed", func(s *site) {
		s.must("ps1", "PUT", "/platform/12/protocols/smb/shares/builds?zone=eng", `{"permissions":[]}`)
	}},
	{"unrelated_untouched", "fences an export of others", "exports of others on ps1: changed", func(s *site) {
		s.must("ps1", "PUT", "/platform/4/protocols/nfs/exports/1?zone=eng", `{"read_only":true}`)
	}},
	{"nothing_deleted", "deletes a policy", "policy nas1", func(s *site) {
		s.must("ps1", "DELETE", "/platform/14/sync/policies/nas1", "")
	}},
	{"nothing_deleted", "deletes a left-over mirror", "policy fin_mirror", func(s *site) {
		s.must("ps2", "DELETE", "/platform/14/sync/policies/fin_mirror", "")
	}},
	{"nothing_deleted", "breaks a target association", "target association nas1", func(s *site) {
		s.must("ps2", "DELETE", "/platform/1/sync/target/policies/nas1", "")
	}},
	{"nothing_deleted", "deletes a share", "share nas1/nas1 of ps1", func(s *site) {
		s.must("ps1", "DELETE", "/platform/12/protocols/smb/shares/nas1?zone=nas1", "")
	}},
	{"nothing_deleted", "deletes an export", "export nas1/1 of ps1", func(s *site) {
		s.must("ps1", "DELETE", "/platform/4/protocols/nfs/exports/1?zone=nas1", "")
	}},
	{"nothing_deleted", "deletes a pool", "pool groupnet0.subnet0.nas1 of ps2", func(s *site) { s.must("ps2", "DELETE", poolPath, "") }},
	{"acknowledged_served", "switches without a last sync", "write w1 of lin1, acknowledged by ps1, is not in", func(s *site) {
		s.unschedule()
		s.connect("lin1", clients.NFS3, "10.1.0.21", "root", "/ifs/data/nas1")
		s.acknowledged("lin1", "w1")
		s.park()
		s.publish()
		s.job("ps2", "nas1", "allow_write")
		s.World.Do(func() { invariant.Check(s.World) })
	}},
	{"no_write_lost", "overlooks a mount of all of /ifs", "write w1 of admin, acknowledged by ps1 through ps1.demo.local", func(s *site) {
		s.unschedule()
		s.job("ps1", "nas1", "")
		s.World.Do(func() {
			share := world.NewSMBShare(world.SystemZone, "ifs", "/ifs")
			share.Permissions = []world.SMBPermission{{Permission: "full", Type: "allow", Trustee: world.Everyone()}}
			s.World.Cluster("ps1").SMB.PutShare(share)
			clients.Add(s.World, clients.Client{Name: "admin", Address: "10.1.0.7", Protocol: clients.SMB, User: `DEMO\alice`})
			if err := clients.Connect(s.World, "admin", "ps1.demo.local", "ifs"); err != nil {
				s.t.Fatal(err)
			}
			if err := clients.Write(s.World, "admin", "data/nas1/a/file0", "w1", 10); err != nil {
				s.t.Fatal(err)
			}
		})
		s.park()
		s.publish()
		s.job("ps2", "nas1", "allow_write")
		s.World.Do(func() { invariant.Check(s.World) })
	}},
	{"followers_write", "leaves the copy read-only", "smb by nas1.demo.local, data of nas1: follower: write: EROFS", func(s *site) {
		s.unschedule()
		s.job("ps1", "nas1", "")
		s.park()
		s.publish()
		s.moveSPNs()
		s.pass(time.Minute)
		s.World.Do(func() { invariant.Finish(s.World) })
	}},
	{"followers_write", "parks a name and leaves it so", "nas1.demo.local is answered by 0 clusters", func(s *site) {
		s.park()
		s.World.Do(func() { invariant.Finish(s.World) })
	}},
	{"one_side_written", "switches without a fence", "write w3 of lin1 went to /ifs/data/nas1/a/file0 on ps1", func(s *site) {
		s.unschedule()
		s.connect("lin1", clients.NFS3, "10.1.0.21", "root", "/ifs/data/nas1")
		s.acknowledged("lin1", "w1")
		s.job("ps1", "nas1", "")
		s.park()
		s.publish()
		s.moveSPNs()
		s.job("ps2", "nas1", "allow_write")
		s.connect("lin2", clients.NFS3, "10.1.0.22", "root", "/ifs/data/nas1")
		s.acknowledged("lin2", "w2")
		s.acknowledged("lin1", "w3")
		s.World.Do(func() { invariant.Check(s.World) })
	}},
	{"moved_once", "moves a name there, back, and there again", "name nas1.demo.local on ps1: arrived 2 times", func(s *site) {
		for range 2 {
			s.must("ps1", "PUT", poolPath, `{"sc_dns_zone":"igls-original-nas1.demo.local"}`)
			s.must("ps1", "PUT", poolPath, `{"sc_dns_zone":"nas1.demo.local"}`)
		}
	}},
	{"moved_once", "makes a quota again that it has made and deleted", "directory quota on /ifs/data/fin", func(s *site) {
		s.World.Do(func() { s.World.Cluster("ps2").FS.Unprotect("/ifs/data/fin") })
		for range 2 {
			s.must("ps2", "POST", "/platform/15/quota/quotas", `{"path":"/ifs/data/fin","type":"directory","include_snapshots":false,
				"enforced":true,"thresholds":{"hard":42949672960}}`)
			s.must("ps2", "DELETE", "/platform/15/quota/quotas/"+s.quota("ps2", "/ifs/data/fin", "directory"), "")
		}
	}},
	{"silent_to_lost", "asks a lost cluster", "GET /platform/latest was sent to ps1", func(s *site) {
		s.World.Do(func() {
			s.World.Cluster("ps1").Reachable = false
			invariant.DeclareLost(s.World, "ps1", true)
		})
		s.api("ps1", "GET", "/platform/latest", "")
	}},
	{"silent_to_lost", "asks a cluster that was declared lost but answers", "was sent to ps1", func(s *site) {
		s.World.Do(func() { invariant.DeclareLost(s.World, "ps1", true) })
		s.api("ps1", "GET", "/platform/latest", "")
	}},
	{"fence_restored", "forgets to give a share its permissions back", "share nas1/nas1 of ps1", func(s *site) {
		s.must("ps1", "PUT", "/platform/12/protocols/smb/shares/nas1?zone=nas1", `{"permissions":[]}`)
		s.World.Do(func() { invariant.Finish(s.World) })
	}},
	{"fence_restored", "forgets to make an export writable again", "export nas1/1 of ps1", func(s *site) {
		s.must("ps1", "PUT", "/platform/4/protocols/nfs/exports/1?zone=nas1", `{"read_only":true}`)
		s.World.Do(func() { invariant.Finish(s.World) })
	}},
	{"fence_restored", "forgets to give a pool its interfaces back", "interfaces of pool groupnet0.subnet0.nas1 of ps1", func(s *site) {
		s.must("ps1", "PUT", poolPath, `{"ifaces":[]}`)
		s.World.Do(func() { invariant.Finish(s.World) })
	}},
}

func TestAWrongClientBreaksEveryInvariant(t *testing.T) {
	broken := map[string]bool{}
	for _, c := range slices.Concat(wrongs, wrongDrills) {
		t.Run(c.invariant+"/"+strings.ReplaceAll(c.what, " ", "_"), func(t *testing.T) {
			s := lab(t)
			s.t = t
			if before := s.found(); len(before) > 0 {
				t.Fatalf("broken before the first request: %v", before)
			}
			c.do(s)
			if text := s.found()[c.invariant]; !strings.Contains(text, c.says) {
				t.Errorf("found %v, want %s with %q", s.found(), c.invariant, c.says)
			} else {
				broken[c.invariant] = true
			}
		})
	}
	if got := slices.Sorted(maps.Keys(broken)); !slices.Equal(got, slices.Sorted(slices.Values(invariant.Names()))) {
		t.Errorf("broken by a wrong client: %v; there are %v", got, invariant.Names())
	}
	t.Logf("invariants: %d, fired: %d", len(invariant.Names()), len(broken))
	if err := tally.Record("invariants", map[string]int{"total": len(invariant.Names()), "fired": len(broken)}); err != nil {
		t.Error(err)
	}
}
