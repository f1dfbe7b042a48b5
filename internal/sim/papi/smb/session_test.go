// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const (
	sessions  = "/platform/11/protocols/smb/sessions"
	openFiles = "/platform/1/protocols/smb/openfiles"
	onNode2   = "http://ps1-2:8080"
)

// logOn opens a session at a node, with one open file.
func logOn(s *papitest.Site, lnn int, computer, user, path string) (session, file int64) {
	smb := &s.Cluster().SMB
	v := smb.OpenSession(world.SMBSession{
		LNN: lnn, Computer: computer, User: user, ClientType: "Windows", Zone: "System", Since: papitest.Start, LastUse: papitest.Start,
	})
	f, ok := smb.Open(world.SMBOpenFile{SessionID: v.ID, Share: "nas1", Path: path, Permissions: []string{"read", "write"}})
	if !ok {
		s.T.Fatal("the session is not there")
	}
	return v.ID, f.ID
}

func TestSessionsByNode(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	logOn(s, 1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	logOn(s, 2, "10.0.0.6", `DEMO\bob`, "/ifs/data/nas1/b.doc")
	s.Wait(90 * time.Second)
	s.Run(
		papitest.Get(sessions, `{"total":1,"nodes":[{"lnn":1,"total":1,"sessions":[{"computer":"10.0.0.5","user":"DEMO\\alice","active_time":90,
			"idle_time":90,"openfiles":1,"encryption":false,"guest_login":false,"client_type":"Windows"}]}]}`),
		papitest.Get(onNode2+sessions, `{"nodes":[{"lnn":2,"sessions":[{"user":"DEMO\\bob"}]}]}`),
		papitest.Get(sessions+"?lnn=all", `{"total":2,"nodes":[{"lnn":1},{"lnn":2}]}`),
		papitest.Get(sessions+"?lnn=all&lnn_skip=1", `{"total":1,"nodes":[{"lnn":2}]}`),
		papitest.Get(sessions+"?lnn=all&limit=1", `{"total":2,"nodes":[{"lnn":1}]}`),
		papitest.Refused("GET", sessions+"?lnn=7", "", 400, `{"errors":[{"field":"lnn"}]}`),
	)
	s.Cluster().Nodes[1].Up = false
	s.Run(papitest.Get(sessions+"?lnn=all", `{"nodes":[{"lnn":1}]}`))
}

func TestOpenFilesAreTheNodesOwn(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	logOn(s, 1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	logOn(s, 2, "10.0.0.6", `DEMO\bob`, "/ifs/data/nas1/b.doc")
	s.Run(
		papitest.Get(openFiles, `{"total":1,"openfiles":[{"id":2,"file":"C:\\ifs\\data\\nas1\\a.doc","user":"DEMO\\alice","locks":0,
			"permissions":["read","write"]}]}`),
		papitest.Get(onNode2+openFiles, `{"openfiles":[{"id":4,"file":"C:\\ifs\\data\\nas1\\b.doc"}]}`),
		papitest.Refused("DELETE", openFiles+"/4", "", 404, `{"errors":[{"code":"AEC_NOT_FOUND"}]}`),
		papitest.Refused("DELETE", openFiles+"/x", "", 404, ""),
		papitest.Refused("GET", openFiles+"?limit=x", "", 400, `{"errors":[{"field":"limit"}]}`),
		papitest.Delete(openFiles+"/2"),
		papitest.Get(openFiles, `{"total":0}`),
		papitest.Delete(onNode2+openFiles+"/4"),
	)
}

func TestEndingSessions(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	one, _ := logOn(s, 1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	logOn(s, 1, "10.0.0.6", `DEMO\bob`, "/ifs/data/nas1/b.doc")
	logOn(s, 2, "10.0.0.7", `DEMO\bob`, "/ifs/data/nas1/c.doc")
	if one != 1 {
		t.Fatalf("the first session has number %d", one)
	}
	s.Run(
		papitest.Refused("DELETE", onNode2+sessions+"/1", "", 404, `{"errors":[{"field":"id"}]}`),
		papitest.Delete(sessions+"/1"),
		papitest.Refused("DELETE", sessions+"/1", "", 404, ""),
		papitest.Get(openFiles, `{"total":1}`),
		papitest.Refused("DELETE", "/platform/1/protocols/smb/sessions/10.0.0.7/DEMO%5Cbob", "", 404, ""),
		papitest.Delete("/platform/1/protocols/smb/sessions/10.0.0.6/DEMO%5Cbob"),
		papitest.Get(openFiles, `{"total":0}`),
		papitest.Get(sessions+"?lnn=all", `{"total":1,"nodes":[{"lnn":1,"sessions":[]},{"lnn":2}]}`),
	)
}

// What nobody knows of sessions: whom a DELETE by computer and user reaches, and whether a session tells when it began.
func TestSessionDials(t *testing.T) {
	t.Parallel()
	const bob = "/platform/1/protocols/smb/sessions/10.0.0.7/DEMO%5Cbob"
	s := papitest.New(t)
	logOn(s, 2, "10.0.0.7", `DEMO\bob`, "/ifs/data/nas1/c.doc")
	s.Run(papitest.Refused("DELETE", bob, "", 404, ""))
	s.World.Dials[dial.SessionEndScope] = "cluster"
	s.Cluster().Nodes[1].Up = false
	s.Run(papitest.Refused("DELETE", bob, "", 404, ""))
	s.Cluster().Nodes[1].Up = true
	s.Run(papitest.Delete(bob), papitest.Get(sessions+"?lnn=all", `{"total":0}`))
	logOn(s, 1, "10.0.0.7", `DEMO\bob`, "/ifs/data/nas1/c.doc")
	s.World.Dials[dial.SessionBegan] = dial.Absent
	_, _, body := s.Do(papitest.Request{Method: "GET", Path: sessions})
	if strings.Contains(string(body), "active_time") || !strings.Contains(string(body), "idle_time") {
		t.Errorf("a session that does not tell when it began: %s", body)
	}
}

// A persistent handle stays open when its session ends, until it is closed or reclaimed.
func TestPersistentHandlesOutliveTheirSession(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	one, file := logOn(s, 1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	smb := &s.Cluster().SMB
	kept, _ := smb.Open(world.SMBOpenFile{SessionID: one, Path: "/ifs/data/nas1/b.doc", Permissions: []string{"read"}, Persistent: true})
	s.Run(papitest.Delete(fmt.Sprintf("%s/%d", sessions, one)),
		papitest.Get(openFiles, fmt.Sprintf(`{"total":1,"openfiles":[{"id":%d}]}`, kept.ID)))
	two, _ := logOn(s, 2, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/c.doc")
	if smb.Reclaim(file, two) || !smb.Reclaim(kept.ID, two) || smb.Reclaim(kept.ID, two) {
		t.Error("the wrong handles were reclaimed")
	}
	s.Run(papitest.Get(onNode2+openFiles, `{"total":2}`), papitest.Delete(fmt.Sprintf("%s%s/%d", onNode2, openFiles, kept.ID)),
		papitest.Get(onNode2+openFiles, `{"total":1}`))
}

func TestSMBSettings(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	const settings = "/platform/7/protocols/smb/settings/global"
	logOn(s, 1, "10.0.0.5", `DEMO\alice`, "/ifs/data/nas1/a.doc")
	s.Run(
		papitest.Get(settings, `{"settings":{"service":true,"support_smb2":true,"audit_logon":null}}`),
		papitest.Put(settings, `{"server_string":"file server","audit_logon":"failure"}`),
		papitest.Get(settings, `{"settings":{"service":true,"server_string":"file server","audit_logon":"failure"}}`),
		papitest.Refused("PUT", settings, `{"audit_logon":"loud"}`, 400, `{"errors":[{"field":"audit_logon"}]}`),
		papitest.Refused("PUT", settings, `{"colour":"red"}`, 400, ""),
		papitest.Refused("GET", settings+"?zone=System", "", 400, ""),
		papitest.Put(settings, `{"service":false}`),
		papitest.Get(sessions, `{"total":0}`),
	)
}
