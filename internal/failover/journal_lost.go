// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"math"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
)

// Both copies of the journal may be gone while a run is half done. Its record is then made again from the survey that Terraform's private
// state kept from before the run: a share or an export that is exactly what the fence makes of its definition there was fenced by the run.
// Nothing less is taken for a sign of it: names and policies may have been moved by hand, in an emergency, and no run may undo that.

// journalsAbsent: both copies were looked for, and neither is there. One that cannot be read may hold everything.
func (s *Survey) journalsAbsent() bool {
	for _, c := range s.Clusters {
		if c.Journal != "" {
			return false
		}
	}
	return true
}

// rebuilt is the record of the open run that the clusters show, nil if they show none. Witnesses are not known any more, which costs one
// more sync; nor is what was about to be opened, so every copy counts as that.
func (s *Survey) rebuilt(prior *Survey, raw map[string]*rawView, id func() string) *RunRecord {
	from := prior.Serving()
	if prior.JournalRevision == 0 || from == "" || prior.Clusters[from] == nil || raw[from] == nil {
		return nil
	}
	originals := fencedBy(prior, raw)
	if len(originals) == 0 {
		return nil
	}
	to := s.other(from)
	back := Intent{Pools: s.Pools, Active: to}
	out := &RunRecord{
		ID: id(), From: from, To: to, Started: startTime(), Schedules: schedules(prior, back), Baselines: map[string]int64{},
		Originals: originals,
	}
	for _, p := range s.Pairs {
		out.Opening = append(out.Opening, p.PolicyOn(from))
		out.Baselines[mirrorRunOf(p.PolicyOn(to))] = math.MaxInt64 // once the pair is turned, no run is known to be ours: one is due
	}
	for _, n := range prior.Clusters[from].Pool.production() {
		if !slices.Contains(prior.Local[from], n) && s.Clusters[from].Pool.on(n) != live {
			out.Names = append(out.Names, n)
		}
	}
	out.SPNs = spnsGone(prior.Clusters[from].AD, s.Clusters[from].AD, out.Names)
	return out
}

// amended is the record of the last read with what was fenced since: a half-done run that was set back has fenced both sides.
func (r RunRecord) amended(prior *Survey, raw map[string]*rawView) *RunRecord {
	out := r.clone()
	for k, fenced := range fencedBy(prior, raw) {
		for _, o := range fenced {
			if _, known := findObject(out.Originals[k], o.address()); !known {
				if out.Originals == nil {
					out.Originals = map[string][]Object{}
				}
				out.Originals[k] = append(slices.Clip(out.Originals[k]), o)
			}
		}
	}
	return out
}

// fencedBy are, by cluster, the objects as they were of which it has the fenced form now.
func fencedBy(prior *Survey, raw map[string]*rawView) map[string][]Object {
	out := map[string][]Object{}
	for k, c := range prior.Clusters {
		if c == nil || raw[k] == nil {
			continue
		}
		if fenced := c.fencedSince(raw[k]); len(fenced) > 0 {
			out[k] = fenced
		}
	}
	return out
}

// fencedSince are the objects, as they were, of which the cluster now has the fenced form.
func (c *ClusterView) fencedSince(now *rawView) []Object {
	var out []Object
	for _, o := range c.Objects {
		if o.Kind == KindAlias || o.Above || len(o.Pairs) == 0 {
			continue
		}
		is, ok := findObject(now.objects, o.address())
		o.Fenced = false
		if ok && o.fencedAs(is.Definition) {
			out = append(out, o)
		}
	}
	if p := c.Pool; p != nil && now.pool != nil && len(p.Ifaces) > 0 && now.pool.ID == p.ID && now.pool.Live == 0 {
		out = append(out, p.original(nil))
	}
	return out
}

// fencedAs tells whether a live definition is what the fence makes of the object, and nothing that it was before.
func (o Object) fencedAs(is Definition) bool {
	properties := fencedProperties(o.Kind)
	return sameFields(fence(o), is, properties) && !sameFields(o.Definition, is, properties)
}

