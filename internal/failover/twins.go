// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// twin finds the object on the receiving side that stands for one of the other side, of which want is the translation. Shares and aliases
// have names. Exports have only paths, and a directory may be exported several times, to different clients: those that say the same belong
// together, then the others in the order of their numbers. So each has a twin of its own, and what is copied stays copied.
func (s *Survey) twin(o, want Object, p Pair, from, to string) (Object, bool) {
	if o.Kind != KindExport {
		return s.counterpart(want, to)
	}
	mine, theirs := s.exportsOf(from, o), s.exportsOf(to, want)
	of := map[string]Object{}
	taken := map[string]bool{}
	pick := func(fits func(x, y Object) bool) {
		for _, x := range mine {
			if _, has := of[x.ID]; has {
				continue
			}
			if i := slices.IndexFunc(theirs, func(y Object) bool { return !taken[y.ID] && fits(x, y) }); i >= 0 {
				of[x.ID], taken[theirs[i].ID] = theirs[i], true
			}
		}
	}
	pick(func(x, y Object) bool { return covers(y.Definition, p.translateObject(x, from, to).Definition) })
	pick(func(_, _ Object) bool { return true })
	have, ok := of[o.ID]
	return have, ok
}

// exportsOf are the exports of a cluster with the zone and the paths of a given one, by number.
func (s *Survey) exportsOf(cluster string, like Object) []Object {
	var out []Object
	for _, x := range s.Clusters[cluster].Objects {
		if x.Kind == KindExport && strings.EqualFold(x.Zone, like.Zone) && samePaths(x.Paths, like.Paths) {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Object) int {
		x, errX := strconv.ParseInt(a.ID, 10, 64)
		y, errY := strconv.ParseInt(b.ID, 10, 64)
		if errX != nil || errY != nil {
			return strings.Compare(a.ID, b.ID)
		}
		return cmp.Compare(x, y)
	})
	return out
}

// put shows an object on a cluster: in place of the one with its address, or beside all others. The number of an export that is made is not
// known before; it gets one that is free.
func (s *Survey) put(cluster string, o Object, exists bool) {
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
