// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"strings"
	"time"
)

// NFSLock is one lock that an NFS client holds or waits for.
type NFSLock struct {
	ID       string
	Client   string // address or name
	ClientID int64
	Version  string // v3, v4.0, …; locks of v3 are NLM locks
	Created  time.Time
	LIN      int64
	Kind     string // exclusive or shared
	Path     string
	Range    []int64 // first byte and length
	Waiting  bool    // true: not held yet
}

// NLMSession is one client of the NFSv3 lock service.
type NLMSession struct {
	ID           string // client and cluster address
	ClusterIP    string
	Hostname     string
	HostType     string
	Active       bool
	LastModified time.Time
	Zone         string
}

// AddLock notes a lock. A v3 lock makes its client known to the lock service of the zone, at the address it uses.
func (n *NFS) AddLock(l NFSLock, zone, clusterIP string) {
	n.locks.Put(l.ID, l)
	if l.Version != "v3" {
		return
	}
	s := NLMSession{
		ID: l.Client, ClusterIP: clusterIP, Hostname: l.Client, HostType: "client", Active: true,
		LastModified: l.Created, Zone: zone,
	}
	n.nlm.Put(strings.ToLower(zone)+"/"+s.ID, s)
}

// Locks lists the locks that are held (waiting false) or waited for (waiting true).
func (n *NFS) Locks(waiting bool) []NFSLock {
	var out []NFSLock
	for _, l := range n.locks.All() {
		if l.Waiting == waiting {
			out = append(out, l)
		}
	}
	return out
}

// DropLocks takes away what a client holds and waits for, and returns how many locks that were.
func (n *NFS) DropLocks(client string) int {
	count := 0
	for id, l := range n.locks.All() {
		if l.Client == client {
			n.locks.Delete(id)
			count++
		}
	}
	return count
}

// DropLock takes one lock away.
func (n *NFS) DropLock(id string) bool { return n.locks.Delete(id) }

// NLMSessions lists the lock clients of a zone.
func (n *NFS) NLMSessions(zone string) []NLMSession {
	var out []NLMSession
	for _, s := range n.nlm.All() {
		if strings.EqualFold(s.Zone, zone) {
			out = append(out, s)
		}
	}
	return out
}

// DropNLMSession forgets a lock client with its v3 locks, and tells whether there was one.
func (n *NFS) DropNLMSession(zone, id string) bool {
	if !n.nlm.Delete(strings.ToLower(zone) + "/" + id) {
		return false
	}
	for key, l := range n.locks.All() {
		if l.Client == id && l.Version == "v3" {
			n.locks.Delete(key)
		}
	}
	return true
}
