// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
)

// DrillName is the name under which the people of a drill reach the standby.
const DrillName = "rehearsal.demo.local"

// DrillIntent declares a drill of the site's pool.
func (b *Bed) DrillIntent(open bool) drill.Intent {
	in := b.Intent(DR)
	return drill.Intent{
		ID: in.ID, Pools: in.Pools, Policies: in.Policies, Open: open, Names: []string{DrillName}, ProveLastSync: true,
		MaxDuration: 8 * time.Hour,
	}
}

// BeginDrill and EndDrill tell the judge.
func (b *Bed) BeginDrill(serving string) {
	b.World.Do(func() {
		invariant.BeginDrill(b.World, b.Cluster(serving).Name, b.Cluster(otherKey(serving)).Name, DrillName)
	})
}

// OvertakeDrill tells the judge that a failover ends the drill.
func (b *Bed) OvertakeDrill() { b.World.Do(func() { invariant.OvertakeDrill(b.World) }) }

// EndDrill tells the judge that the drill is over.
func (b *Bed) EndDrill() { b.World.Do(func() { invariant.EndDrill(b.World) }) }
