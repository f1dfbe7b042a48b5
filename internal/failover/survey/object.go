// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"slices"
	"strconv"
	"strings"
)

// Kinds of Object.
const (
	KindShare  = "share"
	KindExport = "export"
	KindAlias  = "alias"
)

// Object is an SMB share, an NFS export or an NFS alias at or below a policy path. Its definition is shown as it is without the fence,
// so that no plan, comparison or copy ever sees a fenced value.
type Object struct {
	Kind string `json:"kind"`
	Zone string `json:"zone"`
	// ID addresses the object on its cluster: the share's name, the export's number, the alias's name.
	ID    string   `json:"id"`
	Paths []string `json:"paths"`
	// Pairs are the policies whose directory holds the object; Above is true when it reaches beyond a policy's directory.
	Pairs []string `json:"pairs,omitempty"`
	Above bool     `json:"above,omitempty"`
	// Fenced is true while the live definition is the read-only form of Definition.
	Fenced bool `json:"fenced,omitempty"`
	// Edited is true while there is an original, and the live definition is neither that nor its read-only form: somebody has changed it
	// while the fence held it. Definition is then the live one. It is the source of no copy, and no fence is set on it or lifted.
	Edited     bool       `json:"edited,omitempty"`
	Definition Definition `json:"definition"`
}

// Label is the object in a line for people.
func (o Object) Label() string {
	switch o.Kind {
	case KindExport:
		return "export " + o.ID + " " + strings.Join(o.Paths, " ")
	case KindAlias:
		return "nfs alias " + o.ID
	case KindPool:
		return "pool " + o.ID
	default:
		if o.Zone != "System" {
			return "share " + o.ID + " in zone " + o.Zone
		}
		return "share " + o.ID
	}
}

// Address tells the object apart on its cluster.
func (o Object) Address() string { return o.Kind + "|" + o.Zone + "|" + o.ID }

// Number is the id of an export.
func (o Object) Number() int64 {
	n, err := strconv.ParseInt(o.ID, 10, 64)
	if err != nil {
		panic("an export's id was read as a number: " + err.Error())
	}
	return n
}

// TranslateObject carries an object's paths to the other side, each by the policy that holds it; ok is false if none holds one of them.
func (s *Survey) TranslateObject(o Object, d Direction) (out Object, ok bool) {
	out = o
	out.Definition = o.Definition.Clone()
	out.Fenced, out.Edited = false, false
	out.Paths = make([]string, 0, len(o.Paths))
	list := make([]any, 0, len(o.Paths))
	for _, path := range o.Paths {
		p, held := s.PairAt(d.From, o.Fixed(path))
		if !held {
			return o, false
		}
		out.Paths = append(out.Paths, p.translate(path, d))
		list = append(list, out.Paths[len(out.Paths)-1])
	}
	if len(list) == 0 {
		return o, false
	}
	if o.Kind == KindExport {
		out.Definition["paths"] = list
	} else {
		out.Definition["path"] = list[0]
	}
	return out, true
}

// Fixed is the part of a path of the object that is the same for everybody: a share may have variables in its path (%U, %D, %Z, %L …).
func (o Object) Fixed(path string) string {
	if o.Kind != KindShare || o.Definition["allow_variable_expansion"] == false {
		return path
	}
	return StaticPrefix(path)
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

// Without is a list without the object of an address.
func Without(list []Object, address string) []Object {
	var out []Object
	for _, o := range list {
		if o.Address() != address {
			out = append(out, o)
		}
	}
	return out
}

// SamePaths compares two lists of paths in any order.
func SamePaths(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
