// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smartconnect

import (
	"maps"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const residence = "smartconnect"

// turns counts the answers of each pool, so that addresses are given out in turn. It lives in the world and is cloned with it.
type turns struct{ given map[string]uint64 }

func (t *turns) CloneResident() world.Resident { return &turns{given: maps.Clone(t.given)} }

// Happen knows no events.
func (t *turns) Happen(*world.World, world.Event) bool { return false }

func turn(w *world.World, pool string) uint64 {
	t, ok := w.Resident(residence).(*turns)
	if !ok {
		t = &turns{given: map[string]uint64{}}
		w.Settle(residence, t)
	}
	n := t.given[pool]
	t.given[pool] = n + 1
	return n
}
