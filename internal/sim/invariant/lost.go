// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// heard notes a request that reached a cluster which the provider was told is lost.
func (m *Memory) heard(done world.Request) {
	if m.lost[done.Cluster] {
		m.spoken = append(m.spoken, fmt.Sprintf("%s %s was sent to %s", done.Method, done.Path, done.Cluster))
	}
}

// Contact notes that somebody tried to send a request to a cluster, whether or not it could be reached. The lock is held.
func Contact(w *world.World, cluster, what string) {
	m := In(w)
	if !m.lost[cluster] {
		return
	}
	m.spoken = append(m.spoken, what+" was sent to "+cluster)
	for _, text := range m.spoken {
		m.record(w, "silent_to_lost", text, what)
	}
}

func spokenToLost(_ *world.World, m *Memory) []string { return m.spoken }
