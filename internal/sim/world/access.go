// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "time"

// Access holds the sessions of a cluster. Who may log in is in Auth.
type Access struct {
	Sessions Table[Session] // by value of the cookie isisessid
	Settings SessionSettings
}

// Session is one log-in. A replaced cookie leaves the old session valid until its own end (behaviour.md 2).
type Session struct {
	ID       string // value of the cookie isisessid
	CSRF     string // value of the cookie isicsrf
	User     string
	Services []string
	// Node is the LNN of the node that made it.
	Node int
	// Rights are the privileges at log-in; a later change of roles needs a new session (behaviour.md 11).
	Rights []Privilege
	// IdleEnd and End are when it ends unused, and at the latest.
	IdleEnd time.Time
	End     time.Time
}

// SessionSettings are the time-outs of sessions; 0 means OneFS's own (behaviour.md 2).
type SessionSettings struct {
	InactiveTimeout int // seconds
	AbsoluteTimeout int // seconds
}

func (a *Access) clone() Access {
	return Access{Sessions: a.Sessions.Clone(), Settings: a.Settings}
}
