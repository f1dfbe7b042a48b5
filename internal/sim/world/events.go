// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strconv"
	"time"
)

// Events holds what the cluster has to tell its administrators: groups of events that belong together.
type Events struct {
	groups Table[EventGroup] // by id
	last   int64
}

// EventGroup is one occurrence of a kind of event, such as a failed SyncIQ policy, open until it is resolved.
type EventGroup struct {
	ID         string
	Definition string // number of the kind, such as "400040017"
	Cause      string
	Severity   string // information, warning, critical, emergency
	Object     string // what it is about; one group is open per definition and object
	Noticed    time.Time
	Last       time.Time
	Count      int
	Messages   []string
	Ignored    bool
	Resolved   time.Time // zero: open
	Resolver   string
}

// EventDefinition describes a kind of event.
type EventDefinition struct {
	ID, Name, Category, Severity, Description string
}

// Kinds of events that the simulated clusters raise.
var (
	EventTargetOlder  = EventDefinition{"400040011", "SIQ_VERSION", "400000000", "critical", "SyncIQ target runs an older release"}
	EventPolicyFailed = EventDefinition{"400040017", "SIQ_SCHED_POL_FAIL", "400000000", "critical", "SyncIQ policy failed"}
	EventRPOExceeded  = EventDefinition{"400040020", "SW_SIQ_RPO_EXCEEDED", "400000000", "warning", "SyncIQ RPO exceeded"}
	EventMissingSPN   = EventDefinition{"400120009", "SW_AD_SPN_MISSING", "400000000", "warning", "SPNs are missing in Active Directory"}
	EventNodeOffline  = EventDefinition{"300010003", "NODE_STATUS_OFFLINE", "300000000", "critical", "A node is offline"}
)

// EventDefinitions lists all kinds.
func EventDefinitions() []EventDefinition {
	return []EventDefinition{EventNodeOffline, EventTargetOlder, EventPolicyFailed, EventRPOExceeded, EventMissingSPN}
}

// RaiseEvent adds an event to the open group of its kind and object, or opens one.
func (c *Cluster) RaiseEvent(d EventDefinition, object, message string) {
	now := c.world.Now()
	for id, g := range c.Events.groups.All() {
		if g.Definition == d.ID && g.Object == object && g.Resolved.IsZero() {
			c.Events.groups.Update(id, func(g *EventGroup) {
				g.Last, g.Count, g.Messages = now, g.Count+1, append(slices.Clip(g.Messages), message)
			})
			return
		}
	}
	c.Events.last++
	id := "1." + strconv.FormatInt(c.Events.last, 10)
	c.Events.groups.Put(id, EventGroup{
		ID: id, Definition: d.ID, Cause: d.Name, Severity: d.Severity, Object: object, Noticed: now, Last: now, Count: 1,
		Messages: []string{message},
	})
}

// ResolveEvent closes the open group of that kind and object, if there is one, as the cluster itself does once the cause is gone.
func (c *Cluster) ResolveEvent(d EventDefinition, object string) {
	for id, g := range c.Events.groups.All() {
		if g.Definition == d.ID && g.Object == object && g.Resolved.IsZero() {
			c.Events.groups.Update(id, func(g *EventGroup) { g.Resolved, g.Resolver = c.world.Now(), "auto" })
		}
	}
}

// Group returns the group with that id.
func (s *Events) Group(id string) (EventGroup, bool) { return s.groups.Get(id) }

// Groups lists the groups, oldest first.
func (s *Events) Groups() []EventGroup { return s.groups.Values() }

// PutGroup stores a changed group.
func (s *Events) PutGroup(g EventGroup) { s.groups.Put(g.ID, g) }

func (s *Events) clone() Events { return Events{groups: s.groups.Clone(), last: s.last} }
