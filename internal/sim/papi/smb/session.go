// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb

import (
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var sessionRoutes = []rest.Route{
	rest.Get("/protocols/smb/sessions", listSessions),
	rest.Delete("/protocols/smb/sessions/{SmbSessionId}", deleteSession),
	rest.Delete("/protocols/smb/sessions/{Computer}/{SmbSessionsComputerUser}", deleteSessionsOf),
	rest.Get("/protocols/smb/openfiles", listOpenFiles),
	rest.Delete("/protocols/smb/openfiles/{SmbOpenfileId}", closeOpenFile),
}

// session is a session as answers show it. Times are seconds; when it began may stay untold (a dial).
type session struct {
	ActiveTime *int64 `json:"active_time,omitempty"`
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

type sessionNode struct {
	ID       int     `json:"id"`
	LNN      int     `json:"lnn"`
	Resume   *string `json:"resume"`
	Sessions []any   `json:"sessions"`
	Total    int     `json:"total"`
}

// listSessions groups sessions by node: those of the answering node, because they are "seen only for the node that one is connected to",
// or of the nodes that lnn names ("all" or numbers), because a list "can ask another node" (evidence-2.md E7), without those of lnn_skip.
func listSessions(r *rest.Request) rest.Answer {
	nodes, bad := askedNodes(r)
	if bad != nil {
		return *bad
	}
	var all []world.SMBSession
	for _, n := range nodes {
		all = append(all, r.Cluster.SMB.Sessions(n.LNN)...)
	}
	a := rest.Listing[world.SMBSession]{
		Key: "sessions", Items: all,
		Show: func(s world.SMBSession) any { return shownSession(r, s) },
	}.Answer(r)
	body, ok := a.Body.(map[string]any)
	if !ok {
		return a
	}
	page, _ := body["sessions"].([]any)
	grouped := []sessionNode{}
	for _, n := range nodes {
		group := sessionNode{ID: n.DevID, LNN: n.LNN, Sessions: []any{}, Total: len(r.Cluster.SMB.Sessions(n.LNN))}
		for _, s := range page {
			if shown, ok := s.(session); ok && shown.lnn == n.LNN {
				group.Sessions = append(group.Sessions, s)
			}
		}
		if len(group.Sessions) > 0 || group.Total == 0 {
			grouped = append(grouped, group)
		}
	}
	return rest.OK(map[string]any{"nodes": grouped, "resume": body["resume"], "total": body["total"]})
}

// askedNodes are the nodes that a request asks for and that answer.
func askedNodes(r *rest.Request) ([]world.Node, *rest.Answer) {
	want, skip := r.Query.Get("lnn"), strings.Split(r.Query.Get("lnn_skip"), ",")
	if want == "" {
		want = strconv.Itoa(r.Node)
	}
	var out []world.Node
	for word := range strings.SplitSeq(want, ",") {
		if number, err := strconv.Atoi(word); word != "all" && (err != nil || r.Cluster.Node(number) == nil) {
			return nil, rest.Refuse(rest.BadRequest("lnn", "there is no node '%s'", word))
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

func shownSession(r *rest.Request, s world.SMBSession) any {
	now := r.World.Now()
	open := 0
	for _, f := range r.Cluster.SMB.OpenFiles(s.LNN) {
		if f.SessionID == s.ID {
			open++
		}
	}
	began := new(int64(now.Sub(s.Since).Seconds()))
	if r.World.Dials.Is(dial.SessionBegan, dial.Absent) {
		began = nil
	}
	return session{
		ActiveTime: began, ClientType: s.ClientType, Computer: s.Computer, Encryption: s.Encryption,
		GuestLogin: s.GuestLogin, ID: s.ID, IdleTime: int64(now.Sub(s.LastUse).Seconds()),
		OpenFiles: open, User: s.User, lnn: s.LNN,
	}
}

// deleteSession ends a session of the answering node; that of another node is not found (evidence-2.md E7).
func deleteSession(r *rest.Request) rest.Answer {
	id, err := strconv.ParseInt(r.Param("SmbSessionId"), 10, 64)
	s, ok := r.Cluster.SMB.Session(id)
	if err != nil || !ok || s.LNN != r.Node {
		return rest.NotFound("id", "Session '%s' not found.", r.Param("SmbSessionId"))
	}
	r.Cluster.SMB.CloseSession(id)
	return rest.Done()
}

// deleteSessionsOf ends the sessions that one user has from one computer: at the answering node, or at all that are up (a dial).
func deleteSessionsOf(r *rest.Request) rest.Answer {
	found, node := false, r.Node
	if r.World.Dials.Is(dial.SessionEndScope, "cluster") {
		node = 0
	}
	for _, s := range r.Cluster.SMB.Sessions(node) {
		if at := r.Cluster.Node(s.LNN); at == nil || !at.Up {
			continue
		}
		if strings.EqualFold(s.Computer, r.Param("Computer")) && strings.EqualFold(s.User, r.Param("SmbSessionsComputerUser")) {
			found = r.Cluster.SMB.CloseSession(s.ID) || found
		}
	}
	if !found {
		return rest.NotFound("id", "No session of '%s' from '%s'.", r.Param("SmbSessionsComputerUser"), r.Param("Computer"))
	}
	return rest.Done()
}

// openFile is a handle as answers show it; File is a Windows path (behaviour.md 9).
type openFile struct {
	File        string   `json:"file"`
	ID          int64    `json:"id"`
	Locks       int64    `json:"locks"`
	Permissions []string `json:"permissions"`
	User        string   `json:"user"`
}

// listOpenFiles lists the handles of the answering node alone.
func listOpenFiles(r *rest.Request) rest.Answer {
	return rest.Listing[world.SMBOpenFile]{
		Key: "openfiles", Items: r.Cluster.SMB.OpenFiles(openFilesOf(r)),
		Show: func(f world.SMBOpenFile) any {
			return openFile{File: f.WindowsPath(), ID: f.ID, Locks: f.Locks, Permissions: f.Permissions, User: f.User}
		},
	}.Answer(r)
}

// openFilesOf is the node whose open files are meant: its own, for lack of a way to ask another one (evidence-2.md E7), or 0 for those of
// all, as another release may have it.
func openFilesOf(r *rest.Request) int {
	if r.World.Dials.Is(dial.OpenFilesScope, "cluster") {
		return 0
	}
	return r.Node
}

// closeOpenFile closes a handle of the answering node.
func closeOpenFile(r *rest.Request) rest.Answer {
	id, err := strconv.ParseInt(r.Param("SmbOpenfileId"), 10, 64)
	f, ok := r.Cluster.SMB.OpenFile(id)
	if err != nil || !ok || openFilesOf(r) != 0 && f.LNN != r.Node {
		return rest.NotFound("id", "Open file '%s' not found.", r.Param("SmbOpenfileId"))
	}
	r.Cluster.SMB.CloseFile(id)
	return rest.Done()
}
