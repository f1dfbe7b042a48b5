// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"encoding/json"
	"time"
)

// heartbeat is the content of the heartbeat file. Count changes with every beat; times are for people.
type heartbeat struct {
	Run   string `json:"run"`
	Owner string `json:"owner"`
	Pool  string `json:"pool"`
	Count int    `json:"count"`
	Since string `json:"since"`
	TTL   string `json:"ttl"`
}

func (l *lease) beat(ctx context.Context, count int) error {
	began := time.Now()
	b, err := json.Marshal(heartbeat{
		Run:   l.id,
		Owner: l.owner,
		Pool:  l.resource,
		Count: count,
		Since: startTime().Format(time.RFC3339),
		TTL:   l.engine.options.LeaseTTL.String(),
	})
	if err != nil {
		return err
	}
	for _, p := range l.beats {
		if err := l.engine.writeFile(ctx, own(), p.cluster, p.path, b); err != nil {
			return err
		}
	}
	l.mu.Lock()
	l.until = began.Add(l.engine.options.LeaseTTL)
	l.mu.Unlock()
	return nil
}

// renew beats until the run ends. It lives inside one RPC.
func (l *lease) renew(ctx context.Context) {
	defer close(l.done)
	pause := l.engine.options.LeaseTTL / 4
	for count := 1; ; count++ {
		if sleep(ctx, pause) != nil {
			return
		}
		// One heartbeat that nobody answers must not cost the lease: it is given up in time for the next one.
		limited, cancel := context.WithTimeout(ctx, l.engine.options.LeaseTTL/4)
		err := l.beat(limited, count)
		cancel()
		pause = l.engine.options.LeaseTTL / 4
		if err != nil {
			pause /= 4
		}
		l.mu.Lock()
		l.trouble = err
		l.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			l.engine.options.Log(ctx, "the lease could not be renewed", map[string]any{"error": err.Error()})
		}
	}
}
