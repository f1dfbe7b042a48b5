// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"sync"
)

// drains are the drains of a run by cluster. What waits for one waits on a channel, because no lock may be held across a call.
type drains struct {
	mu        sync.Mutex
	byCluster map[string]*draining
}

type draining struct {
	Over chan struct{}
	Err  error
}

// Join answers the drain of a cluster, and whether it is the caller's to carry out.
func (d *drains) Join(cluster string) (*draining, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at := d.byCluster[cluster]; at != nil {
		return at, false
	}
	if d.byCluster == nil {
		d.byCluster = map[string]*draining{}
	}
	at := &draining{Over: make(chan struct{})}
	d.byCluster[cluster] = at
	return at, true
}

// End tells those who wait. A drain that failed is forgotten, so that the next step tries again.
func (d *drains) End(cluster string, at *draining) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at.Err != nil && d.byCluster[cluster] == at {
		delete(d.byCluster, cluster)
	}
	close(at.Over)
}

// Forget lets the next step drain anew: the fence of the cluster was set once more.
func (d *drains) Forget(cluster string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.byCluster, cluster)
}
