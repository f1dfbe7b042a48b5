// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"
)

// NFSRights is what an export gives to a client.
type NFSRights struct {
	Mount bool // the client may use the export at all
	Write bool
	Root  bool // root stays root
}

// Rights works out what an export gives to the client at an address: "clients follow read_only; read_only_clients, read_write_clients,
// root_clients override" (behaviour.md §9). An export whose lists are all empty is open to everybody. A client that stands on the read-only
// list and on another one may only read.
func (n *NFS) Rights(e NFSExport, address string) NFSRights {
	readOnly := n.anyMatches(e.ReadOnlyClients, address)
	readWrite := n.anyMatches(e.ReadWriteClients, address)
	root := n.anyMatches(e.RootClients, address)
	open := len(e.Clients)+len(e.ReadOnlyClients)+len(e.ReadWriteClients)+len(e.RootClients) == 0
	plain := open || root || n.anyMatches(e.Clients, address)
	return NFSRights{
		Mount: plain || readOnly || readWrite,
		Write: !readOnly && (readWrite || plain && !e.ReadOnly),
		Root:  root && !readOnly,
	}
}

// ExportFor finds the export of a zone through which a client mounts a path or an alias, and the directory that this leads to. The longest
// export path that holds the mount decides; only exports with all_dirs set can be mounted below their own paths.
func (n *NFS) ExportFor(zone, mount, address string) (e NFSExport, dir string, ok bool) {
	dir = n.resolveAlias(zone, mount)
	longest := ""
	for _, each := range n.Exports(zone) {
		for _, p := range each.Paths {
			fits := p == dir || each.AllDirs && strings.HasPrefix(dir, p+"/")
			if fits && len(p) > len(longest) && n.Rights(each, address).Mount {
				e, longest, ok = each, p, true
			}
		}
	}
	return e, dir, ok
}

// HasPath tells whether the export still exports the directory.
func (e NFSExport) HasPath(dir string) bool {
	return slices.ContainsFunc(e.Paths, func(p string) bool { return p == dir || e.AllDirs && strings.HasPrefix(dir, p+"/") })
}
