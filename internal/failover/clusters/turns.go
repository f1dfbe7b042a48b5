// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clusters

import (
	"context"
	"sync"
)

// turns keep mirrors and failovers of one process apart before they meet at the lease on the clusters, where the second one would have
// to fail: one apply often holds both, and they run side by side. A failover waits for a mirror, which holds its turn for a few calls
// only. A mirror waits for everybody. Two failovers do not wait here: the lease refuses the second.
type turns struct {
	mu     sync.Mutex
	taken  map[string]chan struct{}
	mirror map[string]bool
}

// Enter waits for the policies, in the given order, and takes them. The answer gives them back.
func (t *turns) Enter(ctx context.Context, policies []string, mirror bool) (leave func(), err error) {
	var mine []string
	leave = func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, p := range mine {
			close(t.taken[p])
			delete(t.taken, p)
		}
	}
	for _, p := range policies {
		for {
			wait, took := t.try(p, mirror)
			if took {
				mine = append(mine, p)
			}
			if wait == nil {
				break
			}
			select {
			case <-wait:
			case <-ctx.Done():
				leave()
				return nil, context.Cause(ctx)
			}
		}
	}
	return leave, nil
}

// try takes a policy if it is free. Otherwise it answers what to wait for, or nothing if the lease is to decide.
func (t *turns) try(policy string, mirror bool) (wait <-chan struct{}, took bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken == nil {
		t.taken, t.mirror = map[string]chan struct{}{}, map[string]bool{}
	}
	held, busy := t.taken[policy]
	switch {
	case !busy:
		t.taken[policy], t.mirror[policy] = make(chan struct{}), mirror
		return nil, true
	case mirror || t.mirror[policy]:
		return held, false
	default:
		return nil, false
	}
}
