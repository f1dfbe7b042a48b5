// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Protocol is how a client speaks to the clusters.
type Protocol string

// The protocols.
const (
	SMB  Protocol = "smb"
	NFS3 Protocol = "nfs3"
	NFS4 Protocol = "nfs4"
)

// Client is one mount of a computer by one user. A computer that has mounted more, on this pool or another one, is several clients of one
// address, which may also stand for a terminal server or a translated network. Slices are replaced, never written in place.
type Client struct {
	Name     string   `json:"name"`
	Address  string   `json:"address"`
	Protocol Protocol `json:"protocol"`
	User     string   `json:"user"`
	// Persistent asks for handles that outlive their session, which shares with continuous availability give.
	Persistent bool `json:"persistent,omitempty"`
	// Controller is the domain controller that it asks for tickets; "" for the first that is up.
	Controller string   `json:"controller,omitempty"`
	Mount      Mount    `json:"mount"`
	Cache      []Cached `json:"cache,omitempty"`
}

// Mount is what a client has mounted and where.
type Mount struct {
	Active  bool   `json:"active"`
	Name    string `json:"name"`  // the name that was mounted
	Share   string `json:"share"` // share name, or the export path or alias
	Dir     string `json:"dir"`   // the directory below /ifs that this leads to
	Cluster string `json:"cluster"`
	Zone    string `json:"zone"`
	Address string `json:"address"`
	LNN     int    `json:"lnn"`
	// Session is the SMB session's number.
	Session int64 `json:"session,omitempty"`
	// Write and Root are what the share gave when the client connected; for NFS the export is asked each time.
	Write  bool  `json:"write"`
	Root   bool  `json:"root"`
	Export int64 `json:"export,omitempty"`
	// Ticket is the account that the Kerberos ticket is for; "" without Kerberos.
	Ticket  string   `json:"ticket,omitempty"`
	Handles []Handle `json:"handles,omitempty"`
}

// Handle is a file that the client holds open.
type Handle struct {
	Path string `json:"path"` // below /ifs
	File int64  `json:"file,omitempty"`
	Lock string `json:"lock,omitempty"`
	// Write tells that it was opened for writing; Persistent handles keep that when they are reclaimed (a dial).
	Write      bool `json:"write,omitempty"`
	Persistent bool `json:"persistent,omitempty"`
}

// Cached is an answer in the client's own DNS cache.
type Cached struct {
	Name    string    `json:"name"`
	Address string    `json:"address"`
	Until   time.Time `json:"until"`
}

// State is all clients of a world.
type State struct {
	clients world.Table[Client]
	writers world.Table[Writer]
	sides   world.Table[Side] // by policy id
	history History
}

const residence = "clients"

// In returns the clients of a world, none at first.
func In(w *world.World) *State {
	if s, ok := w.Resident(residence).(*State); ok {
		return s
	}
	s := &State{}
	w.Settle(residence, s)
	return s
}

// CloneResident copies the clients with a world.
func (s *State) CloneResident() world.Resident {
	return &State{clients: s.clients.Clone(), writers: s.writers.Clone(), sides: s.sides.Clone(), history: s.history.clone()}
}

// Add adds a client, not mounted, or replaces the one of the same name.
func Add(w *world.World, c Client) { In(w).clients.Put(c.Name, c) }

// Get returns the client of that name.
func Get(w *world.World, name string) (Client, bool) { return In(w).clients.Get(name) }

// All lists the clients in the order they were added.
func All(w *world.World) []Client { return In(w).clients.Values() }

func lookup(w *world.World, name, op string) (Client, error) {
	c, ok := Get(w, name)
	if !ok {
		return Client{}, &Error{Client: name, Op: op, Errno: EBADF, Text: "there is no such client"}
	}
	return c, nil
}

func (c Client) save(w *world.World) { In(w).clients.Put(c.Name, c) }

func (m Mount) handle(path string) (Handle, bool) {
	i := slices.IndexFunc(m.Handles, func(h Handle) bool { return h.Path == path })
	if i < 0 {
		return Handle{}, false
	}
	return m.Handles[i], true
}
