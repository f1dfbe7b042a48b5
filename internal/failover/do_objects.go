// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// writeObject creates or updates a share, export or alias. Writes to one area of one cluster go one at a time: OneFS answers concurrent
// ones with conflicts (behaviour notes, section 9).
func (r *run) writeObject(ctx context.Context, p permit.Permit, cluster string, o Object, exists bool) error {
	c := r.engine.client(cluster)
	var err error
	switch {
	case o.Kind == KindShare && exists:
		err = c.UpdateSMBShare(ctx, p, o.Zone, o.ID, o.Definition.only(onefs.KindSMBShare, onefs.VerbUpdate))
	case o.Kind == KindShare:
		_, err = c.CreateSMBShare(ctx, p, o.Zone, o.Definition.with("name", o.ID))
	case o.Kind == KindExport && exists:
		err = c.UpdateNFSExport(ctx, p, o.Zone, o.number(), o.Definition.only(onefs.KindNFSExport, onefs.VerbUpdate), copied)
	case o.Kind == KindExport:
		_, err = c.CreateNFSExport(ctx, p, o.Zone, o.Definition, copied)
	case exists:
		err = c.UpdateNFSAlias(ctx, p, o.Zone, o.ID, o.Paths[0])
	default:
		_, err = c.CreateNFSAlias(ctx, p, o.Zone, o.ID, o.Paths[0])
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.label(), err)
	}
	return nil
}

// copied are the checks waived for an export that is copied: DNS may be sick on the day of a failover, and a directory that was made
// since the last sync is not there yet.
var copied = onefs.ExportChecks{IgnoreUnresolvableHosts: true, IgnoreBadPaths: true}

// number is the id of an export.
func (o Object) number() int64 {
	n, err := strconv.ParseInt(o.ID, 10, 64)
	if err != nil {
		panic("an export's id was read as a number: " + err.Error())
	}
	return n
}

// only keeps the properties that OneFS takes for this kind of write.
func (d Definition) only(kind onefs.Kind, verb onefs.Verb) Definition {
	out := Definition{}
	for _, k := range onefs.Writable(kind, verb) {
		if v, ok := d[k]; ok {
			out[k] = v
		}
	}
	return out
}

func (d Definition) with(k string, v any) Definition {
	out := d.clone()
	out[k] = v
	return out
}

// fence makes one object read-only. Its original goes to the journal first, together with those of all other objects that still need
// the fence, so that the journal is written once.
func (r *run) fence(ctx context.Context, p permit.Permit, cluster string, o Object) error {
	if mutant.On(mutant.FenceBeforeJournal) {
		_ = r.define(ctx, p, cluster, o, fence(o), fencedProperties(o.Kind))
	}
	if err := r.noteOriginals(ctx, cluster); err != nil {
		return err
	}
	now, open, err := r.asItIsNow(ctx, cluster, o)
	if err != nil || !open {
		return err
	}
	return r.define(ctx, p, cluster, now, fence(now), fencedProperties(o.Kind))
}

// fencedProperties are the only properties that the fence changes and that lifting restores.
func fencedProperties(kind string) []string {
	if kind == KindExport {
		return []string{"read_only", "read_only_clients", "read_write_clients", "root_clients"}
	}
	return []string{"permissions", "run_as_root", "auto_create_directory"}
}

func (r *run) define(ctx context.Context, p permit.Permit, cluster string, o Object, d Definition, properties []string) error {
	body := Definition{}
	for _, k := range properties {
		v, ok := d[k]
		switch {
		case ok:
			body[k] = v
		case strings.HasSuffix(k, "_clients"):
			// What OneFS showed as null goes back as the empty list, which means the same.
			body[k] = []any{}
		}
	}
	c := r.engine.client(cluster)
	var err error
	if o.Kind == KindExport {
		err = c.UpdateNFSExport(ctx, p, o.Zone, o.number(), body, onefs.AllChecksWaived)
	} else {
		err = c.UpdateSMBShare(ctx, p, o.Zone, o.ID, body)
	}
	if err != nil {
		return fmt.Errorf("%s on %s: %w", o.label(), cluster, err)
	}
	return nil
}

