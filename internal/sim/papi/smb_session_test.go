// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const (
	sessions  = "/platform/11/protocols/smb/sessions"
	openFiles = "/platform/1/protocols/smb/openfiles"
	onNode2   = "http://ps1-2:8080"
)

// logOn opens a session at a node, with one open file.
func (s *site) logOn(lnn int, computer, user, path string) (session, file int64) {
	smb := &s.cluster().SMB
	v := smb.OpenSession(world.SMBSession{
		LNN: lnn, Computer: computer, User: user, ClientType: "Windows", Zone: "System", Since: start, LastUse: start,
	})
	f, ok := smb.Open(world.SMBOpenFile{SessionID: v.ID, Share: "nas1", Path: path, Permissions: []string{"read", "write"}})
	if !ok {
		s.t.Fatal("the session is not there")
	}
	return v.ID, f.ID
}

func TestSessionsByNode(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.logOn(1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	s.logOn(2, "10.0.0.6", `DEMO\bob`, "/ifs/data/nas1/b.doc")
	s.wait(90 * time.Second)
	s.run(
		get(sessions, `{"total":1,"nodes":[{"lnn":1,"total":1,"sessions":[{"computer":"10.0.0.5","user":"DEMO\\alice","active_time":90,
			"idle_time":90,"openfiles":1,"encryption":false,"guest_login":false,"client_type":"Windows"}]}]}`),
		get(onNode2+sessions, `{"nodes":[{"lnn":2,"sessions":[{"user":"DEMO\\bob"}]}]}`),
		get(sessions+"?lnn=all", `{"total":2,"nodes":[{"lnn":1},{"lnn":2}]}`),
		get(sessions+"?lnn=all&lnn_skip=1", `{"total":1,"nodes":[{"lnn":2}]}`),
		get(sessions+"?lnn=all&limit=1", `{"total":2,"nodes":[{"lnn":1}]}`),
		refused("GET", sessions+"?lnn=7", "", 400, `{"errors":[{"field":"lnn"}]}`),
	)
	s.cluster().Nodes[1].Up = false
	s.run(get(sessions+"?lnn=all", `{"nodes":[{"lnn":1}]}`))
}

func TestOpenFilesAreTheNodesOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.logOn(1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	s.logOn(2, "10.0.0.6", `DEMO\bob`, "/ifs/data/nas1/b.doc")
	s.run(
		get(openFiles, `{"total":1,"openfiles":[{"id":2,"file":"C:\\ifs\\data\\nas1\\a.doc","user":"DEMO\\alice","locks":0,
			"permissions":["read","write"]}]}`),
		get(onNode2+openFiles, `{"openfiles":[{"id":4,"file":"C:\\ifs\\data\\nas1\\b.doc"}]}`),
		refused("DELETE", openFiles+"/4", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		refused("DELETE", openFiles+"/x", "", 404, ""),
		refused("GET", openFiles+"?limit=x", "", 400, `{"errors":[{"field":"limit"}]}`),
		del(openFiles+"/2"),
		get(openFiles, `{"total":0}`),
		del(onNode2+openFiles+"/4"),
	)
}

func TestEndingSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one, _ := s.logOn(1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	s.logOn(1, "10.0.0.6", `DEMO\bob`, "/ifs/data/nas1/b.doc")
	s.logOn(2, "10.0.0.7", `DEMO\bob`, "/ifs/data/nas1/c.doc")
	if one != 1 {
		t.Fatalf("the first session has number %d", one)
	}
	s.run(
		refused("DELETE", onNode2+sessions+"/1", "", 404, `{"errors":[{"field":"id"}]}`),
		del(sessions+"/1"),
		refused("DELETE", sessions+"/1", "", 404, ""),
		get(openFiles, `{"total":1}`),
		refused("DELETE", "/platform/1/protocols/smb/sessions/10.0.0.7/DEMO%5Cbob", "", 404, ""),
		del("/platform/1/protocols/smb/sessions/10.0.0.6/DEMO%5Cbob"),
		get(openFiles, `{"total":0}`),
		get(sessions+"?lnn=all", `{"total":1,"nodes":[{"lnn":1,"sessions":[]},{"lnn":2}]}`),
	)
}

func TestSMBSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const settings = "/platform/7/protocols/smb/settings/global"
	s.logOn(1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	s.run(
		get(settings, `{"settings":{"service":true,"support_smb2":true,"audit_logon":null}}`),
		put(settings, `{"server_string":"file server","audit_logon":"failure"}`),
		get(settings, `{"settings":{"service":true,"server_string":"file server","audit_logon":"failure"}}`),
		refused("PUT", settings, `{"audit_logon":"loud"}`, 400, `{"errors":[{"field":"audit_logon"}]}`),
		refused("PUT", settings, `{"colour":"red"}`, 400, ""),
		refused("GET", settings+"?zone=System", "", 400, ""),
		put(settings, `{"service":false}`),
		get(sessions, `{"total":0}`),
	)
}