// spnsGone are the SPNs of the names that an account held before and does not hold now.
func spnsGone(before, now []ADView, moved []string) []SPNMove {
	var out []SPNMove
	for _, ad := range before {
		i := slices.IndexFunc(now, func(x ADView) bool { return x.Provider == ad.Provider })
		if i < 0 {
			continue
		}
		for _, spn := range ad.SPNs {
			_, host, _ := strings.Cut(spn, "/")
			of := func(n string) bool {
				return names.Equal(host, n) || strings.EqualFold(host, shortOf(n)) || names.Equal(host, names.Short(n))
			}
			if slices.ContainsFunc(moved, of) && !now[i].has(spn) {
				out = append(out, SPNMove{Provider: ad.Provider, SPN: spn})
			}
		}
	}
	return out
}

// looksFenced: a share or an export looks as a fence leaves it, while nothing tells what it was: nobody may write through it, and its
// counterpart on the other side lets people write.
func (s *Survey) looksFenced(cluster string, o Object) bool {
	if o.Kind == KindAlias || o.Above || o.Fenced || len(o.Pairs) == 0 || !fence(o).equal(o.Definition) {
		return false
	}
	_, ok := s.writableCounterpart(cluster, o)
	return ok
}

// writableCounterpart is the object's counterpart on the other side, if people may write through it.
func (s *Survey) writableCounterpart(cluster string, o Object) (Object, bool) {
	p, ok := s.pair(o.Pairs[0])
	if !ok {
		return Object{}, false
	}
	other := s.other(cluster)
	twin, ok := s.twin(o, p.translateObject(o, cluster, other), p, cluster, other)
	return twin, ok && !fence(twin).equal(twin.Definition)
}

// originalsReadiness names the shares and exports that a fence may have been left on, with nothing that tells what they were: on the
// cluster that serves at any time, on both while there is no journal at all.
func originalsReadiness(s *Survey, out *findings) {
	for _, k := range s.keys() {
		if s.Clusters[k] == nil || s.Clusters[s.other(k)] == nil {
			return
		}
		for _, o := range s.Clusters[k].Objects {
			if !s.originalLost(k, o) {
				continue
			}
			twin, _ := s.writableCounterpart(k, o)
			f := out.add(Finding{
				ID: "originals_lost", Severity: Risk, Object: o.label() + " on " + k,
				Text: "lets nobody write, its counterpart on " + s.other(k) + " does, and no journal tells what it was before: the fence of a " +
					"run whose record is gone may have been left on it. It is not copied to " + s.other(k),
				Cure: "give it the rights that it should have; the request gives it those of its counterpart",
			})
			path, body := sharePath(o), fields{}
			if o.Kind == KindExport {
				path = exportPath(o)
			}
			for _, property := range fencedProperties(o.Kind) {
				if v, ok := twin.Definition[property]; ok {
					body[property] = v
				}
			}
			f.by(k, "PUT", path, body)
		}
	}
}

// originalLost: see originalsReadiness. While a run is open, it is what the run has found when it began.
func (s *Survey) originalLost(cluster string, o Object) bool {
	asked := cluster == s.Serving() || s.JournalRevision == 0
	if s.Run != nil {
		asked = slices.Contains(s.Run.Unknown[cluster], o.address())
	}
	return asked && s.looksFenced(cluster, o)
}

// lostOriginals are, by cluster, what originalLost and halfMadeQuota find, for the record of a run that begins.
func (s *Survey) lostOriginals() map[string][]string {
	out := map[string][]string{}
	for _, k := range s.keys() {
		for _, o := range s.Clusters[k].Objects {
			if s.originalLost(k, o) {
				out[k] = append(out[k], o.address())
			}
		}
		there := s.quotaIndex(s.other(k))
		for _, q := range s.Clusters[k].Quotas {
			if s.halfMadeQuota(k, q, there) {
				out[k] = append(out[k], q.address())
			}
		}
	}
	return out
}

// originalSteps are what people have to do about objects whose originals are lost.
func (s *Survey) originalSteps() []string {
	found := &findings{}
	originalsReadiness(s, found)
	var out []string
	for _, f := range found.list {
		out = append(out, f.Object+": "+f.Text+": "+f.Cure)
	}
	return out
}
