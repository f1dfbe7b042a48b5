// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// SMBSession is a client that is logged in over SMB on the node LNN. Times are seconds.
type SMBSession struct {
	LNN        int    `json:"-"`
	ID         int64  `json:"id"`
	Computer   string `json:"computer"`
	User       string `json:"user"`
	ClientType string `json:"client_type"`
	GuestLogin bool   `json:"guest_login"`
	OpenFiles  int    `json:"openfiles"`
	// ActiveTime is how long ago the client logged in; nil where the cluster does not tell.
	ActiveTime *int64 `json:"active_time"`
	IdleTime   int64  `json:"idle_time"`
}

// SMBOpenFile is a file that a client holds open. File is a path the way Windows writes it: C:\ifs\data\x.
type SMBOpenFile struct {
	ID          int64    `json:"id"`
	File        string   `json:"file"`
	User        string   `json:"user"`
	Locks       int      `json:"locks"`
	Permissions []string `json:"permissions"`
}

type smbSessionNode struct {
	LNN      int          `json:"lnn"`
	Resume   *string      `json:"resume"`
	Sessions []SMBSession `json:"sessions"`
}

const sessionsPath = uri.SMBSessions

// SMBSessions lists the sessions on all nodes. OneFS groups them by node, and a node may have pages of its own.
func (c *Client) SMBSessions(ctx context.Context) ([]SMBSession, error) {
	nodes, err := list[smbSessionNode](ctx, c, "nodes", url.Values{"lnn": {"all"}}, sessionsPath)
	if err != nil {
		return nil, err
	}
	all := []SMBSession{}
	for _, node := range nodes {
		for token := ""; ; token = *node.Resume {
			if token != "" {
				page, err := list[smbSessionNode](ctx, c, "nodes", url.Values{"resume": {token}}, sessionsPath)
				if err != nil {
					return nil, err
				}
				i := slices.IndexFunc(page, func(n smbSessionNode) bool { return n.LNN == node.LNN })
				if i < 0 {
					break
				}
				node = page[i]
			}
			for _, s := range node.Sessions {
				s.LNN = node.LNN
				all = append(all, s)
			}
			if value(node.Resume) == "" || *node.Resume == token {
				break
			}
		}
	}
	return all, nil
}

// EndSMBSession ends a session by its number, at the node that serves it: any other does not find it. 0 is the endpoint. The client sees
// its connection break and may come back at once.
func (c *Client) EndSMBSession(ctx context.Context, p permit.Permit, node int, id int64) error {
	return c.removeOn(ctx, p, node, sessionsPath+uri.ID, strconv.FormatInt(id, 10))
}

// EndSMBSessionsOf ends the sessions that a user has from a computer, asked of one node; 0 is the endpoint. Whether it reaches the sessions
// of other nodes is not documented.
func (c *Client) EndSMBSessionsOf(ctx context.Context, p permit.Permit, node int, computer, user string) error {
	return c.removeOn(ctx, p, node, uri.SMBSessionsOf, computer, user)
}

// SMBOpenFiles lists the files that clients hold open on one node; 0 is the endpoint. Only a node itself knows its open files.
func (c *Client) SMBOpenFiles(ctx context.Context, node int) ([]SMBOpenFile, error) {
	st, err := c.station(node)
	if err != nil {
		return nil, err
	}
	return list[SMBOpenFile](at(ctx, st), c, "openfiles", nil, uri.SMBOpenFiles)
}

// CloseSMBOpenFile takes an open file away from its client, at the node where it is open.
func (c *Client) CloseSMBOpenFile(ctx context.Context, p permit.Permit, node int, id int64) error {
	return c.removeOn(ctx, p, node, uri.SMBOpenFiles+uri.ID, strconv.FormatInt(id, 10))
}

func (c *Client) removeOn(ctx context.Context, p permit.Permit, node int, template string, args ...string) error {
	st, err := c.station(node)
	if err != nil {
		return err
	}
	_, err = c.write(ctx, p, &request{method: http.MethodDelete, template: template, args: args, station: st}, nil)
	return err
}
