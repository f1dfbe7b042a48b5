// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sim

import (
	"fmt"
	"net/http"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/authority"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Options say what to simulate. The zero Options are the scenario as it comes, at real speed.
type Options struct {
	scenario.Options
	// Speed is simulated seconds per real second; 0 means 1. Frozen stops the clock: only World.Clock.Step moves it.
	Speed  float64
	Frozen bool
	// Checker, if not nil, holds every request and answer against the contract.
	Checker papi.Checker
	// Strict holds clients to more than OneFS does, see [papi.Face].
	Strict bool
}

// Simulation is a site that can be spoken to.
type Simulation struct {
	*scenario.Site
	// Face answers HTTP for all clusters.
	Face *papi.Face

	authority *authority.Authority
	// grounds are the addresses of clusters that real programs can reach, see [Simulation.Ground].
	grounds map[string]Ground
}

// New makes a simulation of a scenario. It fails if there is no such scenario or the options make no sense.
func New(name string, o Options) (*Simulation, error) {
	if o.Speed < 0 {
		return nil, fmt.Errorf("the speed must not be negative, but is %g", o.Speed)
	}
	site, err := scenario.Build(name, o.Options)
	if err != nil {
		return nil, err
	}
	ca, err := authority.New(time.Now())
	if err != nil {
		return nil, err
	}
	if !o.Frozen {
		speed := o.Speed
		if speed == 0 {
			speed = 1
		}
		site.World.Clock = world.ScaledClock(site.World.Now(), speed)
	}
	s := &Simulation{Site: site, authority: ca}
	s.Face = &papi.Face{World: site.World, Checker: o.Checker, Strict: o.Strict, After: invariant.After}
	s.begin()
	return s, nil
}

// begin tells the invariants that the site as it is now is where it begins.
func (s *Simulation) begin() {
	s.World.Do(func() {
		invariant.Begin(s.World, invariant.Site{Pool: s.Pool, From: s.From, To: s.To, Policies: s.Policies})
	})
}

// Clone copies the simulation with its world: both go on alike when given the same calls, and neither notices the other. Open
// connections stay with the original.
func (s *Simulation) Clone() *Simulation {
	out := *s
	site := *s.Site
	site.World = s.World.Clone()
	out.Site = &site
	out.Face = &papi.Face{World: site.World, Checker: s.Face.Checker, Strict: s.Face.Strict, After: s.Face.After}
	return &out
}

// Transport answers requests in the process. Hosts are those of [papi.Host], under any port.
func (s *Simulation) Transport() http.RoundTripper { return witness{s, s.Face.Transport()} }

// witness tells the invariants of every request that is sent, whether it arrives or not.
type witness struct {
	simulation *Simulation
	next       http.RoundTripper
}

// RoundTrip sends the request on.
func (t witness) RoundTrip(req *http.Request) (*http.Response, error) {
	if at, ok := t.simulation.Face.Find(req.URL.Hostname()); ok {
		w := t.simulation.World
		w.Do(func() { invariant.Contact(w, at.Cluster, req.Method+" "+req.URL.EscapedPath()) })
	}
	return t.next.RoundTrip(req)
}

// Authority is the certificate, in PEM, that clients of [Simulation.Pipe] and [Simulation.Listen] need to trust.
func (s *Simulation) Authority() []byte { return s.authority.PEM() }

// Violations lists what clients did wrong so far, and what invariants found.
func (s *Simulation) Violations() (out []world.Violation) {
	s.World.Do(func() { out = append(out, s.World.Violations...) })
	return out
}
