// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"time"
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

// Active lists the clients that did something within the window.
func (c *Cluster) Active() []Activity {
	var out []Activity
	for _, a := range c.Statistics.active.All() {
		if c.world.Now().Sub(a.Last) <= activityWindow {
			out = append(out, a)
		}
	}
	return out
}

func (s *Statistics) clone() Statistics { return Statistics{active: s.active.Clone()} }
