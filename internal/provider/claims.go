// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// claims knows which resource plans with which pool and policy, so that two resources that would fight over one are told at plan time.
// Resources of two states are kept apart by the lease on the clusters.
type claims struct {
	mu     sync.Mutex
	owners map[string]string
	// declared are the ids of the resources that core has validated in this process. Core validates each instance once a plan, before it
	// plans it, and once an apply; it may plan one twice.
	declared map[string]bool
}

// declare notes that a resource has an id, and tells whether another one has it already.
func (c *claims) declare(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.declared == nil {
		c.declared = map[string]bool{}
	}
	twice := c.declared[id]
	c.declared[id] = true
	return twice
}

// claim is a pool or policy that a resource uses.
type claim struct {
	// key identifies the object in this process; text names it for people.
	key, text string
	// attribute and element say where it stands in the configuration.
	attribute, element string
}

// claimsOf are the pools and policies of one resource. A policy belongs to the pair of clusters.
func claimsOf(pools map[string]string, policies []string) []claim {
	keys := slices.Sorted(maps.Keys(pools))
	var out []claim
	for _, k := range keys {
		out = append(out, claim{
			key: "pool " + k + " " + pools[k], text: fmt.Sprintf("pool %s on %s", pools[k], k), attribute: "pools", element: k,
		})
	}
	for _, p := range policies {
		out = append(out, claim{key: "policy " + strings.Join(keys, ",") + " " + p, text: "policy " + p, attribute: "policies", element: p})
	}
	return out
}

// take notes the claims of a resource. For each object that a resource with another id has, it answers the claim and that id.
func (c *claims) take(id string, wanted []claim) map[claim]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.owners == nil {
		c.owners = map[string]string{}
	}
	taken := map[claim]string{}
	for _, w := range wanted {
		if owner, ok := c.owners[w.key]; ok && owner != id {
			taken[w] = owner
			continue
		}
		c.owners[w.key] = id
	}
	return taken
}
