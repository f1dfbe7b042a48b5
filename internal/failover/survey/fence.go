// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"fmt"
	"reflect"
	"slices"
)

// FencedProperties are the only properties that the fence changes and that lifting restores.
func FencedProperties(kind string) []string {
	if kind == KindExport {
		return []string{"read_only", "read_only_clients", "read_write_clients", "root_clients"}
	}
	return []string{"permissions", "run_as_root", "auto_create_directory"}
}

// Fence is the read-only form of a share or an export.
func Fence(o Object) Definition {
	d := o.Definition.Clone()
	if o.Kind == KindExport {
		fenceExport(d)
		return d
	}
	fenceShare(d)
	return d
}

// fenceShare lowers every allowed right to read; nobody acts as root; no directory is made on connecting.
func fenceShare(d Definition) {
	if list, ok := d["permissions"].([]any); ok {
		for _, e := range list {
			entry, ok := e.(map[string]any)
			if !ok || entry["permission_type"] != "allow" {
				continue
			}
			if entry["permission"] == "full" || entry["permission"] == "change" {
				entry["permission"] = "read"
			}
		}
	}
	d["run_as_root"] = []any{}
	d["auto_create_directory"] = false
}

// fenceExport makes the export read-only and moves every client with a right to write, or to act as root, to the read-only list.
// `clients` stays: it follows read_only (behaviour.md §9).
func fenceExport(d Definition) {
	d["read_only"] = true
	readers := List(d["read_only_clients"])
	for _, k := range []string{"read_write_clients", "root_clients"} {
		for _, c := range List(d[k]) {
			if !slices.ContainsFunc(readers, func(r any) bool { return reflect.DeepEqual(r, c) }) {
				readers = append(readers, c)
			}
		}
		d[k] = []any{}
	}
	d["read_only_clients"] = readers
}

// FencedAs tells whether a live definition is what the fence makes of the object, and nothing that it was before.
func (o Object) FencedAs(is Definition) bool {
	properties := FencedProperties(o.Kind)
	return SameFields(Fence(o), is, properties) && !SameFields(o.Definition, is, properties)
}

// SetFenced shows the object of this address as fenced or not.
func (s *Survey) SetFenced(cluster string, o Object, fenced bool) {
	for i := range s.Clusters[cluster].Objects {
		if s.Clusters[cluster].Objects[i].Address() == o.Address() {
			s.Clusters[cluster].Objects[i].Fenced = fenced
		}
	}
}

// The fence "interfaces" takes the pool's interfaces away, which cuts SMB, NFS, S3 and HDFS on exactly this pool at once. The list goes to
// the journal before, as any original does, and comes back when the path no longer needs the fence. It is as good as the pool is the only
// way to the data: that is what its findings are about.

// KindPool is the kind of an original that is the interface list of a pool.
const KindPool = "pool"

// Original is the pool's interface list as an object of the journal.
func (p *PoolView) Original(pairs []Pair) Object {
	ifaces := make([]any, 0, len(p.Ifaces))
	for _, i := range p.Ifaces {
		ifaces = append(ifaces, map[string]any{"iface": i.Iface, "lnn": i.LNN})
	}
	o := Object{Kind: KindPool, ID: p.ID, Definition: Definition{"ifaces": ifaces}}
	for _, pair := range pairs {
		o.Pairs = append(o.Pairs, pair.Name)
	}
	return o
}

// Ifaces are the interfaces of an original.
func (o Object) Ifaces() []Iface {
	out := []Iface{}
	for _, x := range List(o.Definition["ifaces"]) {
		i, ok := x.(map[string]any)
		if !ok {
			continue
		}
		var lnn int
		if _, err := fmt.Sscan(fmt.Sprint(i["lnn"]), &lnn); err == nil {
			out = append(out, Iface{Iface: fmt.Sprint(i["iface"]), LNN: lnn})
		}
	}
	return out
}
