// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// member is one simulated client: a computer, a user, and what it mounts by a SmartConnect name.
type member struct {
	name     string
	address  string
	protocol string
	user     string
	mount    string // SmartConnect name
	target   string // share, export path or alias
	file     string // that it writes to, below the mount
}

// members are the clients of the demonstration: the lab's shares, exports and aliases are known to it.
var members = []member{
	{"win-alice", "10.1.0.31", "smb", `DEMO\alice`, "nas1.demo.local", "nas1", "demo-win-alice"},
	{"lin-app", "10.1.0.21", "nfs4", "", "nas1.demo.local", "/nas1", "demo-lin-app"},
	{"lin-fin", "10.1.0.22", "nfs3", "", "fin.demo.local", "/fin", "demo-lin-fin"},
}

// clientFacts is what one client experienced when it was asked to read and to write.
type clientFacts struct {
	name     string
	protocol string
	cluster  string // that acknowledged the write
	works    bool
	problem  string
}

// fleet are the clients, with what was acknowledged to them.
type fleet struct {
	control *control
	number  int
}

func (f *fleet) has(name string) bool {
	return slices.ContainsFunc(members, func(m member) bool { return m.name == name })
}

// begin adds the clients, mounts, and lets each write in the background from now on, whatever happens.
func (f *fleet) begin(ctx context.Context) error {
	for _, m := range members {
		add := map[string]any{"name": m.name, "address": m.address, "protocol": m.protocol, "user": m.user}
		if err := f.control.call(ctx, http.MethodPost, "/clients", add, nil); err != nil {
			return err
		}
		if err := f.connect(ctx, m); err != nil {
			return err
		}
		write := map[string]any{"file": m.file + "-log", "every": "2s", "bytes": 64}
		if err := f.control.call(ctx, http.MethodPost, "/clients/"+m.name+"/writer", write, nil); err != nil {
			return err
		}
	}
	return nil
}

func (f *fleet) connect(ctx context.Context, m member) error {
	return f.control.call(ctx, http.MethodPost, "/clients/"+m.name+"/mount", map[string]any{"name": m.mount, "target": m.target}, nil)
}

// remount does what the manual steps ask for: each NFS client that they name by its address unmounts and mounts again by name. It answers
// the names of the clients that succeeded; one that does not will not be able to write.
func (f *fleet) remount(ctx context.Context, steps []string) []string {
	var done []string
	for _, m := range members {
		named := slices.ContainsFunc(steps, func(s string) bool { return slices.Contains(strings.FieldsFunc(s, noAddress), m.address) })
		if m.protocol != "smb" && named && f.connect(ctx, m) == nil {
			done = append(done, m.name)
		}
	}
	return done
}

// noAddress tells the characters that are in no IP address.
func noAddress(r rune) bool { return r != '.' && (r < '0' || r > '9') }

// work lets every client write once and read back everything that was ever acknowledged to it.
func (f *fleet) work(ctx context.Context) []clientFacts {
	var all []clientFacts
	for _, m := range members {
		f.number++
		facts := clientFacts{name: m.name, protocol: m.protocol}
		var ack struct {
			Cluster string `json:"cluster"`
		}
		id := fmt.Sprintf("%s-asked-%d", m.name, f.number)
		write := map[string]any{"file": m.file, "id": id, "bytes": 64}
		err := f.control.call(ctx, http.MethodPost, "/clients/"+m.name+"/write", write, &ack)
		if err != nil {
			facts.problem = "cannot write: " + err.Error()
			all = append(all, facts)
			continue
		}
		facts.cluster, facts.works = ack.Cluster, true
		missing, err := f.missing(ctx, m)
		if err != nil {
			facts.works, facts.problem = false, "cannot read: "+err.Error()
		} else if len(missing) > 0 {
			facts.works, facts.problem = false, fmt.Sprintf("%d acknowledged writes are LOST, first %s", len(missing), missing[0])
		}
		all = append(all, facts)
	}
	return all
}

// counts are the background writes of all clients so far.
type counts struct{ acked, refused int }

func (f *fleet) tally(ctx context.Context) (counts, error) {
	var writers []struct {
		Acked  int `json:"acked"`
		Failed int `json:"failed"`
	}
	var sum counts
	err := f.control.call(ctx, http.MethodGet, "/writers", nil, &writers)
	for _, w := range writers {
		sum.acked, sum.refused = sum.acked+w.Acked, sum.refused+w.Failed
	}
	return sum, err
}

// missing are the writes that were acknowledged to the client and that it cannot read back now.
func (f *fleet) missing(ctx context.Context, m member) ([]string, error) {
	var acks []struct {
		ID     string `json:"id"`
		Client string `json:"client"`
	}
	if err := f.control.call(ctx, http.MethodGet, "/acknowledged", nil, &acks); err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, file := range []string{m.file, m.file + "-log"} {
		var content struct {
			Writes []string `json:"writes"`
		}
		err := f.control.call(ctx, http.MethodPost, "/clients/"+m.name+"/read", map[string]any{"file": file}, &content)
		if err != nil {
			return nil, err
		}
		for _, id := range content.Writes {
			there[id] = true
		}
	}
	var missing []string
	for _, a := range acks {
		if a.Client == m.name && !there[a.ID] {
			missing = append(missing, a.ID)
		}
	}
	return missing, nil
}
