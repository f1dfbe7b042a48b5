// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 2b, the fence: no client may write on from while the last sync runs, over SMB or NFS. Originals go to the journal before the
// first change and come back in the last stage.

func unmetFence(s *Survey, in Intent) []Step {
	switch in.Fence {
	case FenceNone:
		return nil
	case FenceInterfaces:
		return unmetInterfaces(s, in)
	}
	if mutant.On(mutant.FenceSkipped) {
		return nil
	}
	var open []Object
	for _, o := range s.Clusters[in.From()].Objects {
		if _, ok := s.copies(o, in.From(), in.To()); !ok || o.Fenced || o.Kind == KindAlias {
			continue
		}
		if !fence(o).equal(o.Definition) {
			open = append(open, o)
		}
	}
	return fenceSteps(StageFence, in.From(), open, "read-only until stage 8")
}

// fenceSteps make objects of a cluster read-only. A fence that has to be set takes the proof of the last sync with it.
func fenceSteps(id StageID, cluster string, open []Object, note string) []Step {
	var out []Step
	for _, o := range open {
		out = append(out, Step{
			Keys:  []Key{key(id, cluster, o.Kind, o.address(), "read-only")},
			Lane:  cluster + "/" + o.Kind,
			lines: []line{{group: groupFenced, object: o.address(), text: o.label() + ": " + cluster + ", " + note}},
			Effect: func(s *Survey) {
				s.setFenced(cluster, o, true)
				for _, name := range o.Pairs {
					p, _ := s.pair(name)
					delete(s.Proven, lastSyncOf(p.PolicyOn(cluster)))
				}
			},
			Do: func(ctx context.Context, r *run, permit permit.Permit) error { return r.fence(ctx, permit, cluster, o) },
		})
	}
	return out
}

// fence is the read-only form of a share or an export.
func fence(o Object) Definition {
	d := o.Definition.clone()
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
	readers := list(d["read_only_clients"])
	for _, k := range []string{"read_write_clients", "root_clients"} {
		for _, c := range list(d[k]) {
			if !slices.Contains(readers, c) {
				readers = append(readers, c)
			}
		}
		d[k] = []any{}
	}
	d["read_only_clients"] = readers
}

func list(v any) []any {
	l, _ := v.([]any)
	out := make([]any, 0, len(l))
	return append(out, l...)
}

func (s *Survey) setFenced(cluster string, o Object, fenced bool) {
	for i := range s.Clusters[cluster].Objects {
		if s.Clusters[cluster].Objects[i].address() == o.address() {
			s.Clusters[cluster].Objects[i].Fenced = fenced
		}
	}
}
