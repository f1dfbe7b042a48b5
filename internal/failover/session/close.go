// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// cluster is what this package asks of a cluster.
type cluster interface {
	Nodes(ctx context.Context) (*onefs.NodeTable, error)
	FindNodes(ctx context.Context) (*onefs.NodeTable, error)
	SMBSessions(ctx context.Context) ([]onefs.SMBSession, error)
	SMBOpenFiles(ctx context.Context, node int) ([]onefs.SMBOpenFile, error)
	EndSMBSession(ctx context.Context, p permit.Permit, node int, id int64) error
	EndSMBSessionsOf(ctx context.Context, p permit.Permit, node int, computer, user string) error
	CloseSMBOpenFile(ctx context.Context, p permit.Permit, node int, id int64) error
}

// DropSessions ends the SMB sessions of a cluster whose names have moved, or whose rights have changed: a session keeps the rights that it
// got when it connected, and a connected client never resolves a name again. OneFS does not say through which share or address a session
// came, nor which rights it got then, so all are ended: ending one is harmless, the client connects again at once; leaving one open could
// lose a write.
//
// Nothing depends on it any more: what could not be ended is only noted.
func DropSessions(ctx context.Context, r *run.Run, p permit.Permit, from string) {
	r.Mu.Lock()
	shares := sharesOf(r.Survey, from)
	r.Mu.Unlock()
	if len(shares) == 0 {
		return
	}
	if err := drop(ctx, r.Engine.Client(from), p); err != nil {
		r.Log(ctx, "SMB sessions could not be closed", map[string]any{"cluster": from, "error": err.Error()})
	}
}

// drop ends once what may write.
func drop(ctx context.Context, c cluster, p permit.Permit) error {
	all, err := c.SMBSessions(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return nil
	}
	table, err := c.Nodes(ctx)
	if err != nil {
		return err
	}
	return (&ender{cluster: c, permit: p, asked: table.Asked}).end(ctx, all)
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

// ender ends sessions.
type ender struct {
	cluster
	permit permit.Permit
	// asked are the nodes that can be asked one by one.
	asked []int
}

// end ends sessions, each at the node that serves it. Where that node cannot be asked the endpoint is: whether it reaches the sessions of
// other nodes nobody knows, and the next list tells.
func (e *ender) end(ctx context.Context, list []onefs.SMBSession) error {
	type who struct {
		node           int
		computer, user string
	}
	done := map[who]bool{}
	var all []error
	for _, s := range list {
		at := who{s.LNN, strings.ToLower(s.Computer), strings.ToLower(s.User)}
		if done[at] {
			continue // the same call has ended it
		}
		byUser, err := e.endOne(ctx, s)
		done[at] = byUser
		if err != nil {
			all = append(all, fmt.Errorf("SMB session of %s from %s on node %d: %w", s.User, s.Computer, s.LNN, err))
		}
	}
	return errors.Join(all...)
}

// endOne asks by computer and user first, then by number. byUser tells that the first was enough, for all sessions of that user there.
func (e *ender) endOne(ctx context.Context, s onefs.SMBSession) (byUser bool, err error) {
	p, node := e.permit.Within("SMB session of "+s.User), s.LNN
	if !slices.Contains(e.asked, node) {
		return true, e.EndSMBSessionsOf(ctx, p, 0, s.Computer, s.User)
	}
	if err := e.EndSMBSessionsOf(ctx, p, node, s.Computer, s.User); err == nil {
		return true, nil
	}
	err = e.EndSMBSession(ctx, p, node, s.ID)
	if errors.Is(err, onefs.ErrNotFound) {
		return false, nil // its own node does not have it any more
	}
	return false, err
}
