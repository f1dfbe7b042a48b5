// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Options change what a scenario builds. The zero Options are the scenario as it is described.
type Options struct {
	// Policies is how many policies replicate the pool's data; 0 means the scenario's own number.
	Policies int
	// Quotas is how many quotas lie under them, at least; 0 means the scenario's own number.
	Quotas int
	// Start is the simulated time at which the simulation begins; zero means now.
	Start time.Time
	// Dials are set from the beginning.
	Dials dial.Values
}

// Site is a built world and what somebody who wants to use it must know.
type Site struct {
	Scenario string
	// World stands at Options.Start: its clock is frozen until the caller gives it another.
	World *world.World
	// Username and Password log in to every cluster.
	Username, Password string
	// From and To are the serving and the standby cluster of the pool, as the scenario begins.
	From, To string
	// Pool is the pool's id on both clusters.
	Pool string
	// Policies are the names of the policies whose data the pool serves, on their home cluster From.
	Policies []string
	// Names are the SmartConnect names that clients use, and that a failover moves.
	Names []string
}

// Scenario is one kind of site.
type Scenario struct {
	Name string
	Text string // one sentence for people
	plan func(*plan)
}

// All lists the scenarios.
func All() []Scenario { return slices.Clone(scenarios) }

var scenarios = []Scenario{
	{"lab", "two clusters of a lab: pool nas1 with three policies, one of them never failed over, two with a failover behind them; " +
		"quotas, shares, exports, and much that must not be touched", lab},
	{"style-b", "the standby pool has a working name of its own (dr-nas1.demo.local), so names move as aliases", styleB},
	{"different-paths", "the copies lie elsewhere: /ifs/data on ps1, /ifs/dr on ps2", differentPaths},
	{"nfs-only", "no Active Directory and no shares: a pool for NFS alone", nfsOnly},
	{"returned", "a lost cluster is back: ps2 took over without ps1, now both answer for the names", returned},
	{"large", "1,000 policies and 10,000 quotas under one pool", large},
}

// Names lists the names of the scenarios.
func Names() []string {
	out := make([]string, 0, len(scenarios))
	for _, s := range scenarios {
		out = append(out, s.Name)
	}
	return out
}

// Build makes the site of a scenario. It fails if there is no such scenario or the options make no sense.
func Build(name string, o Options) (*Site, error) {
	i := slices.IndexFunc(scenarios, func(s Scenario) bool { return s.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no scenario %q; there are %s", name, strings.Join(Names(), ", "))
	}
	if o.Policies < 0 || o.Quotas < 0 {
		return nil, fmt.Errorf("a scenario needs no negative number of policies or quotas")
	}
	if err := o.Dials.Check(); err != nil {
		return nil, err
	}
	p := newPlan(o)
	scenarios[i].plan(p)
	site, err := p.build()
	if err != nil {
		return nil, fmt.Errorf("scenario %s: %w", name, err)
	}
	site.Scenario = name
	return site, nil
}

// Print explains the scenarios, one line each.
func Print(w io.Writer) error {
	for _, s := range scenarios {
		if _, err := fmt.Fprintf(w, "%-16s %s\n", s.Name, s.Text); err != nil {
			return err
		}
	}
	return nil
}
