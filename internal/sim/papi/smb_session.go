// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var smbSessionRoutes = []Route{
	{"GET", "/protocols/smb/sessions", listSMBSessions},
	{"DELETE", "/protocols/smb/sessions/{SmbSessionId}", deleteSMBSession},
	{"DELETE", "/protocols/smb/sessions/{Computer}/{SmbSessionsComputerUser}", deleteSMBSessionsOf},
	{"GET", "/protocols/smb/openfiles", listSMBOpenFiles},
	{"DELETE", "/protocols/smb/openfiles/{SmbOpenfileId}", closeSMBOpenFile},
}

// smbSession is a session as answers show it. Times are seconds.
type smbSession struct {
	ActiveTime int64  `json:"active_time"`
	ClientType string `json:"client_type"`
	Computer   string `json:"computer"`
	Encryption bool   `json:"encryption"`
	GuestLogin bool   `json:"guest_login"`
	ID         int64  `json:"id"`
	IdleTime   int64  `json:"idle_time"`
	OpenFiles  int    `json:"openfiles"`
	User       string `json:"user"`

	lnn int
}

type smbSessionNode struct {
	ID       int     `json:"id"`
	LNN      int     `json:"lnn"`
	Resume   *string `json:"resume"`
	Sessions []any   `json:"sessions"`
	Total    int     `json:"total"`
}

// listSMBSessions groups sessions by node: those of the answering node, or of the nodes that lnn names ("all" or numbers), without
// those of lnn_skip.
func listSMBSessions(r *Request) Answer {
	nodes, bad := r.askedNodes()
	if bad != nil {
		return *bad
	}
	var all []world.SMBSession
	for _, n := range nodes {
		all = append(all, r.Cluster.SMB.Sessions(n.LNN)...)
	}
	a := Listing[world.SMBSession]{Key: "sessions", Items: all, Show: r.shownSMBSession}.Answer(r)
	body, ok := a.Body.(map[string]any)
	if !ok {
		return a
	}
	page, _ := body["sessions"].([]any)
	grouped := []smbSessionNode{}
	for _, n := range nodes {
		group := smbSessionNode{ID: n.DevID, LNN: n.LNN, Sessions: []any{}, Total: len(r.Cluster.SMB.Sessions(n.LNN))}
		for _, s := range page {
			if shown, ok := s.(smbSession); ok && shown.lnn == n.LNN {
				group.Sessions = append(group.Sessions, s)
			}
		}
		if len(group.Sessions) > 0 || group.Total == 0 {
			grouped = append(grouped, group)
		}
	}
	return OK(map[string]any{"nodes": grouped, "resume": body["resume"], "total": body["total"]})
}

// askedNodes are the nodes that a request asks for and that answer.
func (r *Request) askedNodes() ([]world.Node, *Answer) {
	want, skip := r.Query.Get("lnn"), strings.Split(r.Query.Get("lnn_skip"), ",")
	if want == "" {
		want = strconv.Itoa(r.Node)
	}
	var out []world.Node
	for word := range strings.SplitSeq(want, ",") {
		if number, err := strconv.Atoi(word); word != "all" && (err != nil || r.Cluster.Node(number) == nil) {
			return nil, refuse(BadRequest("lnn", "there is no node '%s'", word))
		}
	}
	for _, n := range r.Cluster.Nodes {
		number := strconv.Itoa(n.LNN)
		asked := want == "all" || slices.Contains(strings.Split(want, ","), number)
		if asked && n.Up && !slices.Contains(skip, number) {
			out = append(out, n)
		}
	}
	return out, nil
}

func (r *Request) shownSMBSession(s world.SMBSession) any {
	now := r.World.Now()
	open := 0
	for _, f := range r.Cluster.SMB.OpenFiles(s.LNN) {
		if f.SessionID == s.ID {
			open++
		}
	}
	return smbSession{
		ActiveTime: int64(now.Sub(s.Since).Seconds()), ClientType: s.ClientType, Computer: s.Computer,
		Encryption: s.Encryption, GuestLogin: s.GuestLogin, ID: s.ID, IdleTime: int64(now.Sub(s.LastUse).Seconds()),
		OpenFiles: open, User: s.User, lnn: s.LNN,
	}
}

// deleteSMBSession ends a session of the answering node.
func deleteSMBSession(r *Request) Answer {
	id, err := strconv.ParseInt(r.Param("SmbSessionId"), 10, 64)
	s, ok := r.Cluster.SMB.Session(id)
	if err != nil || !ok || s.LNN != r.Node {
		return NotFound("id", "Session '%s' not found.", r.Param("SmbSessionId"))
	}
	r.Cluster.SMB.CloseSession(id)
	return Done()
}

// deleteSMBSessionsOf ends the sessions that one user has from one computer at the answering node.
func deleteSMBSessionsOf(r *Request) Answer {
	found := false
	for _, s := range r.Cluster.SMB.Sessions(r.Node) {
		if strings.EqualFold(s.Computer, r.Param("Computer")) && strings.EqualFold(s.User, r.Param("SmbSessionsComputerUser")) {
			found = r.Cluster.SMB.CloseSession(s.ID) || found
		}
	}
	if !found {
		return NotFound("id", "No session of '%s' from '%s'.", r.Param("SmbSessionsComputerUser"), r.Param("Computer"))
	}
	return Done()
}

// smbOpenFile is a handle as answers show it; File is a Windows path (behaviour.md 9).
type smbOpenFile struct {
	File        string   `json:"file"`
	ID          int64    `json:"id"`
	Locks       int64    `json:"locks"`
	Permissions []string `json:"permissions"`
	User        string   `json:"user"`
}

// listSMBOpenFiles lists the handles of the answering node alone.
func listSMBOpenFiles(r *Request) Answer {
	return Listing[world.SMBOpenFile]{
		Key: "openfiles", Items: r.Cluster.SMB.OpenFiles(r.openFilesOf()),
		Show: func(f world.SMBOpenFile) any {
			return smbOpenFile{File: f.WindowsPath(), ID: f.ID, Locks: f.Locks, Permissions: f.Permissions, User: f.User}
		},
	}.Answer(r)
}

// closeSMBOpenFile closes a handle of the answering node.
// openFilesOf is the node whose open files are meant, 0 for all of them (behaviour.md 9: only inferred).
func (r *Request) openFilesOf() int {
	if r.World.Dials.Is(dial.OpenFilesScope, "cluster") {
		return 0
	}
	return r.Node
}

func closeSMBOpenFile(r *Request) Answer {
	id, err := strconv.ParseInt(r.Param("SmbOpenfileId"), 10, 64)
	f, ok := r.Cluster.SMB.OpenFile(id)
	if err != nil || !ok || r.openFilesOf() != 0 && f.LNN != r.Node {
		return NotFound("id", "Open file '%s' not found.", r.Param("SmbOpenfileId"))
	}
	r.Cluster.SMB.CloseFile(id)
	return Done()
}
