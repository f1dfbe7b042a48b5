// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Number is the id of an export.
func (o Object) Number() int64 {
	n, err := strconv.ParseInt(o.ID, 10, 64)
	if err != nil {
		panic("an export's id was read as a number: " + err.Error())
	}
	return n
}

// Only keeps the properties that OneFS takes for this kind of write.
func (d Definition) Only(kind onefs.Kind, verb onefs.Verb) Definition {
	out := Definition{}
	for _, k := range onefs.Writable(kind, verb) {
		if v, ok := d[k]; ok {
			out[k] = v
		}
	}
	return out
}

func (d Definition) With(k string, v any) Definition {
	out := d.Clone()
	out[k] = v
	return out
}

// FencedProperties are the only properties that the fence changes and that lifting restores.
func FencedProperties(kind string) []string {
	if kind == KindExport {
		return []string{"read_only", "read_only_clients", "read_write_clients", "root_clients"}
	}
	return []string{"permissions", "run_as_root", "auto_create_directory"}
}

func Without(list []Object, address string) []Object {
	var out []Object
	for _, o := range list {
		if o.Address() != address {
			out = append(out, o)
		}
	}
	return out
}

// Both copies of the journal may be gone while a run is half done. Its record is then made again from the survey that Terraform's private
// state kept from before the run: a share or an export that is exactly what the fence makes of its definition there was fenced by the run.
// Nothing less is taken for a sign of it: names and policies may have been moved by hand, in an emergency, and no run may undo that.

// journalsAbsent: both copies were looked for, and neither is there. One that cannot be read may hold everything.
func (s *Survey) JournalsAbsent() bool {
	for _, c := range s.Clusters {
		if c.Journal != "" {
			return false
		}
	}
	return true
}

// FencedAs tells whether a live definition is what the fence makes of the object, and nothing that it was before.
func (o Object) FencedAs(is Definition) bool {
	properties := FencedProperties(o.Kind)
	return SameFields(Fence(o), is, properties) && !SameFields(o.Definition, is, properties)
}

func SameFields(a, b Definition, properties []string) bool {
	x, y := Definition{}, Definition{}
	for _, k := range properties {
		x[k], y[k] = a[k], b[k]
	}
	return x.Equal(y)
}

func (s *Survey) PairAt(cluster, path string) (Pair, bool) {
	var best Pair
	found := false
	for _, p := range s.Pairs {
		if Within(p.Paths[cluster], path) && (!found || len(p.Paths[cluster]) > len(best.Paths[cluster])) {
			best, found = p, true
		}
	}
	return best, found
}

// above: a policy's directory lies below the path.
func (s *Survey) Above(cluster, path string) bool {
	return slices.ContainsFunc(s.Pairs, func(p Pair) bool { return Within(path, p.Paths[cluster]) })
}

// Exists tells whether a policy that is not covered, or not any more, was seen.
func (s *Survey) Exists(policy string) bool {
	for _, c := range s.Clusters {
		if _, ok := c.Policies[policy]; ok {
			return true
		}
	}
	return slices.Contains(s.Undeclared, policy)
}

// IgnoreTags are the aliases that take the pool out of every failover.
func (p *PoolView) IgnoreTags() []string {
	var out []string
	for _, n := range p.All() {
		if names.KindOf(n) == names.Ignore {
			out = append(out, n)
		}
	}
	return out
}

func (s *Survey) Pair(name string) (Pair, bool) {
	for _, p := range s.Pairs {
		if p.Name == name {
			return p, true
		}
	}
	return Pair{}, false
}

// TranslateObject carries an object's paths to the other side. Every path of an export below one policy path moves alike.
func (p Pair) TranslateObject(o Object, from, to string) Object {
	o.Definition = o.Definition.Clone()
	o.Fenced = false
	paths := make([]string, 0, len(o.Paths))
	for _, path := range o.Paths {
		paths = append(paths, p.translate(path, from, to))
	}
	o.Paths = paths
	if o.Kind == KindExport {
		list := make([]any, 0, len(paths))
		for _, path := range paths {
			list = append(list, path)
		}
		o.Definition["paths"] = list
		return o
	}
	o.Definition["path"] = paths[0]
	return o
}

// Counterpart finds an object on the other side: shares and aliases by zone and name, exports by zone and paths (their numbers differ).
func (s *Survey) Counterpart(want Object, on string) (Object, bool) {
	for _, o := range s.Clusters[on].Objects {
		if o.Kind != want.Kind || !strings.EqualFold(o.Zone, want.Zone) {
			continue
		}
		if o.Kind == KindExport && SamePaths(o.Paths, want.Paths) || o.Kind != KindExport && strings.EqualFold(o.ID, want.ID) {
			return o, true
		}
	}
	return Object{}, false
}

func SamePaths(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// Covers tells whether every property of want has the same value in have.
func Covers(have, want Definition) bool {
	for k, w := range want {
		if !(Definition{k: have[k]}).Equal(Definition{k: w}) {
			return false
		}
	}
	return true
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
			if !slices.Contains(readers, c) {
				readers = append(readers, c)
			}
		}
		d[k] = []any{}
	}
	d["read_only_clients"] = readers
}

func List(v any) []any {
	l, _ := v.([]any)
	out := make([]any, 0, len(l))
	return append(out, l...)
}

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
func (o Object) Ifaces() []onefs.Iface {
	out := []onefs.Iface{}
	for _, x := range List(o.Definition["ifaces"]) {
		i, ok := x.(map[string]any)
		if !ok {
			continue
		}
		var lnn int
		if _, err := fmt.Sscan(fmt.Sprint(i["lnn"]), &lnn); err == nil {
			out = append(out, onefs.Iface{Iface: fmt.Sprint(i["iface"]), LNN: lnn})
		}
	}
	return out
}

// Put shows an object on a cluster: in place of the one with its address, or beside all others. The number of an export that is made is not
// known before; it gets one that is free.
func (s *Survey) Put(cluster string, o Object, exists bool) {
	c := s.Clusters[cluster]
	at := func(o Object) int {
		return slices.IndexFunc(c.Objects, func(x Object) bool {
			return x.Kind == o.Kind && strings.EqualFold(x.Zone, o.Zone) && strings.EqualFold(x.ID, o.ID)
		})
	}
	i := at(o)
	for n := 1; !exists && o.Kind == KindExport && i >= 0; n++ {
		o.ID = strconv.Itoa(n)
		i = at(o)
	}
	if i >= 0 {
		o.ID = c.Objects[i].ID
		c.Objects[i] = o
		return
	}
	c.Objects = append(c.Objects, o)
}
