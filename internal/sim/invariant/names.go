// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/smartconnect"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Markers of superna.md §3.1. They are spelled out here, on purpose, once more than in the provider.
const (
	marker = "igls-"
	parked = "igls-original-"
)

// spelled is a name as it is compared: in lower case, without the dot of a full name.
func spelled(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

func isLive(name string) bool { return !strings.HasPrefix(strings.ToLower(name), marker) }

// pairPools are the pool of the pair on each cluster, by cluster name.
func (m *Memory) pairPools(w *world.World) map[string]world.Pool {
	out := map[string]world.Pool{}
	for _, c := range w.Clusters() {
		if p, ok := c.Network.Pools.Get(m.site.Pool); ok {
			out[c.Name] = p
		}
	}
	return out
}

// learnNames notes the live names of the pair: those of the serving pool move, those of the standby pool stay.
func (m *Memory) learnNames(w *world.World) {
	m.names, m.locals = map[string]bool{}, map[string]bool{}
	for cluster, p := range m.pairPools(w) {
		for _, n := range p.Names() {
			switch {
			case !isLive(n):
			case cluster == m.site.From:
				m.names[spelled(n)] = true
			default:
				m.locals[spelled(n)] = true
			}
		}
	}
	for n := range m.names {
		delete(m.locals, n)
	}
}

// noteNames adds the live names that have come since, so that they must not get lost either.
func (m *Memory) noteNames(w *world.World) {
	for _, p := range m.pairPools(w) {
		for _, n := range p.Names() {
			if low := spelled(n); isLive(n) && !m.locals[low] && !m.ofDrill(n) {
				m.names = with(m.names, low)
			}
		}
	}
}

// doubleNames finds live names that more than one cluster answers for.
func doubleNames(w *world.World, _ *Memory) []string {
	owners := map[string][]string{}
	for _, c := range w.Clusters() {
		for _, p := range c.Network.Pools.All() {
			for _, n := range c.AnsweredNames(p) {
				if low := spelled(n); isLive(n) && smartconnect.Owns(w, c.Name, n) {
					owners[low] = append(owners[low], c.Name)
				}
			}
		}
	}
	var out []string
	for n, clusters := range owners {
		if len(clusters) > 1 {
			out = append(out, fmt.Sprintf("%s is answered by %s", n, strings.Join(clusters, " and ")))
		}
	}
	return out
}

// lostNames finds names of the pair that neither live nor are parked on any of the clusters.
func lostNames(w *world.World, m *Memory) []string {
	there := map[string]bool{}
	for _, c := range w.Clusters() {
		for _, p := range c.Network.Pools.All() {
			for _, n := range p.Names() {
				there[strings.TrimPrefix(spelled(n), parked)] = true
			}
		}
	}
	var out []string
	for n := range m.names {
		if !there[n] {
			out = append(out, n+" lives nowhere and is parked nowhere")
		}
	}
	return out
}
