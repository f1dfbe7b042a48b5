// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"strconv"
	"strings"
	"time"
)

// SMBSession is one client's log-in at one node.
type SMBSession struct {
	ID         int64
	LNN        int    // the node that serves it; only that node can end it
	Computer   string // the client's address or name
	User       string // such as DEMO\alice
	ClientType string
	Encryption bool
	GuestLogin bool
	Zone       string // access zone of the address the client came through
	Since      time.Time
	LastUse    time.Time
}

// SMBOpenFile is one handle that a session holds.
type SMBOpenFile struct {
	ID          int64
	LNN         int
	SessionID   int64
	Zone, Share string
	Path        string // under /ifs
	User        string
	Locks       int64
	// Persistent handles outlive their session, which is 0 then, until their client comes back or they are closed.
	Persistent  bool
	Permissions []string // read, write, create; replaced, never written in place
}

// WindowsPath is the path in the form of the API: "C:\ifs\data\x" for /ifs/data/x [B§9, ANS sample].
func (f SMBOpenFile) WindowsPath() string { return "C:" + strings.ReplaceAll(f.Path, "/", `\`) }

func numberKey(id int64) string { return strconv.FormatInt(id, 10) }

func (s *SMB) nextID() int64 {
	s.lastID++
	return s.lastID
}

// OpenSession logs a client in and returns the session with its number.
func (s *SMB) OpenSession(v SMBSession) SMBSession {
	v.ID = s.nextID()
	s.sessions.Put(numberKey(v.ID), v)
	return v
}

// Session returns the session of that number.
func (s *SMB) Session(id int64) (SMBSession, bool) { return s.sessions.Get(numberKey(id)) }

// Sessions lists the sessions in the order they were opened; lnn 0 means those of all nodes.
func (s *SMB) Sessions(lnn int) []SMBSession {
	var out []SMBSession
	for _, v := range s.sessions.All() {
		if lnn == 0 || v.LNN == lnn {
			out = append(out, v)
		}
	}
	return out
}

// TouchSession notes that a session was used at now.
func (s *SMB) TouchSession(id int64, now time.Time) bool {
	return s.sessions.Update(numberKey(id), func(v *SMBSession) { v.LastUse = now })
}

// CloseSession ends a session with every handle it holds, persistent ones aside, and tells whether there was one.
func (s *SMB) CloseSession(id int64) bool {
	if !s.sessions.Delete(numberKey(id)) {
		return false
	}
	for key, f := range s.open.All() {
		switch {
		case f.SessionID != id:
		case f.Persistent:
			s.open.Update(key, func(f *SMBOpenFile) { f.SessionID = 0 })
		default:
			s.open.Delete(key)
		}
	}
	return true
}

// Reclaim gives a persistent handle that lost its session to another one, and tells whether it was still there.
func (s *SMB) Reclaim(file, session int64) bool {
	at, ok := s.Session(session)
	f, open := s.OpenFile(file)
	if !ok || !open || f.SessionID != 0 {
		return false
	}
	return s.open.Update(numberKey(file), func(f *SMBOpenFile) { f.SessionID, f.LNN = session, at.LNN })
}

// Open gives a handle to a session and returns it with its number; ok is false if the session has ended.
func (s *SMB) Open(f SMBOpenFile) (opened SMBOpenFile, ok bool) {
	session, ok := s.Session(f.SessionID)
	if !ok {
		return SMBOpenFile{}, false
	}
	f.ID, f.LNN, f.User, f.Zone = s.nextID(), session.LNN, session.User, session.Zone
	s.open.Put(numberKey(f.ID), f)
	return f, true
}

// OpenFile returns the handle of that number.
func (s *SMB) OpenFile(id int64) (SMBOpenFile, bool) { return s.open.Get(numberKey(id)) }

// OpenFiles lists the handles in the order they were opened; lnn 0 means those of all nodes.
func (s *SMB) OpenFiles(lnn int) []SMBOpenFile {
	var out []SMBOpenFile
	for _, f := range s.open.All() {
		if lnn == 0 || f.LNN == lnn {
			out = append(out, f)
		}
	}
	return out
}

// CloseFile closes a handle and tells whether there was one.
func (s *SMB) CloseFile(id int64) bool { return s.open.Delete(numberKey(id)) }
