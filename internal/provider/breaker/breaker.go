// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package breaker

import "sync"

// Breaker remembers which clusters did not answer, so that a plan over many pools waits for a dead cluster once and not once per pool.
// It holds for reads of a plan only: an apply tries again.
type Breaker struct {
	mu   sync.Mutex
	open map[string]string
}

// Trip notes that a cluster did not answer, and why.
func (b *Breaker) Trip(cluster, why string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open == nil {
		b.open = map[string]string{}
	}
	b.open[cluster] = why
}

// Tripped answers, for those of the clusters that did not answer, why.
func (b *Breaker) Tripped(clusters ...string) map[string]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := map[string]string{}
	for _, c := range clusters {
		if why, ok := b.open[c]; ok {
			out[c] = why
		}
	}
	return out
}

// Reset lets the clusters be asked again.
func (b *Breaker) Reset(clusters ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range clusters {
		delete(b.open, c)
	}
}
