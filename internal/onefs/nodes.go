// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Open files are known to each node alone, and only the node that serves a session can end it by its number (evidence-2.md E7). So the
// nodes of a cluster are found without being told: by the addresses that its interfaces have, as far as they belong to a pool of the System
// zone, because only through those a cluster is administered (E10). They are dialled on the endpoint's port, and their certificate must be
// valid for the endpoint's name, exactly as the endpoint's own.

// NodeTable tells which nodes of a cluster can be asked one by one.
type NodeTable struct {
	// Asked are the numbers (LNN) of the nodes that answered, sorted.
	Asked []int
	// Unasked are the nodes that are up and did not, each with the reason: one of the texts below.
	Unasked map[int]string
}

// Reasons for which a node cannot be asked.
const (
	NodeUnlisted    = "not among node_endpoints"
	NodeNoAddress   = "without an address in a pool of the System zone"
	NodeUnreachable = "not reachable from here"
	NodeCertificate = "with a certificate that is not valid for the name of the endpoint"
	NodeRefused     = "refusing the log-in"
	NodeOther       = "another node or cluster answers at the address"
)

// Complete tells whether every node that is up can be asked.
func (t *NodeTable) Complete() bool { return len(t.Unasked) == 0 }

const (
	// keptComplete and keptOpen are how long a table is good for: one with all nodes, and one with gaps.
	keptComplete = 10 * time.Minute
	keptOpen     = time.Minute
)

// finder keeps what was found out about the nodes.
type finder struct {
	// turn lets one search run at a time. It is a channel so that waiting obeys contexts.
	turn chan struct{}

	mu       sync.Mutex
	table    *NodeTable
	found    time.Time
	byLNN    map[int]*station
	stations map[string]*station // by address, so that a session is kept
}

func newFinder() finder {
	return finder{turn: make(chan struct{}, 1), stations: map[string]*station{}}
}

// Nodes is the table of nodes as it was found not long ago.
func (c *Client) Nodes(ctx context.Context) (*NodeTable, error) {
	return c.nodeTable(ctx, func(f *finder) bool {
		return f.table != nil && (time.Since(f.found) < keptOpen || f.table.Complete() && time.Since(f.found) < keptComplete)
	})
}

// FindNodes finds the nodes anew: addresses may have moved.
func (c *Client) FindNodes(ctx context.Context) (*NodeTable, error) {
	began := time.Now()
	return c.nodeTable(ctx, func(f *finder) bool { return f.table != nil && f.found.After(began) })
}

func (c *Client) nodeTable(ctx context.Context, good func(f *finder) bool) (*NodeTable, error) {
	kept := func() *NodeTable {
		c.finder.mu.Lock()
		defer c.finder.mu.Unlock()
		if good(&c.finder) {
			return c.finder.table
		}
		return nil
	}
	if t := kept(); t != nil {
		return t, nil
	}
	select {
	case c.finder.turn <- struct{}{}:
		defer func() { <-c.finder.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if t := kept(); t != nil {
		return t, nil
	}
	table, byLNN, err := c.findNodes(ctx)
	if err != nil {
		return nil, err
	}
	c.finder.mu.Lock()
	defer c.finder.mu.Unlock()
	c.finder.table, c.finder.byLNN, c.finder.found = table, byLNN, time.Now()
	return table, nil
}

// station is the address of a node; 0 is the endpoint.
func (c *Client) station(lnn int) (*station, error) {
	if lnn == 0 {
		return c.main, nil
	}
	c.finder.mu.Lock()
	defer c.finder.mu.Unlock()
	if st := c.finder.byLNN[lnn]; st != nil {
		return st, nil
	}
	return nil, fmt.Errorf("%s: node %d cannot be asked", c.config.Name, lnn)
}
