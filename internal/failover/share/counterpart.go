// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// twin finds the object on the receiving side that stands for one of the other side, of which want is the translation. Shares and aliases
// have names. Exports have only paths, and a directory may be exported several times, to different clients: those that say the same belong
// together, then the others in the order of their numbers. So each has a twin of its own, and what is copied stays copied.
func twin(s *survey.Survey, o, want survey.Object, d survey.Direction) (survey.Object, bool) {
	if o.Kind != survey.KindExport {
		return s.Counterpart(want, d.To)
	}
	mine, theirs := exportsOf(s, d.From, o), exportsOf(s, d.To, want)
	of := map[string]survey.Object{}
	taken := map[string]bool{}
	pick := func(fits func(x, y survey.Object) bool) {
		for _, x := range mine {
			if _, has := of[x.ID]; has {
				continue
			}
			if i := slices.IndexFunc(theirs, func(y survey.Object) bool { return !taken[y.ID] && fits(x, y) }); i >= 0 {
				of[x.ID], taken[theirs[i].ID] = theirs[i], true
			}
		}
	}
	pick(func(x, y survey.Object) bool {
		want, ok := s.TranslateObject(x, d)
		return ok && survey.Covers(y.Definition, want.Definition)
	})
	pick(func(_, _ survey.Object) bool { return true })
	have, ok := of[o.ID]
	return have, ok
}

// exportsOf are the exports of a cluster with the zone and the paths of a given one, by number.
func exportsOf(s *survey.Survey, cluster string, like survey.Object) []survey.Object {
	var out []survey.Object
	for _, x := range s.Clusters[cluster].Objects {
		if x.Kind == survey.KindExport && strings.EqualFold(x.Zone, like.Zone) && survey.SamePaths(x.Paths, like.Paths) {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b survey.Object) int {
		x, errX := strconv.ParseInt(a.ID, 10, 64)
		y, errY := strconv.ParseInt(b.ID, 10, 64)
		if errX != nil || errY != nil {
			return strings.Compare(a.ID, b.ID)
		}
		return cmp.Compare(x, y)
	})
	return out
}
