// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

const rehearsal = "rehearsal.demo.local"

// wrongDrills are what a wrong drill does.
var wrongDrills = []wrong{
	{"drill_leaves_production", "closes a share of the serving cluster", "share nas1/nas1 of ps1", func(s *site) {
		s.beginDrill()
		s.must("ps1", "PUT", "/platform/12/protocols/smb/shares/nas1?zone=nas1", `{"description":"in a drill"}`)
	}},
	{"drill_leaves_production", "switches a policy off", "policy nas1 of ps1 is not as it was", func(s *site) {
		s.beginDrill()
		s.must("ps1", "PUT", "/platform/14/sync/policies/nas1", `{"enabled":false}`)
	}},
	{"drill_unfelt", "fences the serving side for a moment", "by nas1.demo.local, data of nas1", func(s *site) {
		s.beginDrill()
		for _, readOnly := range []string{"true", "false"} {
			s.must("ps1", "PUT", "/platform/4/protocols/nfs/exports/1?zone=nas1", `{"read_only":`+readOnly+`}`)
		}
	}},
	{"drill_names_apart", "publishes a production name on the standby", "ps2 answers nas1.demo.local", func(s *site) {
		s.beginDrill()
		s.publish()
	}},
	{"drill_gives_back", "forgets a schedule", `schedule of policy nas1 of ps1 is [""`, func(s *site) {
		s.beginDrill()
		s.must("ps1", "PUT", "/platform/14/sync/policies/nas1", `{"schedule":""}`)
		s.endDrill()
	}},
	{"drill_copy_restored", "forgets the revert", "the copy of nas1 on ps2 is writes_enabled", func(s *site) {
		s.unschedule()
		s.beginDrill()
		s.job("ps2", "nas1", "allow_write")
		s.endDrill()
	}},
	{"drill_copy_restored", "does not run the policy afterwards", "nas1 on ps1 has not run since", func(s *site) {
		s.unschedule()
		s.beginDrill()
		s.job("ps2", "nas1", "allow_write")
		s.job("ps2", "nas1", "allow_write_revert")
		s.endDrill()
	}},
	{"drill_copy_restored", "leaves what was written in it", "is not what the last sync has left there", func(s *site) {
		s.unschedule()
		s.job("ps1", "nas1", "")
		s.beginDrill()
		s.World.Do(func() {
			tree := s.World.Cluster("ps2").FS
			tree.Unprotect("/ifs/data/nas1")
			if err := tree.Write("/ifs/data/nas1/a/left", fs.Write{By: fs.Clients, Bytes: 1}); err != nil {
				s.t.Fatal(err)
			}
		})
		s.endDrill()
	}},
	{"drill_names_gone", "forgets its name", rehearsal + " is still on pool", func(s *site) {
		s.beginDrill()
		s.publishDrill(rehearsal)
		s.endDrill()
	}},
}

func (s *site) beginDrill() {
	s.World.Do(func() { invariant.BeginDrill(s.World, "ps1", "ps2", rehearsal) })
}

func (s *site) endDrill() {
	s.World.Do(func() {
		invariant.EndDrill(s.World)
		invariant.Finish(s.World)
	})
}

// publishDrill gives the standby pool its own name and others.
func (s *site) publishDrill(names ...string) {
	s.must("ps2", "PUT", poolPath, `{"sc_dns_zone_aliases":`+plus([]string{"igls-nas1-ps2.demo.local", "drtest.demo.local"}, names...)+`}`)
}

// TestARightDrillBreaksNothing opens the copies, lets people work there and on production, throws away what they wrote on the copies, and
// ends with nothing to say. Only the copies of policies without a schedule are opened here without taking it off.
func TestARightDrillBreaksNothing(t *testing.T) {
	s := lab(t)
	s.connect("win1", clients.SMB, "10.1.0.31", `DEMO\alice`, "nas1")
	s.connect("lin1", clients.NFS3, "10.1.0.21", "root", "/ifs/data/nas1")
	s.World.Do(func() {
		for _, name := range []string{"win1", "lin1"} {
			clients.StartWriter(s.World, clients.Writer{Client: name, File: "a/" + name, Every: 5 * time.Second, Bytes: 10})
		}
	})
	s.pass(time.Minute)
	s.beginDrill()
	schedules := map[string]string{}
	for _, p := range s.Policies {
		var found struct {
			Policies []struct{ Schedule string }
		}
		s.get("ps1", "/platform/14/sync/policies/"+p, &found)
		schedules[p] = found.Policies[0].Schedule
		s.must("ps1", "PUT", "/platform/14/sync/policies/"+p, `{"schedule":""}`)
		s.job("ps1", p, "")
		s.job("ps2", p, "allow_write")
	}
	s.publishDrill(rehearsal)
	s.World.Do(func() {
		clients.Add(s.World, clients.Client{Name: "tester", Protocol: clients.NFS3, Address: "10.1.0.21", User: "root"})
		if err := clients.Connect(s.World, "tester", rehearsal, "/ifs/data/nas1"); err != nil {
			t.Fatal(err)
		}
	})
	for _, id := range []string{"t1", "t2"} {
		s.acknowledged("tester", id)
		s.pass(10 * time.Minute)
	}
	s.publishDrill()
	for _, p := range s.Policies {
		s.job("ps2", p, "allow_write_revert")
		s.must("ps1", "PUT", "/platform/14/sync/policies/"+p, `{"schedule":"`+schedules[p]+`"}`)
		s.job("ps1", p, "")
	}
	s.endDrill()
	if found := s.found(); len(found) > 0 {
		t.Errorf("found %v", found)
	}
	s.World.Do(func() {
		if n := clients.Refused(s.World); n > 0 {
			t.Errorf("%d writes were refused", n)
		}
	})
}
