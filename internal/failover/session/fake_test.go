// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// login is one session at the fake cluster.
type login struct {
	node     int
	id       int64
	computer string
	user     string
	began    time.Time
}

// fake is a cluster as this package sees it. Its clock is that of the bubble.
type fake struct {
	table    onefs.NodeTable
	sessions []login
	files    []openFile
	lastID   int64

	// untold: sessions do not tell when they began.
	untold bool
	// wholeCluster: ending by computer and user reaches all nodes; noByUser: there is no such call.
	wholeCluster, noByUser bool
	// comesBack: who is thrown out logs in again at once.
	comesBack bool
	// speed is how much faster the cluster's clock runs; sameNumbers: a number is given out again.
	speed       int64
	sameNumbers bool
	// sticky are users whose sessions cannot be ended, heldFiles files that cannot be closed.
	sticky []string
	// late is how many lists leave a user out, as when a node answers too late, or those who do nothing are not listed.
	late      map[string]int
	heldFiles []string
	listTakes time.Duration
	endTakes  time.Duration
	broken    error
	rows      []onefs.ClientStatistic

	lists, ends, byUser, byID, closes int
}

var errBroken = errors.New("broken")

func newFake() *fake {
	return &fake{table: onefs.NodeTable{Asked: []int{1, 2, 3}}}
}

func (f *fake) logIn(node int, computer, user string) {
	f.lastID++
	f.sessions = append(f.sessions, login{node, f.lastID, computer, user, time.Now()})
}

func (f *fake) open(node int, path, user string, permissions ...string) {
	f.lastID++
	f.files = append(f.files, openFile{onefs.SMBOpenFile{ID: f.lastID, File: path, User: user, Permissions: permissions}, node})
}

func (f *fake) Nodes(context.Context) (*onefs.NodeTable, error)     { return &f.table, f.broken }
func (f *fake) FindNodes(context.Context) (*onefs.NodeTable, error) { return &f.table, f.broken }

func (f *fake) SMBSessions(context.Context) ([]onefs.SMBSession, error) {
	f.lists++
	if f.broken != nil {
		return nil, f.broken
	}
	var out []onefs.SMBSession
	for _, s := range f.sessions {
		if f.lists <= f.late[s.user] {
			continue
		}
		shown := onefs.SMBSession{LNN: s.node, ID: s.id, Computer: s.computer, User: s.user}
		if !f.untold {
			shown.ActiveTime = new(int64(time.Since(s.began)/time.Second) * max(1, f.speed))
		}
		out = append(out, shown)
	}
	time.Sleep(f.listTakes) // bubble
	return out, nil
}

func (f *fake) SMBOpenFiles(_ context.Context, node int) ([]onefs.SMBOpenFile, error) {
	var out []onefs.SMBOpenFile
	for _, x := range f.files {
		if x.node == node {
			out = append(out, x.SMBOpenFile)
		}
	}
	return out, f.broken
}

// end ends the sessions that fit, and tells whether there was one.
func (f *fake) end(fits func(login) bool) error {
	f.ends++
	defer time.Sleep(f.endTakes) // bubble
	found := false
	for _, s := range slices.Clone(f.sessions) {
		if !fits(s) {
			continue
		}
		found = true
		if slices.Contains(f.sticky, s.user) {
			continue
		}
		f.sessions = slices.DeleteFunc(f.sessions, func(x login) bool { return x == s })
		if f.comesBack {
			f.logIn(s.node, s.computer, s.user)
			if f.sameNumbers {
				f.sessions[len(f.sessions)-1].id = s.id
			}
		}
	}
	if !found {
		return onefs.ErrNotFound
	}
	return nil
}

func (f *fake) EndSMBSession(_ context.Context, _ permit.Permit, node int, id int64) error {
	f.byID++
	return f.end(func(s login) bool { return s.node == node && s.id == id })
}

func (f *fake) EndSMBSessionsOf(_ context.Context, _ permit.Permit, node int, computer, user string) error {
	f.byUser++
	if f.noByUser {
		return onefs.Status(405)
	}
	if node == 0 {
		node = 1
	}
	return f.end(func(s login) bool {
		return (f.wholeCluster || s.node == node) && s.computer == computer && s.user == user
	})
}

func (f *fake) CloseSMBOpenFile(_ context.Context, _ permit.Permit, node int, id int64) error {
	f.closes++
	i := slices.IndexFunc(f.files, func(x openFile) bool { return x.node == node && x.ID == id })
	switch {
	case i < 0:
		return onefs.ErrNotFound
	case slices.Contains(f.heldFiles, f.files[i].File):
		return errBroken
	}
	f.files = slices.Delete(f.files, i, i+1)
	return nil
}

func (f *fake) ClientStatistics(context.Context, ...string) ([]onefs.ClientStatistic, error) {
	return f.rows, f.broken
}
