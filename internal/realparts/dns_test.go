// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// TestDualDelegation: the site's resolver has NS records for both clusters. Its answers follow the move at once, out and back, and nobody
// touches DNS.
func TestDualDelegation(t *testing.T) {
	t.Parallel()
	s := withoutDomain(t, nil)
	n, at, _ := grounded(t, s)
	r := resolver(t, n, at)
	b := testbed.On(t, s.Site, testbed.Options{PollInterval: poll, Quiet: true})
	want := func(cluster string) {
		t.Helper()
		for _, name := range names {
			for range 5 {
				code, address, ttl := ask(t, r.Address, name)
				if code != dns.RcodeSuccess || address != at[cluster].Pool || ttl != 0 {
					t.Fatalf("%s is %s with a time to live of %d (%s), want %s", name, address, ttl, dns.RcodeToString[code], at[cluster].Pool)
				}
			}
		}
	}
	want("ps1")
	move(t, b, testbed.DR)
	want("ps2")
	b.NewRun()
	move(t, b, testbed.Prod)
	want("ps1")
}

// withoutDomain is the lab with the simulator's own directory.
func withoutDomain(t *testing.T, dials dial.Values) *sim.Simulation {
	t.Helper()
	o := sim.Options{Speed: speed}
	o.Dials = dials
	s, err := sim.New("lab", o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// setTTL gives pool nas1 a time to live on both clusters.
func setTTL(s *sim.Simulation, seconds int) {
	for _, c := range []string{"ps1", "ps2"} {
		s.World.Do(func() {
			s.World.Cluster(c).Network.Pools.Update(s.Pool, func(p *world.Pool) { p.SCTTL = seconds })
		})
	}
}

// TestTimeToLive: with a time to live the resolver goes on leading clients to the old cluster for as long, and not longer.
func TestTimeToLive(t *testing.T) {
	t.Parallel()
	s := withoutDomain(t, nil)
	n, at, _ := grounded(t, s)
	r := resolver(t, n, at)
	b := testbed.On(t, s.Site, testbed.Options{PollInterval: poll, Quiet: true})
	const short, long = 1, 3600
	setTTL(s, long)
	if _, address, ttl := ask(t, r.Address, names[0]); address != at["ps1"].Pool || ttl != long {
		t.Fatalf("before the move: %s for %d seconds", address, ttl)
	}
	setTTL(s, short)
	if _, address, ttl := ask(t, r.Address, names[1]); address != at["ps1"].Pool || ttl != short {
		t.Fatalf("before the move: %s for %d seconds", address, ttl)
	}
	move(t, b, testbed.DR)
	if _, address, ttl := ask(t, r.Address, names[0]); address != at["ps1"].Pool || ttl < long-600 {
		t.Errorf("kept for an hour, and yet %s for %d seconds after the move", address, ttl)
	}
	within(t, patience, "the resolver forgets an answer after a second", func() bool {
		_, address, _ := ask(t, r.Address, names[1])
		return address == at["ps2"].Pool
	})
}

// patience is how long something may take on a busy machine that takes seconds at most.
const patience = time.Minute

// within asks again and again until it is so.
func within(t *testing.T, limit time.Duration, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	end := time.After(limit)
	for !so() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("not within %s: %s", limit, what)
		}
	}
}

// TestForeignName: what the cluster that does not have a name says decides whether dual delegation works. REFUSED leads the resolver to the
// other cluster; NXDOMAIN is an answer, and some clients are told that the name does not exist.
func TestForeignName(t *testing.T) {
	t.Parallel()
	const questions = 100
	for says, wrong := range map[string]func(int) bool{
		"refused":  func(n int) bool { return n == 0 },
		"nxdomain": func(n int) bool { return n > 0 },
	} {
		t.Run(says, func(t *testing.T) {
			s := withoutDomain(t, dial.Values{dial.ForeignName: says})
			n, at, _ := grounded(t, s)
			r := resolver(t, n, at)
			negative := 0
			for range questions {
				code, address, _ := ask(t, r.Address, names[0])
				switch {
				case code == dns.RcodeNameError:
					negative++
				case code != dns.RcodeSuccess || address != at["ps1"].Pool:
					t.Fatalf("%s %s", dns.RcodeToString[code], address)
				}
			}
			if !wrong(negative) {
				t.Errorf("%d of %d clients were told that the name does not exist", negative, questions)
			}
		})
	}
}

// TestNegativeAnswersAreForgotten: a name that nobody answers yet is asked for, then it is published: no negative answer is in the way.
func TestNegativeAnswersAreForgotten(t *testing.T) {
	t.Parallel()
	s := withoutDomain(t, nil)
	n, at, _ := grounded(t, s)
	r := resolver(t, n, at)
	names := func(on bool) {
		s.World.Do(func() {
			s.World.Cluster("ps1").Network.Pools.Update(s.Pool, func(p *world.Pool) {
				p.SCDNSZone = map[bool]string{true: "nas1.demo.local", false: "igls-original-nas1.demo.local"}[on]
			})
		})
	}
	names(false)
	if code, address, _ := ask(t, r.Address, "nas1.demo.local"); code != dns.RcodeServerFailure {
		t.Fatalf("in the gap: %s %s", dns.RcodeToString[code], address)
	}
	names(true)
	within(t, patience, "the resolver asks again for a name that was refused by both", func() bool {
		_, address, _ := ask(t, r.Address, "nas1.demo.local")
		return address == at["ps1"].Pool
	})
}
