// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"strconv"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
)

var clientRoutes = []route{
	{"GET /resolve", "where a name leads, asked as the site's DNS server would: ?name=nas1.demo.local", resolve},
	{"GET /clients", "the clients, what they have mounted and what they hold open", listClients},
	{
		"POST /clients",
		`add a client: {"name": "win2", "address": "10.1.0.31", "protocol": "smb", "user": "DEMO\\alice"}; protocols smb, nfs3, nfs4; ` +
			`"persistent": true asks for handles that outlive their session; several clients may have one address`,
		addClient,
	},
	{"POST /clients/{client}/mount", `mount a share, an export path or an alias: {"name": "nas1.demo.local", "target": "nas1"}`, mount},
	{"POST /clients/{client}/unmount", "unmount", unmount},
	{"POST /clients/{client}/open", `open a file and hold it: {"file": "a/file0", "write": true}`, open},
	{"POST /clients/{client}/close", "close everything that is open", closeAll},
	{"POST /clients/{client}/write", `write and get an acknowledgement: {"file": "a/file0", "id": "w1", "bytes": 10}`, write},
	{"POST /clients/{client}/read", `read: {"file": "a/file0"}; the answer lists the ids of the writes in the file`, read},
	{
		"POST /clients/{client}/writer",
		`write in the background: {"file": "a/log", "every": "5s", "bytes": 10, "remount": true}`, startWriter,
	},
	{"DELETE /clients/{client}/writer", "end the background writer", stopWriter},
	{"GET /writers", "the background writers and their counts", func(c *call) (any, error) { return orEmpty(clients.Writers(c.w)), nil }},
	{"GET /acknowledged", "every acknowledged write", func(c *call) (any, error) { return orEmpty(clients.Acks(c.w)), nil }},
}

func resolve(c *call) (any, error) {
	name := c.http.URL.Query().Get("name")
	if name == "" {
		return nil, wrong("the query parameter name is missing")
	}
	r, ok := clients.Resolve(c.w, name)
	if !ok {
		return nil, missing("no cluster answers for %s", name)
	}
	return r, nil
}

func listClients(c *call) (any, error) { return orEmpty(clients.All(c.w)), nil }

func addClient(c *call) (any, error) {
	var in struct {
		Name       string           `json:"name"`
		Address    string           `json:"address"`
		Protocol   clients.Protocol `json:"protocol"`
		User       string           `json:"user"`
		Controller string           `json:"controller"`
		Persistent bool             `json:"persistent"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	switch in.Protocol {
	case clients.SMB, clients.NFS3, clients.NFS4:
	default:
		return nil, wrong("protocol must be smb, nfs3 or nfs4, not %q", in.Protocol)
	}
	if in.Name == "" || in.Address == "" {
		return nil, wrong("a client needs a name and an address")
	}
	clients.Add(c.w, clients.Client{
		Name: in.Name, Address: in.Address, Protocol: in.Protocol, User: in.User, Controller: in.Controller,
		Persistent: in.Persistent,
	})
	return nil, nil
}

// client is the name in the path; clients that do not exist are told apart from operations that fail.
func (c *call) client() (string, error) {
	name := c.http.PathValue("client")
	if _, ok := clients.Get(c.w, name); !ok {
		return "", missing("there is no client %q", name)
	}
	return name, nil
}

func mount(c *call) (any, error) {
	var in struct {
		Name   string `json:"name"`
		Target string `json:"target"`
	}
	name, err := c.client()
	if err != nil {
		return nil, err
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if err := clients.Connect(c.w, name, in.Name, in.Target); err != nil {
		return nil, err
	}
	got, _ := clients.Get(c.w, name)
	return got.Mount, nil
}

func unmount(c *call) (any, error) {
	name, err := c.client()
	if err != nil {
		return nil, err
	}
	return nil, clients.Disconnect(c.w, name)
}

type access struct {
	File  string `json:"file"`
	Write bool   `json:"write"`
	ID    string `json:"id"`
	Bytes int64  `json:"bytes"`
}

func (c *call) access() (string, access, error) {
	var in access
	name, err := c.client()
	if err != nil {
		return "", in, err
	}
	return name, in, c.read(&in)
}

func open(c *call) (any, error) {
	name, in, err := c.access()
	if err != nil {
		return nil, err
	}
	return nil, clients.Open(c.w, name, in.File, in.Write)
}

func closeAll(c *call) (any, error) {
	name, err := c.client()
	if err != nil {
		return nil, err
	}
	return nil, clients.CloseAll(c.w, name)
}

func write(c *call) (any, error) {
	name, in, err := c.access()
	if err != nil {
		return nil, err
	}
	if in.ID == "" {
		return nil, wrong("a write needs an id")
	}
	if err := clients.Write(c.w, name, in.File, in.ID, in.Bytes); err != nil {
		return nil, err
	}
	acks := clients.Acks(c.w)
	return acks[len(acks)-1], nil
}

func read(c *call) (any, error) {
	name, in, err := c.access()
	if err != nil {
		return nil, err
	}
	f, err := clients.Read(c.w, name, in.File)
	if err != nil {
		return nil, err
	}
	return map[string]any{"path": f.Path, "size": f.Size, "writes": orEmpty(f.Writes), "content": string(f.Content)}, nil
}

func startWriter(c *call) (any, error) {
	var in struct {
		File    string `json:"file"`
		Every   string `json:"every"`
		Bytes   int64  `json:"bytes"`
		Remount bool   `json:"remount"`
	}
	name, err := c.client()
	if err != nil {
		return nil, err
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	every, err := time.ParseDuration(in.Every)
	if err != nil || every <= 0 {
		return nil, wrong("every must be a duration above zero, such as 5s, not %q", in.Every)
	}
	clients.StartWriter(c.w, clients.Writer{Client: name, File: in.File, Every: every, Bytes: in.Bytes, Remount: in.Remount})
	return nil, nil
}

func stopWriter(c *call) (any, error) {
	name, err := c.client()
	if err != nil {
		return nil, err
	}
	clients.StopWriter(c.w, name)
	return nil, nil
}

func decimal(n int) string { return strconv.Itoa(n) }

// orEmpty makes an absent list an empty one, so that programs need not tell them apart.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
