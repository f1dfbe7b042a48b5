// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// DropSessions closes the SMB sessions that may come through the pool: a session keeps the rights it got when it connected, and a
// connected client never resolves a name again. OneFS does not say through which share or address a session came. So every session is
// closed, except those of clients that the statistics show at another pool's addresses only: closing is harmless, the client connects
// again at once; leaving one open could lose a write.
//
// Where nothing depends on it, what could not be closed is only noted.
func DropSessions(ctx context.Context, r *run.Run, p permit.Permit, from string) {
	if err := closeSessions(ctx, r, p, from); err != nil {
		r.Log(ctx, "SMB sessions could not be closed", map[string]any{"cluster": from, "error": err.Error()})
	}
}

// closeSessions tells which sessions could not be closed.
func closeSessions(ctx context.Context, r *run.Run, p permit.Permit, from string) error {
	c := r.Engine.Client(from)
	sessions, err := c.SMBSessions(ctx)
	if err != nil {
		return fmt.Errorf("SMB sessions of %s: %w", from, err)
	}
	if len(sessions) == 0 {
		return nil
	}
	elsewhere := clientsElsewhere(ctx, r, from)
	var all []error
	for _, s := range sessions {
		if elsewhere[s.Computer] {
			continue
		}
		if err := closeSession(ctx, c, p.Within("SMB session of "+s.User), s.ID); err != nil {
			all = append(all, fmt.Errorf("SMB session of %s from %s: %w", s.User, s.Computer, err))
		}
	}
	return errors.Join(all...)
}

// DropLeftSessions does at the beginning of a resumed run what the dead one may not have come to: the names have moved, and who was
// connected to the side that they left must connect anew.
func DropLeftSessions(ctx context.Context, r *run.Run, p permit.Permit) {
	from := r.Intent.From()
	if r.Survey.Run == nil || position.Serving(r.Survey) != r.Intent.To() || r.Survey.Lost(from) {
		return
	}
	DropSessions(ctx, r, p, from)
}

// closeSession asks each node: only the one that serves a session can end it.
func closeSession(ctx context.Context, c *onefs.Client, p permit.Permit, id int64) error {
	var last error
	for node := range c.NodeCount() {
		err := c.DeleteSMBSessionOn(ctx, p, node, id)
		if err == nil {
			return nil
		}
		if !errors.Is(err, onefs.ErrNotFound) {
			last = err
		}
	}
	return last
}

// clientsElsewhere are the clients that the statistics show at addresses of other pools and not at this pool's. Without statistics there
// are none, and every session is closed.
func clientsElsewhere(ctx context.Context, r *run.Run, cluster string) map[string]bool {
	c := r.Engine.Client(cluster)
	pool, err := c.Pool(ctx, r.Intent.Pools[cluster])
	if err != nil {
		return nil
	}
	rows, err := c.ClientStatistics(ctx, "smb1", "smb2")
	if err != nil {
		return nil
	}
	here, out := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		if onefs.InRanges(pool.Ranges, row.LocalAddr) {
			here[row.RemoteAddr], here[row.RemoteName] = true, true
		}
	}
	for _, row := range rows {
		for _, who := range []string{row.RemoteAddr, row.RemoteName} {
			if who != "" && !here[who] {
				out[who] = true
			}
		}
	}
	return out
}
