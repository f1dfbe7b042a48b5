// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Copy is where the other side of a path lies.
type Copy struct {
	Policy  string // id of the policy from its home cluster
	Cluster string
	Path    string
	Home    bool // the other side is the policy's home cluster
}

// Counterpart finds the other side of a path: its copy if a policy of the cluster replicates it, its original if it is a copy. Mirror
// policies say the same as their originals, so the first policy that fits decides. ok is false for a path that nobody replicates.
func Counterpart(w *world.World, cluster, p string) (Copy, bool) {
	for _, c := range w.Clusters() {
		for _, policy := range synciq.Of(c).Policies() {
			source := c.Name == cluster && fs.Within(p, policy.SourceRootPath)
			if !source && !fs.Within(p, policy.TargetPath) {
				continue
			}
			target, ok := TargetOf(w, policy)
			switch {
			case !ok:
			case source:
				return Copy{policy.ID, target, fs.Rebase(p, policy.SourceRootPath, policy.TargetPath), false}, true
			case target == cluster:
				return Copy{policy.ID, c.Name, fs.Rebase(p, policy.TargetPath, policy.SourceRootPath), true}, true
			}
		}
	}
	return Copy{}, false
}

// TargetOf is the cluster that a policy replicates to: the one that has a record of it.
func TargetOf(w *world.World, p synciq.Policy) (string, bool) {
	for _, c := range w.Clusters() {
		if t, ok := synciq.Of(c).TargetRecord(p.ID); ok && t.ID == p.ID {
			return c.Name, true
		}
	}
	return "", false
}

// bothOpen tells whether clients could write to a path and to its other side now, as far as SyncIQ is concerned.
func bothOpen(w *world.World, cluster, p string) (policy string, open bool) {
	other, ok := Counterpart(w, cluster, p)
	if !ok {
		return "", false
	}
	_, here := w.Cluster(cluster).FS.ProtectedBy(p)
	_, there := w.Cluster(other.Cluster).FS.ProtectedBy(other.Path)
	return other.Policy, !here && !there
}

// Side is the cluster on which a policy's data was last written while both sides were open.
type Side struct {
	Cluster string
	Path    string // of the last write
	Flips   int    // how often the side changed since both sides are open
}

// noteSide follows on which side a policy's data is written. While both sides are open the side may change once, which is the switch;
// a second change means that people write on both.
func (s *State) noteSide(w *world.World, a Ack) {
	policy, open := bothOpen(w, a.Cluster, a.Path)
	if policy == "" {
		return
	}
	side, known := s.sides.Get(policy)
	switch {
	case !known || !open:
		side = Side{Cluster: a.Cluster}
	case side.Cluster != a.Cluster:
		side = Side{Cluster: a.Cluster, Flips: side.Flips + 1}
	}
	side.Path = a.Path
	s.sides.Put(policy, side)
	if side.Flips > 1 {
		s.history.both = append(slices.Clip(s.history.both), a)
	}
}

// NoteClosed begins the count of switches anew for policies of which SyncIQ has closed a side, although nobody writes meanwhile: the next
// switch belongs to another opening. The lock is held.
func NoteClosed(w *world.World) {
	s := In(w)
	for _, policy := range s.sides.Keys() {
		side, _ := s.sides.Get(policy)
		if side.Flips == 0 {
			continue
		}
		if _, open := bothOpen(w, side.Cluster, side.Path); !open {
			side.Flips = 0
			s.sides.Put(policy, side)
		}
	}
}

// WrittenOnBoth lists the acknowledged writes that went to a side after people had already moved to the other one, with both sides open.
func WrittenOnBoth(w *world.World) []Ack { return In(w).history.both }
