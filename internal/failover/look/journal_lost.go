// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Both copies of the journal may be gone while a run is half done. Its record is then made again from the survey that Terraform's private
// state kept from before the run: a share or an export that is exactly what the fence makes of its definition there was fenced by the run.
// Nothing less is taken for a sign of it: names and policies may have been moved by hand, in an emergency, and no run may undo that.

// rebuilt is the record of the open run that the clusters show, nil if they show none. Witnesses are not known any more, which costs one
// more sync; nor is what was about to be opened, so every copy counts as that.
func rebuilt(s *survey.Survey, prior *survey.Survey, raw map[string]*rawView, id func() string) *survey.RunRecord {
	from := position.Serving(prior)
	if prior.JournalRevision == 0 || from == "" || prior.Clusters[from] == nil || raw[from] == nil {
		return nil
	}
	originals := fencedBy(prior, raw)
	if len(originals) == 0 {
		return nil
	}
	to := s.Other(from)
	back := survey.Intent{Pools: s.Pools, Active: to}
	out := &survey.RunRecord{
		ID: id(), From: from, To: to, Started: journal.StartTime(), Schedules: position.Schedules(prior, back), Witnesses: survey.Witnesses{},
		Originals: originals,
	}
	for _, p := range s.Pairs {
		out.Opening = append(out.Opening, p.PolicyOn(from))
		// Once the pair is turned, no run is known to be ours: one is due.
		out.Witnesses.Note(survey.MirrorRunOf(p.PolicyOn(to)), survey.Baseline{State: survey.NoneCounts})
	}
	for _, n := range prior.Clusters[from].Pool.Production() {
		if !slices.Contains(prior.Local[from], n) && s.Clusters[from].Pool.On(n) != survey.Live {
			out.Names = append(out.Names, n)
		}
	}
	out.SPNs = spn.Gone(prior.Clusters[from].AD, s.Clusters[from].AD, out.Names)
	return out
}

// amended is the record of the last read with what was fenced since: a half-done run that was set back has fenced both sides.
func amended(r survey.RunRecord, prior *survey.Survey, raw map[string]*rawView) *survey.RunRecord {
	out := r.Clone()
	for k, fenced := range fencedBy(prior, raw) {
		for _, o := range fenced {
			if _, known := survey.FindObject(out.Originals[k], o.Address()); !known {
				if out.Originals == nil {
					out.Originals = map[string][]survey.Object{}
				}
				out.Originals[k] = append(slices.Clip(out.Originals[k]), o)
			}
		}
	}
	return out
}

// fencedBy are, by cluster, the objects as they were of which it has the fenced form now.
func fencedBy(prior *survey.Survey, raw map[string]*rawView) map[string][]survey.Object {
	out := map[string][]survey.Object{}
	for k, c := range prior.Clusters {
		if c == nil || raw[k] == nil {
			continue
		}
		if fenced := fencedSince(c, raw[k]); len(fenced) > 0 {
			out[k] = fenced
		}
	}
	return out
}

// fencedSince are the objects, as they were, of which the cluster now has the fenced form.
func fencedSince(c *survey.ClusterView, now *rawView) []survey.Object {
	var out []survey.Object
	for _, o := range c.Objects {
		if o.Kind == survey.KindAlias || o.Above || len(o.Pairs) == 0 {
			continue
		}
		is, ok := survey.FindObject(now.objects, o.Address())
		o.Fenced = false
		if ok && o.FencedAs(is.Definition) {
			out = append(out, o)
		}
	}
	if p := c.Pool; p != nil && now.pool != nil && len(p.Ifaces) > 0 && now.pool.ID == p.ID && now.pool.Live == 0 {
		out = append(out, p.Original(nil))
	}
	return out
}
