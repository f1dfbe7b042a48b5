// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// looksFenced: a share or an export looks as a fence leaves it, while nothing tells what it was: nobody may write through it, and its
// counterpart on the other side lets people write.
func looksFenced(s *survey.Survey, cluster string, o survey.Object) bool {
	if o.Kind == survey.KindAlias || o.Above || o.Fenced || o.Edited || len(o.Pairs) == 0 || !survey.Fence(o).Equal(o.Definition) {
		return false
	}
	_, ok := writableCounterpart(s, cluster, o)
	return ok
}

// writableCounterpart is the object's counterpart on the other side, if people may write through it.
func writableCounterpart(s *survey.Survey, cluster string, o survey.Object) (survey.Object, bool) {
	d := survey.Direction{From: cluster, To: s.Other(cluster)}
	want, ok := s.TranslateObject(o, d)
	if !ok {
		return survey.Object{}, false
	}
	twin, ok := twin(s, o, want, d)
	return twin, ok && !survey.Fence(twin).Equal(twin.Definition)
}

// OriginalsReadiness names the shares and exports that a fence may have been left on, with nothing that tells what they were: on the
// cluster that serves at any time, on both while there is no journal at all.
func OriginalsReadiness(s *survey.Survey, out *finding.Findings) {
	for _, k := range s.Keys() {
		if s.Clusters[k] == nil || s.Clusters[s.Other(k)] == nil {
			return
		}
		for _, o := range s.Clusters[k].Objects {
			if !OriginalLost(s, k, o) {
				continue
			}
			twin, _ := writableCounterpart(s, k, o)
			f := out.Add(finding.New(finding.OriginalsLost, o.Label()+" on "+k,
				"lets nobody write, its counterpart on "+s.Other(k)+" does, and no journal tells what it was before: the fence of a "+
					"run whose record is gone may have been left on it. It is not copied to "+s.Other(k),
				"give it the rights that it should have; the request gives it those of its counterpart"))
			path, body := uri.Share(o.ID, o.Zone), finding.Fields{}
			if o.Kind == survey.KindExport {
				path = uri.Export(o.ID, o.Zone)
			}
			for _, property := range survey.FencedProperties(o.Kind) {
				if v, ok := twin.Definition[property]; ok {
					body[property] = v
				}
			}
			f.By(k, "PUT", path, body)
		}
	}
}

// OriginalLost tells whether an object looks fenced though nothing tells what it was before; see OriginalsReadiness. While a run is open,
// it is what the run has found when it began.
func OriginalLost(s *survey.Survey, cluster string, o survey.Object) bool {
	asked := cluster == position.Serving(s) || s.JournalRevision == 0
	if s.Run != nil {
		asked = slices.Contains(s.Run.Unknown[cluster], o.Address())
	}
	return asked && looksFenced(s, cluster, o)
}

// OriginalSteps are what people have to do about objects whose originals are lost.
func OriginalSteps(s *survey.Survey) []string {
	found := &finding.Findings{}
	OriginalsReadiness(s, found)
	var out []string
	for _, f := range found.List {
		out = append(out, f.Object+": "+f.Text+": "+f.Cure)
	}
	return out
}
