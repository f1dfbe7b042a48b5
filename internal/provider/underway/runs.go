// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package underway

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Runs is what goes on in this process: the creates and updates that are under way, and the clients that may be logged in.
type Runs struct {
	active atomic.Int64

	mu      sync.Mutex
	clients []*onefs.Client
}

// Idle tells that nothing is under way.
func (r *Runs) Idle() bool { return r.active.Load() == 0 }

// LogOut ends the sessions of all clients at once. The caller limits the time: nothing depends on it.
func (r *Runs) LogOut(ctx context.Context) {
	r.mu.Lock()
	clients := r.clients
	r.mu.Unlock()
	var all sync.WaitGroup
	for _, c := range clients {
		all.Go(func() { c.LogOut(ctx) })
	}
	all.Wait()
}

// Met remembers a client that may log in.
func (r *Runs) Met(c *onefs.Client) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clients = append(r.clients, c)
}

// Begin counts one; the answer takes it back.
func (r *Runs) Begin() (done func()) {
	if r == nil {
		return func() {}
	}
	r.active.Add(1)
	return func() { r.active.Add(-1) }
}
