// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// UnmetReturnedFence are the steps that fence the shares and exports of a returned cluster, as long as they show data that only it has.
func UnmetReturnedFence(s *survey.Survey, in survey.Intent) []run.Step {
	if in.Fence == survey.FenceNone {
		return nil
	}
	var open []survey.Object
	for _, o := range s.Clusters[in.From()].Objects {
		if o.Above || len(o.Pairs) == 0 || o.Fenced || o.Edited || o.Kind == survey.KindAlias || !position.AwaitsDiscard(s, o, in) {
			continue
		}
		if !survey.Fence(o).Equal(o.Definition) {
			open = append(open, o)
		}
	}
	return fenceSteps(survey.StageIsolate, in.From(), open, "read-only until its data is discarded")
}
