// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Frozen is a site at one moment. It can be woken any number of times, in any bubble: each time its clocks go on from that moment.
type Frozen struct {
	site   scenario.Site
	moment time.Time
}

// Freeze copies the world as it is at this moment.
func (b *Bed) Freeze() *Frozen {
	var f *Frozen
	b.World.Do(func() { f = freezeLocked(b) })
	return f
}

// freezeLocked is Freeze for a caller that holds the lock, such as a recorder inside a request.
func freezeLocked(b *Bed) *Frozen {
	f := &Frozen{site: *b.Site, moment: b.World.Now()}
	f.site.World = b.World.CloneLocked()
	return f
}

// Wake is a bed over a copy of the frozen site, with clients and an engine that have seen nothing yet.
func (f *Frozen) Wake(t testing.TB, o Options) *Bed {
	t.Helper()
	site := f.site
	site.World = f.site.World.Clone()
	site.World.Clock = world.ScaledClock(f.moment, 1)
	return On(t, &site, o)
}
