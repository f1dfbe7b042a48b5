// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"slices"
	"strings"
)

// NFS holds exports, aliases and locks, and what the cluster's resolver knows about client names.
// The zero NFS is a running service without exports.
type NFS struct {
	exports    Table[NFSExport]       // by zone and number
	aliases    Table[NFSAlias]        // by zone and name
	numbers    Table[int64]           // zone to the last export number given out: one counter per zone [B§5]
	locks      Table[NFSLock]         // held and waited for
	nlm        Table[NLMSession]      // NFSv3 lock clients
	zones      Table[NFSZoneSettings] // only zones whose settings were changed
	global     *NFSGlobalSettings     // nil while nobody has changed them; replaced, never written in place
	hosts      Table[string]          // client name to address
	resolverUp *bool                  // nil means up
	reloads    int
}

func (n *NFS) clone() NFS {
	return NFS{
		exports: n.exports.Clone(), aliases: n.aliases.Clone(), numbers: n.numbers.Clone(), locks: n.locks.Clone(),
		nlm: n.nlm.Clone(), zones: n.zones.Clone(), global: n.global, hosts: n.hosts.Clone(), resolverUp: n.resolverUp,
		reloads: n.reloads,
	}
}

func exportKey(zone string, id int64) string { return strings.ToLower(zone) + "/" + numberKey(id) }

// Export returns the export of that number in a zone.
func (n *NFS) Export(zone string, id int64) (NFSExport, bool) {
	return n.exports.Get(exportKey(zone, id))
}

// Exports lists the exports of a zone by number; zone "" lists those of all zones.
func (n *NFS) Exports(zone string) []NFSExport {
	var out []NFSExport
	for _, e := range n.exports.All() {
		if zone == "" || strings.EqualFold(e.Zone, zone) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b NFSExport) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Zone), strings.ToLower(b.Zone)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// AddExport makes an export with the zone's next number and returns it. Numbers of deleted exports are not given out again.
func (n *NFS) AddExport(e NFSExport) NFSExport {
	zone := strings.ToLower(e.Zone)
	last, _ := n.numbers.Get(zone)
	e.ID = last + 1
	n.numbers.Put(zone, e.ID)
	n.PutExport(e)
	return e
}

// PutExport replaces the export of the same zone and number.
func (n *NFS) PutExport(e NFSExport) { n.exports.Put(exportKey(e.Zone, e.ID), e) }

// DeleteExport removes an export and tells whether there was one.
func (n *NFS) DeleteExport(zone string, id int64) bool { return n.exports.Delete(exportKey(zone, id)) }

func aliasKey(zone, name string) string { return strings.ToLower(zone) + "\x00" + name }

// Alias returns the alias of that name (with its leading slash) in a zone.
func (n *NFS) Alias(zone, name string) (NFSAlias, bool) { return n.aliases.Get(aliasKey(zone, name)) }

// Aliases lists the aliases of a zone in the order they were made.
func (n *NFS) Aliases(zone string) []NFSAlias {
	var out []NFSAlias
	for _, a := range n.aliases.All() {
		if strings.EqualFold(a.Zone, zone) {
			out = append(out, a)
		}
	}
	return out
}

// PutAlias makes an alias or replaces the one of the same zone and name.
func (n *NFS) PutAlias(a NFSAlias) { n.aliases.Put(aliasKey(a.Zone, a.Name), a) }

// DeleteAlias removes an alias and tells whether there was one.
func (n *NFS) DeleteAlias(zone, name string) bool { return n.aliases.Delete(aliasKey(zone, name)) }

// Reload rereads the default export settings. Reloads counts how often that was asked for.
func (n *NFS) Reload() { n.reloads++ }

// Reloads is how often the default export settings were reread.
func (n *NFS) Reloads() int { return n.reloads }
