// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// closeHandles waits for open files below the fenced paths to be closed by their users, at most as long as the drain says, then closes
// them: a handle that was opened before the fence could write on. It does so once per run and cluster, for all policies: a step that comes
// while another one is at it waits for that one's end. What failed is not taken for done.
func (r *run) closeHandles(ctx context.Context, p permit.Permit, cluster string) error {
	if r.intent.Fence == FenceNone || mutant.On(mutant.HandlesLeft) {
		return nil
	}
	d, mine := r.drains.join(cluster)
	if !mine {
		<-d.over
		return d.err
	}
	d.err = r.drain(ctx, p, cluster)
	r.drains.end(cluster, d)
	return d.err
}

// drains are the drains of a run by cluster. What waits for one waits on a channel, because no lock may be held across a call.
type drains struct {
	mu        sync.Mutex
	byCluster map[string]*draining
}

type draining struct {
	over chan struct{}
	err  error
}

// join answers the drain of a cluster, and whether it is the caller's to carry out.
func (d *drains) join(cluster string) (*draining, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at := d.byCluster[cluster]; at != nil {
		return at, false
	}
	if d.byCluster == nil {
		d.byCluster = map[string]*draining{}
	}
	at := &draining{over: make(chan struct{})}
	d.byCluster[cluster] = at
	return at, true
}

// end tells those who wait. A drain that failed is forgotten, so that the next step tries again.
func (d *drains) end(cluster string, at *draining) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at.err != nil {
		delete(d.byCluster, cluster)
	}
	close(at.over)
}

func (r *run) drain(ctx context.Context, p permit.Permit, cluster string) error {
	c := r.engine.client(cluster)
	end := time.Now().Add(r.intent.Drain)
	for {
		open := 0
		for node := range c.NodeCount() {
			files, err := c.SMBOpenFiles(ctx, node)
			if err != nil {
				return fmt.Errorf("open files of node %d on %s: %w", node, cluster, err)
			}
			for _, f := range files {
				if !r.underPolicy(cluster, unixPath(f.File)) {
					continue
				}
				open++
				if time.Now().Before(end) {
					continue
				}
				if err := c.CloseSMBOpenFile(ctx, p.Within(f.File), node, f.ID); err != nil {
					r.log(ctx, "an open file could not be closed", map[string]any{"cluster": cluster, "error": err.Error()})
				}
			}
		}
		if open == 0 || !time.Now().Before(end) {
			break
		}
		if err := r.pause(ctx, min(r.engine.options.PollInterval, max(time.Until(end), 0))); err != nil {
			return err
		}
	}
	if r.intent.Fence == FenceInterfaces {
		r.dropSessions(ctx, p, cluster) // nobody comes through the pool any more
		return nil
	}
	// A session that stays open keeps its right to write, and its client may write after the quiet run: then the fence does not hold.
	return r.closeSessions(ctx, p, cluster)
}
