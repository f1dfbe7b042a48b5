// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// activityWindow is how long a client that does nothing stays in the statistics: they list active clients, not every mount
// (behaviour.md 13).
const activityWindow = 30 * time.Second

// Statistics holds who has lately been active on which node, over which protocol.
type Statistics struct {
	active Table[Activity]
}

// Activity is what one client did within the window.
type Activity struct {
	Remote, Local string // addresses of the client and of the cluster
	Protocol      string // smb2, nfs3 or nfs4
	LNN           int
	User          Persona
	Operations    int64
	In, Out       int64 // bytes from and to the client
	First, Last   time.Time
}

// NoteActivity counts one operation of a client. In and Out are its bytes; Operations, First and Last are ignored.
func (c *Cluster) NoteActivity(a Activity) {
	now := c.world.Now()
	key := fmt.Sprintf("%s %s %s %d %s", a.Remote, a.Local, a.Protocol, a.LNN, a.User.ID)
	sum, ok := c.Statistics.active.Get(key)
	if !ok || now.Sub(sum.Last) > activityWindow {
		sum = a
		sum.Operations, sum.In, sum.Out, sum.First = 0, 0, 0, now
	}
	sum.Operations, sum.In, sum.Out, sum.Last = sum.Operations+1, sum.In+a.In, sum.Out+a.Out, now
	c.Statistics.active.Put(key, sum)
}

// ActiveClients lists the clients that the statistics show: those that did something within the window, or, by a dial, only the busiest
// of these on each node and protocol, or everybody who ever did something.
func (c *Cluster) ActiveClients() []Activity {
	var out []Activity
	for _, a := range c.Statistics.active.All() {
		if c.world.Now().Sub(a.Last) <= activityWindow || c.world.Dials.Is(dial.ClientSummary, dial.IdleClients) {
			out = append(out, a)
		}
	}
	if !c.world.Dials.Is(dial.ClientSummary, dial.TopClients) {
		return out
	}
	return slices.DeleteFunc(slices.Clone(out), func(a Activity) bool {
		return slices.ContainsFunc(out, func(b Activity) bool {
			return a.LNN == b.LNN && a.Protocol == b.Protocol && a.Operations < b.Operations
		})
	})
}

func (s *Statistics) clone() Statistics { return Statistics{active: s.active.Clone()} }
