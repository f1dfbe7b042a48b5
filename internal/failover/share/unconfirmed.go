// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// What a share or an export was before the fence may be told by one copy of the journal alone, which somebody else may have written. Then
// it is no original that a run gives back: it is kept among the unsettled ones, and the object stays read-only until somebody has looked.

// unconfirmed tells whether an object has the form that the fence gives it, and nothing but one copy of the journal says what it was.
func unconfirmed(s *survey.Survey, cluster string, o survey.Object) bool {
	if !o.Edited || o.Kind == survey.KindPool {
		return false
	}
	if _, held := s.Held(cluster, o.Address()); held {
		return false
	}
	was, ok := s.Original(cluster, o.Address())
	return ok && was.FencedAs(o.Definition)
}

func unconfirmedText(o, was survey.Object) string {
	return fmt.Sprintf("is read-only, it has %s. One copy of the journal says that it had %s before the fence; neither the other copy, nor "+
		"Terraform's state, nor its counterpart on the other cluster says the same, so no run gives it back",
		rights(o.Kind, o.Definition), rights(o.Kind, was.Definition))
}

func unconfirmedFinding(cluster string, o, was survey.Object) finding.Finding {
	return finding.New(finding.OriginalUnconfirmed, o.Label()+" on "+cluster, unconfirmedText(o, was),
		fmt.Sprintf("give it the rights that it should have. Or, if it had them and a run is open, list %s in ignore_findings and apply: the "+
			"run then gives it what the journal says", finding.OriginalUnconfirmed))
}

// takeOriginals believes the copy of the journal, because somebody has said so by name.
func takeOriginals(s *survey.Survey) {
	if s.Run == nil {
		return
	}
	s.Run = s.Run.Clone()
	for _, k := range s.Keys() {
		if s.Clusters[k] == nil {
			continue
		}
		for i, o := range s.Clusters[k].Objects {
			was, ok := s.Original(k, o.Address())
			if !ok || !unconfirmed(s, k, o) {
				continue
			}
			s.Clusters[k].Objects[i] = asBefore(o, was)
			s.Settle(k, o.Address())
			s.Run.Originals = survey.CloneOriginals(s.Run.Originals)
			s.Run.Originals[k] = append(s.Run.Originals[k], was)
		}
	}
}

// asBefore is an object that a fence holds, as it was before.
func asBefore(o, was survey.Object) survey.Object {
	o.Fenced, o.Edited = true, false
	o.Definition = o.Definition.Clone()
	for _, k := range survey.FencedProperties(o.Kind) {
		o.Definition[k] = was.Definition[k]
		if was.Definition[k] == nil {
			delete(o.Definition, k)
		}
	}
	return o
}
