// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"slices"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ldapforest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// speed is simulated seconds per second: real programs take part, so no bubble can hold the time.
const speed = 120

// poll is how often the engine looks at running jobs here.
const poll = 100 * time.Millisecond

// simulated is the lab whose clusters are members of the real domain, each with its own machine account.
func simulated(t *testing.T) *sim.Simulation {
	t.Helper()
	dc := controller(t)
	s, err := sim.New("lab", sim.Options{Speed: speed})
	if err != nil {
		t.Fatal(err)
	}
	d, err := ldapforest.New(ldapforest.Config{
		Address: dc.Address, Host: samba.Host, TLS: tlsFor(t, dc), Realm: samba.Realm, Keytab: dc.Keytab,
		Administrator: samba.Administrator, Password: samba.AdministratorPassword,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	set(t, nil)
	s.World.Do(func() { err = s.World.Forest.Attach(d) })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// bed is an engine for the site; user is who writes SPNs by LDAP, "" for through OneFS.
func bed(t *testing.T, s *sim.Simulation, user string, change func(*ad.Config), more ...func(*testbed.Options)) *testbed.Bed {
	t.Helper()
	o := testbed.Options{PollInterval: poll}
	for _, f := range more {
		f(&o)
	}
	if user != "" {
		c := config(controller(t), user)
		if change != nil {
			change(&c)
		}
		w, err := ad.New(c)
		if err != nil {
			t.Fatal(err)
		}
		o.Directory = w
	}
	return testbed.On(t, s.Site, o)
}

// move plans and runs; the plan is for the tests that look into it.
func move(t *testing.T, b *testbed.Bed, active string) failover.Preview {
	t.Helper()
	in := b.Intent(active)
	survey := b.Engine.Survey(t.Context(), testbed.Scope(in, nil))
	p := failover.Plan(survey, in)
	for _, f := range p.Errors {
		t.Fatalf("the plan is refused: %s", f.Line())
	}
	if p.Moves == nil {
		t.Fatal("nothing to move")
	}
	if _, err := b.Engine.Run(t.Context(), in, survey); err != nil {
		t.Fatal(err)
	}
	return p
}

// spns of the names that move.
var spns = []string{"HOST/fin", "HOST/fin.demo.local", "HOST/nas1", "HOST/nas1.demo.local"}

func wantHolder(t *testing.T, account string) {
	t.Helper()
	for _, name := range []string{"PS1", "PS2", "PS3"} {
		have := truth(t, name)
		for _, spn := range spns {
			if slices.Contains(have, spn) != (name == account) {
				t.Errorf("%s on %s: %v", spn, name, name != account)
			}
		}
	}
}
