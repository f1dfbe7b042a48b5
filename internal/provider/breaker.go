// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "sync"

// breaker remembers which clusters did not answer, so that a plan over many pools waits for a dead cluster once and not once per pool.
// It holds for reads of a plan only: an apply tries again.
type breaker struct {
	mu   sync.Mutex
	open map[string]string
}

// trip notes that a cluster did not answer, and why.
func (b *breaker) trip(cluster, why string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open == nil {
		b.open = map[string]string{}
	}
	b.open[cluster] = why
}

// tripped answers, for those of the clusters that did not answer, why.
func (b *breaker) tripped(clusters ...string) map[string]string {
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

// reset lets the clusters be asked again.
func (b *breaker) reset(clusters ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range clusters {
		delete(b.open, c)
	}
}