// noteOriginals records the definitions of objects that are about to be fenced. An original is never overwritten while its object is
// fenced. The proof of the last sync falls with a fence that has to be set, also when its original is known from an earlier time: while it
// was not set, people could write.
func (r *run) noteOriginals(ctx context.Context, cluster string) error {
	r.mu.Lock()
	var fresh []Object
	proven := map[string]bool{}
	for _, o := range r.survey.Clusters[cluster].Objects {
		if o.Fenced && mutant.On(mutant.OriginalOverwritten) {
			o.Definition = fence(o)
			fresh = append(fresh, o)
		}
		if o.Fenced || o.Kind == KindAlias || o.Above || len(o.Pairs) == 0 || fence(o).equal(o.Definition) {
			continue
		}
		if was, ok := r.survey.original(cluster, o.address()); !ok || !was.Definition.equal(o.Definition) {
			fresh = append(fresh, o)
		}
		for _, name := range o.Pairs {
			for _, witness := range []string{lastSyncOf(name), lastSyncOf(name + "_mirror")} {
				if r.survey.Run == nil {
					continue
				}
				if _, ok := r.survey.Run.Baselines[witness]; ok {
					proven[witness] = true
				}
			}
		}
	}
	r.mu.Unlock()
	if len(fresh) == 0 && len(proven) == 0 {
		return nil
	}
	return r.note(ctx, func(rec *RunRecord) {
		for _, o := range fresh {
			rec.Originals[cluster] = append(without(rec.Originals[cluster], o.address()), o)
		}
		for witness := range proven {
			if mutant.On(mutant.ProofKeptUnfenced) {
				break
			}
			delete(rec.Baselines, witness)
		}
	})
}

func without(list []Object, address string) []Object {
	var out []Object
	for _, o := range list {
		if o.address() != address {
			out = append(out, o)
		}
	}
	return out
}

// lift restores an object exactly, and only if its live value is still the fenced one: an edit that somebody made meanwhile is kept.
func (r *run) lift(ctx context.Context, p permit.Permit, cluster string, o Object) error {
	was, ok := r.survey.original(cluster, o.address())
	if !ok {
		return fmt.Errorf("%s on %s: the journal has no original", o.label(), cluster)
	}
	live, err := r.live(ctx, cluster, o)
	if err != nil {
		return fmt.Errorf("%s on %s: %w", o.label(), cluster, err)
	}
	fenced := fence(Object{Kind: o.Kind, Definition: was.Definition})
	switch properties := fencedProperties(o.Kind); {
	case live == nil:
		r.byHand(fmt.Sprintf("%s on %s: somebody has removed it since the fence", o.label(), cluster))
		return nil
	case sameFields(live, was.Definition, properties):
		return nil
	case !sameFields(live, fenced, properties) && !mutant.On(mutant.EditOverwritten):
		r.byHand(fmt.Sprintf("%s on %s: somebody has changed it since the fence; it is left as it is", o.label(), cluster))
		return nil
	}
	return r.define(ctx, p, cluster, o, was.Definition, fencedProperties(o.Kind))
}

// live is the definition of a share or an export right now, nil if it is gone.
func (r *run) live(ctx context.Context, cluster string, o Object) (Definition, error) {
	c := r.engine.client(cluster)
	var raw onefs.Raw
	kind := onefs.KindSMBShare
	var err error
	if o.Kind == KindExport {
		kind = onefs.KindNFSExport
		var e *onefs.NFSExport
		if e, err = c.NFSExport(ctx, o.Zone, o.number()); err == nil {
			raw = e.Raw
		}
	} else {
		var s *onefs.SMBShare
		if s, err = c.SMBShare(ctx, o.Zone, o.ID); err == nil {
			raw = s.Raw
		}
	}
	if errors.Is(err, onefs.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := raw.Definition(kind, onefs.VerbCreate)
	return d, err
}

func (r *run) underPolicy(cluster, path string) bool {
	for _, pair := range r.survey.Pairs {
		if within(pair.Paths[cluster], path) {
			return true
		}
	}
	return false
}

// unixPath turns the Windows form of an open file, C:\ifs\data\x, into /ifs/data/x (behaviour notes, section 9).
func unixPath(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	if i := strings.IndexByte(file, ':'); i >= 0 {
		file = file[i+1:]
	}
	return file
}
