// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// UnmetUncontrolled creates the inventory's quotas on the survivor; those on the lost cluster go when it is protected again.
func UnmetUncontrolled(s *survey.Survey, in survey.Intent) []run.Step {
	if !in.MoveQuotas {
		return nil
	}
	d := in.Direction()
	there := s.QuotaIndex(d.To)
	var out []run.Step
	for _, q := range s.Clusters[d.From].Quotas {
		p, ok := s.Pair(q.Pair)
		if !ok || madeByOneFS(q) {
			continue
		}
		want := p.TranslateQuota(q, d)
		switch have, exists := there[q.Key(p.Paths[d.From])]; {
		case !exists:
			out = append(out, createQuota(q, want, d, nil))
		case s.Takeover == nil && !have.Same(want):
			// One that a run before this one made, and had no time to give its rules. Once the takeover is over, the survivor's are the truth.
			out = append(out, createQuota(q, want, d, &have))
		}
	}
	return out
}

// survivorKnows: since the takeover, the survivor's quotas below the pair's directory are the truth. They are not where nobody knew what
// the lost cluster had: then what it brings back is all that is known, and is created before anything of it goes.
func survivorKnows(s *survey.Survey, p survey.Pair) bool {
	return s.Takeover != nil && !slices.Contains(s.Takeover.Uninventoried, p.Name)
}
