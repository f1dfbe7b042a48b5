// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package lease

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
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

func (l *Lease) beat(ctx context.Context, count int) error {
	began := time.Now()
	b, err := json.Marshal(heartbeat{
		Run:   l.id,
		Owner: l.owner,
		Pool:  l.resource,
		Count: count,
		Since: journal.StartTime().Format(time.RFC3339),
		TTL:   l.Engine.Options.LeaseTTL.String(),
	})
	if err != nil {
		return err
	}
	l.mu.Lock()
	places := slices.Clone(l.beats)
	l.mu.Unlock()
	// Side by side: a cluster that hangs takes no time from the other's heartbeat.
	var g errgroup.Group
	for _, p := range places {
		g.Go(func() error {
			err := journal.WriteFile(ctx, l.Engine, l.own(), p.cluster, p.path, b)
			l.mu.Lock()
			defer l.mu.Unlock()
			if l.trouble[p.cluster] = err; err == nil {
				l.until[p.cluster] = began.Add(l.Engine.Options.LeaseTTL)
			}
			return err
		})
	}
	return g.Wait()
}

// renew beats until the run ends. It lives inside one RPC.
func (l *Lease) renew(ctx context.Context) {
	defer close(l.done)
	pause := l.Engine.Options.LeaseTTL / 4
	for count := 1; ; count++ {
		if onefs.Sleep(ctx, pause) != nil {
			return
		}
		// One heartbeat that nobody answers must not cost the lease: it is given up in time for the next one.
		limited, cancel := context.WithTimeout(ctx, l.Engine.Options.LeaseTTL/4)
		err := l.beat(limited, count)
		cancel()
		pause = l.Engine.Options.LeaseTTL / 4
		if err != nil {
			pause /= 4
		}
		if err != nil && ctx.Err() == nil {
			l.Engine.Options.Log(ctx, "the lease could not be renewed", map[string]any{"error": err.Error()})
		}
	}
}
