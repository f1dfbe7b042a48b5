// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"maps"
	"net/http"
	"sync"
)

// Calls counts the requests that were really sent, repeats included.
type Calls struct {
	Reads  int
	Writes int
	// ByTemplate counts by method and path with {} for what varies: "GET /platform/14/sync/policies/{}".
	ByTemplate map[string]int
	// ByPermit counts writes by the kind of their permit.
	ByPermit map[string]int
}

type calls struct {
	mu    sync.Mutex
	total Calls
}

func (c *calls) count(r *request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total.ByTemplate == nil {
		c.total.ByTemplate, c.total.ByPermit = map[string]int{}, map[string]int{}
	}
	c.total.ByTemplate[r.method+" "+r.template]++
	if r.method == http.MethodGet || r.method == http.MethodHead {
		c.total.Reads++
		return
	}
	c.total.Writes++
	c.total.ByPermit[string(r.permit.Kind())]++
}

// Calls is what was sent so far.
func (c *Client) Calls() Calls {
	c.calls.mu.Lock()
	defer c.calls.mu.Unlock()
	out := c.calls.total
	out.ByTemplate, out.ByPermit = maps.Clone(out.ByTemplate), maps.Clone(out.ByPermit)
	return out
}
