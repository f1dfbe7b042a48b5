// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// rpoRepeats is how often an alert is repeated at most.
const rpoRepeats = time.Hour

// armRPO decides when to look next whether the policy is behind its schedule by more than its rpo_alert. Alerts are off without one,
// without a schedule, and while the settings say so.
func (c *Cluster) armRPO(id string) {
	p, ok := c.policies.Get(id)
	if !ok {
		return
	}
	due := time.Time{}
	if p.RPOAlert != nil && *p.RPOAlert > 0 && p.Schedule != ScheduleManual && c.settings().RPOAlerts {
		limit := time.Duration(*p.RPOAlert) * time.Second
		due = p.replicated().Add(limit)
		if now := c.World().Now(); !due.After(now) {
			due = now.Add(max(limit, rpoRepeats))
		}
	}
	if due.Equal(p.rpoDue) {
		return
	}
	c.policies.Update(id, func(p *Policy) { p.rpoDue = due })
	if !due.IsZero() {
		c.World().Schedule(world.Event{Due: due, Kind: eventRPO, Cluster: c.Name, ID: id})
	}
}

// replicated is the start of the last successful run, or the making of the policy.
func (p Policy) replicated() time.Time {
	if p.LastSuccess.IsZero() {
		return p.created
	}
	return p.LastSuccess
}

// rpoEvent raises the alert if the policy is behind, and looks again later. It does so for a policy that is disabled or reversed too,
// which keeps an administrator's mailbox full after a failover (synciq.md §8).
func (c *Cluster) rpoEvent(e world.Event) {
	p, ok := c.policies.Get(e.ID)
	now := c.World().Now()
	if !ok || !p.rpoDue.Equal(now) {
		return
	}
	if p.RPOAlert != nil && now.Sub(p.replicated()) >= time.Duration(*p.RPOAlert)*time.Second {
		c.RaiseEvent(world.EventRPOExceeded, p.Name, fmt.Sprintf("SyncIQ RPO exceeded for policy %s", p.Name))
	}
	c.armRPO(e.ID)
}
