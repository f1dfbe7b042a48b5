// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// writeObject creates or updates a share, export or alias. Writes to one area of one cluster go one at a time: OneFS answers concurrent
// ones with conflicts (behaviour notes, section 9).
func writeObject(ctx context.Context, r *run.Run, p permit.Permit, cluster string, o survey.Object, exists bool) error {
	c := r.Engine.Client(cluster)
	var err error
	switch {
	case o.Kind == survey.KindShare && exists:
		err = c.UpdateSMBShare(ctx, p, o.Zone, o.ID, onefs.Only(onefs.KindSMBShare, onefs.VerbUpdate, o.Definition))
	case o.Kind == survey.KindShare:
		_, err = c.CreateSMBShare(ctx, p, o.Zone, o.Definition.With("name", o.ID))
	case o.Kind == survey.KindExport && exists:
		err = c.UpdateNFSExport(ctx, p, o.Zone, o.Number(), onefs.Only(onefs.KindNFSExport, onefs.VerbUpdate, o.Definition), copied)
	case o.Kind == survey.KindExport:
		_, err = c.CreateNFSExport(ctx, p, o.Zone, o.Definition, copied)
	case exists:
		err = c.UpdateNFSAlias(ctx, p, o.Zone, o.ID, o.Paths[0])
	default:
		_, err = c.CreateNFSAlias(ctx, p, o.Zone, o.ID, o.Paths[0])
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.Label(), err)
	}
	return nil
}

// copied are the checks waived for an export that is copied: DNS may be sick on the day of a failover, and a directory that was made
// since the last sync is not there yet. What the source has, common clients of two exports and users that are not known, its copy has too.
var copied = onefs.ExportChecks{IgnoreUnresolvableHosts: true, IgnoreBadPaths: true, IgnoreConflicts: true, IgnoreBadAuth: true}

// fence makes one object read-only. Its original goes to the journal first, together with those of all other objects that still need
// the fence, so that the journal is written once.
func fence(ctx context.Context, r *run.Run, p permit.Permit, cluster string, o survey.Object) error {
	if err := noteOriginals(ctx, r, cluster); err != nil {
		return err
	}
	now, open, err := asItIsNow(ctx, r, cluster, o)
	if err != nil || !open {
		return err
	}
	r.Drains.Forget(cluster) // who connected while it was open may write
	return define(ctx, r, p, cluster, now, survey.Fence(now), survey.FencedProperties(o.Kind))
}

func define(
	ctx context.Context, r *run.Run, p permit.Permit, cluster string, o survey.Object, d survey.Definition, properties []string,
) error {
	body := survey.Definition{}
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
	c := r.Engine.Client(cluster)
	var err error
	if o.Kind == survey.KindExport {
		err = c.UpdateNFSExport(ctx, p, o.Zone, o.Number(), body, onefs.AllChecksWaived)
	} else {
		err = c.UpdateSMBShare(ctx, p, o.Zone, o.ID, body)
	}
	if err != nil {
		return fmt.Errorf("%s on %s: %w", o.Label(), cluster, err)
	}
	return nil
}

// noteOriginals records the definitions of objects that are about to be fenced. An original that is there is never overwritten. The proof
// of the last sync falls with a fence that has to be set, also when its original is known from an earlier time: while it was not set,
// people could write.
func noteOriginals(ctx context.Context, r *run.Run, cluster string) error {
	r.Mu.Lock()
	var fresh []survey.Object
	proven := map[survey.Witness]bool{}
	for _, o := range r.Survey.Clusters[cluster].Objects {
		if o.Fenced || o.Edited || o.Kind == survey.KindAlias || o.Above || len(o.Pairs) == 0 || survey.Fence(o).Equal(o.Definition) {
			continue
		}
		// One that is there is newer than the survey: whoever fences the object reads it once more right before.
		if _, held := r.Survey.Held(cluster, o.Address()); !held {
			fresh = append(fresh, o)
		}
		for _, name := range o.Pairs {
			for _, witness := range []survey.Witness{survey.LastSyncOf(name), survey.LastSyncOf(name + "_mirror")} {
				if r.Survey.Run == nil {
					continue
				}
				if _, ok := r.Survey.Run.Witnesses[witness]; ok {
					proven[witness] = true
				}
			}
		}
	}
	r.Mu.Unlock()
	if len(fresh) == 0 && len(proven) == 0 {
		return nil
	}
	return r.Note(ctx, func(rec *survey.RunRecord) {
		for _, o := range fresh {
			rec.Originals[cluster] = append(survey.Without(rec.Originals[cluster], o.Address()), o)
		}
		for witness := range proven {
			delete(rec.Witnesses, witness)
		}
	})
}

// lift restores an object exactly, and only if its live value is still the fenced one: an edit that somebody made meanwhile is kept.
func lift(ctx context.Context, r *run.Run, p permit.Permit, cluster string, o survey.Object) error {
	was, ok := r.Survey.Original(cluster, o.Address())
	if !ok {
		return fmt.Errorf("%s on %s: the journal has no original", o.Label(), cluster)
	}
	live, err := live(ctx, r, cluster, o)
	if err != nil {
		return fmt.Errorf("%s on %s: %w", o.Label(), cluster, err)
	}
	fenced := survey.Fence(survey.Object{Kind: o.Kind, Definition: was.Definition})
	switch properties := survey.FencedProperties(o.Kind); {
	case live == nil:
		r.ByHand(fmt.Sprintf("%s on %s: somebody has removed it since the fence; it had %s", o.Label(), cluster, rights(o.Kind, was.Definition)))
		return nil
	case survey.SameFields(live, was.Definition, properties):
		return nil
	case !survey.SameFields(live, fenced, properties):
		return nil // somebody has changed it: the look after the stage sees that, and the run ends with it as a step for people
	}
	return define(ctx, r, p, cluster, o, was.Definition, survey.FencedProperties(o.Kind))
}

// live is the definition of a share or an export right now, nil if it is gone.
func live(ctx context.Context, r *run.Run, cluster string, o survey.Object) (survey.Definition, error) {
	c := r.Engine.Client(cluster)
	var raw onefs.Raw
	kind := onefs.KindSMBShare
	var err error
	if o.Kind == survey.KindExport {
		kind = onefs.KindNFSExport
		var e *onefs.NFSExport
		if e, err = c.NFSExport(ctx, o.Zone, o.Number()); err == nil {
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
