// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 2a, "SMB Shares and NFS exports/aliases are replicated to the Target Cluster": SyncIQ copies files, not definitions. Each
// object at or below a policy path is created or updated on the receiving side, its path translated. Objects that exist only there are
// never deleted.

func unmetConfiguration(s *Survey, in Intent) []Step {
	if !in.CopyConfiguration {
		return nil
	}
	from, to := in.From(), in.To()
	var out []Step
	for _, o := range s.Clusters[from].Objects {
		p, ok := s.copies(o, from, to)
		if !ok || s.originalLost(from, o) {
			continue
		}
		want := p.translateObject(o, from, to)
		have, exists := s.twin(o, want, p, from, to)
		verb := "create"
		if exists {
			if covers(have.Definition, want.Definition) {
				continue
			}
			verb = "update"
			want.ID = have.ID
		}
		out = append(out, Step{
			Keys: []Key{key(StageConfiguration, to, o.Kind, o.address(), verb)},
			Lane: to + "/" + o.Kind,
			lines: []line{{
				group: groupConfiguration, object: o.address(),
				text: o.label() + ": " + from + " -> " + to + ", " + verb,
			}},
			Effect: func(s *Survey) { s.put(to, want, exists) },
			Do: func(ctx context.Context, r *run, permit permit.Permit) error {
				return r.writeObject(ctx, permit, to, want, exists)
			},
		})
	}
	return out
}

// copies: the object belongs to a policy whose data is still to go, and reaches nowhere else.
func (s *Survey) copies(o Object, from, to string) (Pair, bool) {
	if o.Above || len(o.Pairs) == 0 {
		return Pair{}, false
	}
	for _, name := range o.Pairs {
		p, ok := s.pair(name)
		if !ok || s.Position(p, from, to) != AtFrom {
			return Pair{}, false
		}
	}
	return s.pair(o.Pairs[0])
}

func (s *Survey) pair(name string) (Pair, bool) {
	for _, p := range s.Pairs {
		if p.Name == name {
			return p, true
		}
	}
	return Pair{}, false
}

// translateObject carries an object's paths to the other side. Every path of an export below one policy path moves alike.
func (p Pair) translateObject(o Object, from, to string) Object {
	o.Definition = o.Definition.clone()
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

// counterpart finds an object on the other side: shares and aliases by zone and name, exports by zone and paths (their numbers differ).
func (s *Survey) counterpart(want Object, on string) (Object, bool) {
	for _, o := range s.Clusters[on].Objects {
		if o.Kind != want.Kind || !strings.EqualFold(o.Zone, want.Zone) {
			continue
		}
		if o.Kind == KindExport && samePaths(o.Paths, want.Paths) || o.Kind != KindExport && strings.EqualFold(o.ID, want.ID) {
			return o, true
		}
	}
	return Object{}, false
}

func samePaths(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// covers tells whether every property of want has the same value in have.
func covers(have, want Definition) bool {
	for k, w := range want {
		if !(Definition{k: have[k]}).equal(Definition{k: w}) {
			return false
		}
	}
	return true
}
