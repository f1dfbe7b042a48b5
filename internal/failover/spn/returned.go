// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// UnmetReturnedSPNs are the steps that take off what a returned cluster put back on its account: the survivor holds the SPNs since the
// takeover.
func UnmetReturnedSPNs(s *survey.Survey, in survey.Intent) []run.Step {
	if s.Run == nil && len(s.Takeover.SPNs) == 0 {
		return nil
	}
	if s.Run == nil {
		look := *s
		look.Run = &survey.RunRecord{From: in.From(), To: in.To(), Names: s.Takeover.Names, SPNs: s.Takeover.SPNs}
		return Unmet(&look, in)
	}
	return Unmet(s, in)
}
