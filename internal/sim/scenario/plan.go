// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"fmt"
	"path"
	"time"
)

// The account with which people and programs log in to the simulated clusters. It guards nothing: both exist on loopback only.
const (
	username = "failover"
	password = "failover-lab" //nolint:gosec // the simulator's own, printed for whoever starts it
)

// history is how long before the beginning a site's life begins.
const history = 48 * time.Hour

// plan is what a scenario decides; building it is the same for all.
type plan struct {
	options Options

	domain     bool   // the site has an Active Directory
	smb        bool   // there are shares
	targetRoot string // where the copies lie on the standby cluster; "" for the same path as the source
	parked     bool   // the standby pool's zone name is the parked name
	standbyOwn string // or the standby pool has this zone name of its own
	policies   []policy
	quotas     int  // quotas beyond the few that every site has
	takenOver  bool // the standby cluster took over while the serving one was lost, which is back now
}

// policy is one policy of the plan.
type policy struct {
	name     string
	past     bool   // it has failed over and come back: a left-over mirror exists
	leftover string // schedule of that mirror, "" for none
	schedule string
}

// sourceRoot is where the data lies on the serving cluster.
const sourceRoot = "/ifs/data"

func newPlan(o Options) *plan {
	if o.Start.IsZero() {
		o.Start = time.Now()
	}
	return &plan{options: o, domain: true, smb: true, parked: true}
}

// mixed gives the plan n policies, the first three in mixed positions: never failed over; failed over and back; the same, with a mirror
// whose schedule was set.
func (p *plan) mixed(n int) {
	if p.options.Policies > 0 {
		n = p.options.Policies
	}
	first := []policy{
		{name: "nas1", schedule: every5},
		{name: "fin", past: true, schedule: every5},
		{name: "proj", past: true, leftover: "every 15 minutes", schedule: every5},
	}
	p.policies = first[:min(n, len(first))]
	for i := len(p.policies) + 1; i <= n; i++ {
		p.policies = append(p.policies, policy{name: fmt.Sprintf("p%04d", i), schedule: every5})
	}
}

// every5 is a schedule whose runs fall between the minutes that people look at.
const every5 = "every 5 minutes"

func (p *plan) source(name string) string { return path.Join(sourceRoot, name) }

func (p *plan) target(name string) string {
	if p.targetRoot == "" {
		return p.source(name)
	}
	return path.Join(p.targetRoot, name)
}

func (p *plan) rootOn(serving bool) string {
	if serving || p.targetRoot == "" {
		return sourceRoot
	}
	return p.targetRoot
}

func lab(p *plan) { p.mixed(3) }

func styleB(p *plan) {
	p.mixed(3)
	p.parked, p.standbyOwn = false, "dr-nas1.demo.local"
}

func differentPaths(p *plan) {
	p.mixed(3)
	p.targetRoot = "/ifs/dr"
}

func nfsOnly(p *plan) {
	p.mixed(3)
	p.domain, p.smb = false, false
}

func returned(p *plan) {
	p.mixed(3)
	p.takenOver = true
}

func large(p *plan) {
	p.mixed(1000)
	for i := range p.policies {
		p.policies[i].schedule = fmt.Sprintf("every day at %d:%02d", i/60%24, i%60) // spread, as so many must be
	}
	p.quotas = 10_000
}
