// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papitest

import (
	"net/http"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Expect takes away the violations of one rule, which must be there; "" expects none.
func (s *Site) Expect(rule string) {
	s.T.Helper()
	found := false
	for _, v := range s.World.Violations {
		if v.Rule == rule {
			found = true
		} else {
			s.T.Errorf("unexpected violation %s: %s", v.Rule, v.Text)
		}
	}
	s.World.Violations = nil
	if rule != "" && !found {
		s.T.Errorf("no violation of %s", rule)
	}
}

// Site is a small world for a test: clusters ps1 and ps2 with two nodes each, spoken to without sockets.
type Site struct {
	T     testing.TB
	World *world.World
	Face  *papi.Face
	HTTP  *http.Client
}

// Start is when every test's world begins.
var Start = time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)

// Password is that of every user.
const Password = "not-a-secret"

// New makes the world. Its clock stands still until a test steps it. At the end the test fails on every violation that was
// not on purpose.
func New(t testing.TB) *Site {
	t.Helper()
	w := world.New(world.FrozenClock(Start))
	for _, name := range []string{"ps1", "ps2"} {
		c := &world.Cluster{
			Name: name, GUID: "0050569100" + name + "0000000000000000000000", Reachable: true, FS: fs.New(),
			Nodes: []world.Node{{LNN: 1, DevID: 1, Up: true}, {LNN: 2, DevID: 2, Up: true}},
		}
		if err := c.FS.Mkdir("/ifs/data", true, fs.Write{At: Start}); err != nil {
			t.Fatal(err)
		}
		for _, user := range []string{"root", "reader", "storage"} {
			c.Auth.AddLogin(user, Password)
		}
		for user, privileges := range map[string][]world.Privilege{"reader": everything("r"), "storage": Without("ISI_PRIV_NETWORK")} {
			c.Auth.PutRole(world.Role{Name: user, ID: user, Zone: "System", Members: []world.Persona{{Name: user}}, Privileges: privileges})
		}
		addNetwork(c, name)
		w.AddCluster(c)
	}
	s := &Site{T: t, World: w, Face: &papi.Face{World: w}}
	if TheContract != nil {
		s.Face.Checker = TheContract
	}
	s.HTTP = &http.Client{Transport: s.Face.Transport()}
	t.Cleanup(func() {
		for _, v := range w.Violations {
			t.Errorf("violation %s: %s (%s)", v.Rule, v.Text, v.Request)
		}
	})
	return s
}

// Cluster is the cluster ps1, for tests that look behind the API.
func (s *Site) Cluster() *world.Cluster { return s.World.Cluster("ps1") }

// Wait lets simulated time pass.
func (s *Site) Wait(d time.Duration) { s.World.Do(func() { s.World.Clock.Step(d) }) }

// AddZone gives ps1 an access zone with a base path that exists.
func (s *Site) AddZone(name, path string, number int64) {
	s.T.Helper()
	c := s.Cluster()
	z := world.NewZone(name, path)
	z.ID = number
	c.Zones.Put(z.Name, z)
	s.Mkdir(path)
}

// Mkdir makes a directory on ps1.
func (s *Site) Mkdir(path string) {
	s.T.Helper()
	if c := s.Cluster(); !c.FS.Exists(path) {
		if err := c.FS.Mkdir(path, true, fs.Write{At: Start}); err != nil {
			s.T.Fatal(err)
		}
	}
}
