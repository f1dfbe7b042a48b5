// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// TestARightClientBreaksNothing fails over with people writing all the time, in the documented order, and ends with nothing to say.
func TestARightClientBreaksNothing(t *testing.T) {
	s := lab(t)
	s.connect("win1", clients.SMB, "10.1.0.11", `DEMO\alice`, "nas1")
	s.connect("lin1", clients.NFS3, "10.1.0.21", "root", "/nas1")
	s.World.Do(func() {
		for _, name := range []string{"win1", "lin1"} {
			clients.StartWriter(s.World, clients.Writer{Client: name, File: "a/" + name, Every: 5 * time.Second, Bytes: 10, Remount: true})
		}
	})
	s.pass(time.Minute)
	s.unschedule()
	s.copyFin()
	restore := s.fence()
	for _, p := range s.Policies {
		s.job("ps1", p, "")
	}
	s.park()
	s.publish()
	s.dropSessions()
	s.moveSPNs()
	for _, p := range s.Policies {
		s.job("ps2", p, "allow_write")
	}
	s.pass(time.Minute)
	s.World.Do(func() {
		if down := invariant.Unserved(s.World); len(down) > 0 {
			t.Errorf("the copies are open, and still unserved: %v", down)
		}
		for protocol, gap := range invariant.Outage(s.World) {
			if gap < 2*time.Minute || gap > time.Hour {
				t.Errorf("nobody could write by %s for %s, want the time from the fence to the open copies", protocol, gap)
			}
		}
	})
	for _, p := range s.Policies {
		s.job("ps1", p, "resync_prep")
		s.job("ps2", p+"_mirror", "")
	}
	restore()
	s.pass(time.Minute)
	s.World.Do(func() {
		for _, v := range invariant.Finish(s.World) {
			t.Errorf("%s: %s", v.Rule, v.Text)
		}
		on := map[string]int{}
		for _, a := range clients.Acks(s.World) {
			on[a.Client+" on "+a.Cluster]++
		}
		for _, who := range []string{"win1 on ps1", "win1 on ps2", "lin1 on ps1", "lin1 on ps2"} {
			if on[who] == 0 {
				t.Errorf("%s was never acknowledged: %v, writers %+v", who, on, clients.Writers(s.World))
			}
		}
	})
	if found := s.found(); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// copyFin makes the share and the export that the scenario has on ps1 alone.
func (s *site) copyFin() {
	s.t.Helper()
	s.must("ps2", "POST", "/platform/12/protocols/smb/shares?zone=nas1", `{"name":"fin$","path":"/ifs/data/fin","zone":"nas1",
		"permissions":[{"permission":"full","permission_type":"allow","trustee":{"name":"Everyone","type":"wellknown"}}]}`)
	s.must("ps2", "POST", "/platform/4/protocols/nfs/exports?zone=nas1", `{"paths":["/ifs/data/fin"],"read_write_clients":["10.1.0.22"]}`)
}

// fence makes the shares and exports of ps1 read-only and ends the SMB sessions; the function that it returns gives everything back.
func (s *site) fence() (restore func()) {
	s.t.Helper()
	originals := map[string]map[string]json.RawMessage{} // path of an object to the properties that the fence changes
	keep := func(path string, object map[string]json.RawMessage, names ...string) {
		originals[path] = map[string]json.RawMessage{}
		for _, n := range names {
			originals[path][n] = object[n]
		}
	}
	var found struct{ Shares, Exports []map[string]json.RawMessage }
	s.get("ps1", "/platform/12/protocols/smb/shares?zone=nas1", &found)
	s.get("ps1", "/platform/4/protocols/nfs/exports?zone=nas1", &found)
	for _, share := range found.Shares {
		path := "/platform/12/protocols/smb/shares/" + strings.Trim(string(share["name"]), `"`) + "?zone=nas1"
		keep(path, share, "permissions", "run_as_root")
		s.must("ps1", "PUT", path, `{"run_as_root":[],"permissions":[
			{"permission":"read","permission_type":"allow","trustee":{"id":"SID:S-1-1-0"}}]}`)
	}
	for _, export := range found.Exports {
		path := "/platform/4/protocols/nfs/exports/" + string(export["id"]) + "?zone=nas1"
		keep(path, export, "read_only", "clients", "read_only_clients", "read_write_clients", "root_clients")
		s.must("ps1", "PUT", path, `{"read_only":true,"read_write_clients":[],"root_clients":[]}`)
	}
	s.dropSessions()
	return func() {
		s.t.Helper()
		for path, properties := range originals {
			body, err := json.Marshal(properties)
			if err != nil {
				s.t.Fatal(err)
			}
			s.must("ps1", "PUT", path, string(body))
		}
	}
}

// dropSessions ends the SMB sessions of ps1, node by node. People who stay connected never ask for the name again.
func (s *site) dropSessions() {
	s.t.Helper()
	var found struct {
		Nodes []struct {
			LNN      int `json:"lnn"`
			Sessions []struct {
				ID json.Number `json:"id"`
			} `json:"sessions"`
		} `json:"nodes"`
	}
	s.get("ps1", "/platform/11/protocols/smb/sessions?lnn=all", &found)
	for _, node := range found.Nodes {
		for _, session := range node.Sessions {
			s.must("ps1-"+strconv.Itoa(node.LNN), "DELETE", "/platform/11/protocols/smb/sessions/"+session.ID.String(), "")
		}
	}
}

// TestNobodyIsChargedWithADisaster loses a cluster and brings it back: what is wrong then is no request's doing, until
// a request mends it and another breaks it again.
func TestNobodyIsChargedWithADisaster(t *testing.T) {
	s := lab(t)
	s.unschedule()
	s.connect("lin1", clients.NFS3, "10.1.0.21", "root", "/ifs/data/nas1")
	s.acknowledged("lin1", "too-late")
	s.World.Do(func() { s.World.Cluster("ps1").Reachable = false })
	s.publish()
	s.job("ps2", "nas1", "allow_write")
	s.World.Do(func() { s.World.Cluster("ps1").Reachable = true })
	s.must("ps2", "PUT", poolPath, `{"description":""}`)
	s.World.Do(func() { invariant.Check(s.World) })
	if found := s.found(); len(found) > 0 {
		t.Fatalf("charged with %v", found)
	}
	s.park()
	s.must("ps1", "PUT", poolPath, `{"sc_dns_zone":"nas1.demo.local"}`)
	if s.found()["one_cluster_answers"] == "" {
		t.Error("the second time was not noticed")
	}
}

// TestACloneJudgesForItself checks that the memory of the invariants is cloned with the world.
func TestACloneJudgesForItself(t *testing.T) {
	s := lab(t)
	twin := &site{s.Clone(), t}
	twin.publish()
	if twin.found()["one_cluster_answers"] == "" {
		t.Error("the clone does not judge")
	}
	if found := s.found(); len(found) > 0 {
		t.Errorf("the original was told what happened to its clone: %v", found)
	}
	s.publish()
	if s.found()["one_cluster_answers"] == "" {
		t.Error("the original does not judge any more")
	}
}

// TestNothingIsBrokenAtTheBeginning looks at every scenario as it starts, even at the one whose names two clusters answer.
func TestNothingIsBrokenAtTheBeginning(t *testing.T) {
	for _, name := range scenario.Names() {
		s, err := sim.New(name, sim.Options{Options: scenario.Options{Start: start}, Frozen: true})
		if err != nil {
			t.Fatal(err)
		}
		s.World.Do(func() {
			for _, v := range invariant.Finish(s.World) {
				t.Errorf("%s: %s: %s", name, v.Rule, v.Text)
			}
		})
	}
}
