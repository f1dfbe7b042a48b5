// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package permit

import (
	"path"
	"strings"
)

// Chore is one thing that housekeeping is for.
type Chore string

// What housekeeping is for.
const (
	LogIn    Chore = "log-in"
	Lease    Chore = "lease"
	Journal  Chore = "journal"
	DNSCache Chore = "DNS cache"
)

// Allowed is what a chore may do.
type Allowed struct {
	// Methods are those of the client that it calls. All but the log-in are exported ones.
	Methods []string
	// Because is why no plan has to list it.
	Because string
}

// Chores is all that is written without an approved step. Nothing on it changes what belongs to the user; tests hold the list against
// the client's methods and against the code that makes a Housekeeping.
var Chores = map[Chore]Allowed{
	LogIn: {
		Methods: []string{"login", "logout"},
		Because: "a session of our own, which ends by itself",
	},
	Lease: {
		Methods: []string{"WriteFile", "MakeDirectory", "RenameFile", "DeleteFile"},
		Because: "files of our own below the journal directory, and of no other; see Housekeeping.Covers",
	},
	Journal: {
		Methods: []string{"WriteFile", "MakeDirectory"},
		Because: "files of our own below the journal directory, and of no other; see Housekeeping.Covers",
	},
	DNSCache: {
		Methods: []string{"FlushDNSCache"},
		Because: "a cluster forgets answers that it would ask for again anyway; it is also done where a run stays open and no step is left",
	},
}

// Housekeeping allows a chore. It opens no method that takes a Permit, and its zero value allows nothing.
type Housekeeping struct {
	chore     Chore
	directory string
	held      func() error
}

// Keep is the housekeeping of a chore. directory is the one below which it may write files, "" for none.
func Keep(c Chore, directory string) Housekeeping {
	return Housekeeping{chore: c, directory: directory}
}

// While is the same for as long as held answers nil.
func (h Housekeeping) While(held func() error) Housekeeping {
	h.held = held
	return h
}

// Covers tells whether a file or directory lies in the directory of the chore.
func (h Housekeeping) Covers(file string) bool {
	within := path.Clean(h.directory)
	return h.directory != "" && within != "/" && (file == within || strings.HasPrefix(path.Clean(file), within+"/"))
}

// Kind is KindHousekeeping, None for one that allows nothing.
func (h Housekeeping) Kind() Kind {
	if h.chore == "" {
		return None
	}
	return KindHousekeeping
}

// Check is as Permit.Check.
func (h Housekeeping) Check() error { return check(string(h.chore), h.held) }

// String is the permit for the log.
func (h Housekeeping) String() string {
	if h.chore == "" {
		return "none"
	}
	return string(KindHousekeeping) + "(" + string(h.chore) + ")"
}
