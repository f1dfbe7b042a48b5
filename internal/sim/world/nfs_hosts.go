// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"net/netip"
	"slices"
	"strings"
)

// AddHost tells the cluster's resolver the address of a client name.
func (n *NFS) AddHost(name, address string) { n.hosts.Put(strings.ToLower(name), address) }

// SetResolver says whether the cluster's own resolver answers. While it does not, no client name is known.
func (n *NFS) SetResolver(up bool) { n.resolverUp = &up }

// resolve returns the address of a client name.
func (n *NFS) resolve(name string) (string, bool) {
	if n.resolverUp != nil && !*n.resolverUp {
		return "", false
	}
	return n.hosts.Get(strings.ToLower(name))
}

// Unresolved lists the entries of client lists that are names which the resolver does not know. Addresses, subnets and netgroups
// (@…) need no resolver.
func (n *NFS) Unresolved(lists ...[]string) []string {
	out := []string{}
	for _, list := range lists {
		for _, entry := range list {
			if isAddress(entry) || strings.HasPrefix(entry, "@") {
				continue
			}
			if _, known := n.resolve(entry); !known {
				out = append(out, entry)
			}
		}
	}
	return out
}

// matches tells whether an entry of a client list means the client at address.
func (n *NFS) matches(entry, address string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return strings.EqualFold(entry, address)
	}
	if one, err := netip.ParseAddr(entry); err == nil {
		return one.Unmap() == ip.Unmap()
	}
	if subnet, err := netip.ParsePrefix(entry); err == nil {
		return subnet.Contains(ip.Unmap())
	}
	resolved, known := n.resolve(entry)
	return known && n.matches(resolved, address)
}

func (n *NFS) anyMatches(list []string, address string) bool {
	for _, entry := range list {
		if n.matches(entry, address) {
			return true
		}
	}
	return false
}

func isAddress(entry string) bool {
	if _, err := netip.ParseAddr(entry); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(entry)
	return err == nil
}

// Conflicts lists the paths of e that another export of the zone has for some of the same clients: the two could give one client
// different rights. Exports without client lists are for everybody.
func (n *NFS) Conflicts(e NFSExport) []string {
	out := []string{}
	for _, path := range e.Paths {
		for _, other := range n.Exports(e.Zone) {
			if other.ID != e.ID && slices.Contains(other.Paths, path) && shareClients(e, other) {
				out = append(out, path)
				break
			}
		}
	}
	return out
}

func shareClients(a, b NFSExport) bool {
	mine, theirs := a.everyClient(), b.everyClient()
	if len(mine) == 0 || len(theirs) == 0 {
		return true
	}
	return slices.ContainsFunc(mine, func(entry string) bool { return slices.Contains(theirs, entry) })
}

func (e NFSExport) everyClient() []string {
	return slices.Concat(e.Clients, e.ReadOnlyClients, e.ReadWriteClients, e.RootClients)
}
