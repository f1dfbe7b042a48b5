// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
)

// Readiness gives everything that is known to speak against a move with this intent: what can never work first, then what blocks it, then
// the risks. It is asked at any time, whether a move is planned or not. Pure.
func Readiness(s *survey.Survey, in survey.Intent) []finding.Finding {
	run := KindOf(s, in)
	out := finding.For(run, readiness.ConfigurationFindings(s, in))
	switch {
	case s.Lost(in.To()):
		out = append(out, readiness.LostTarget(s, in))
	case s.Lost(in.From()):
		p := planUncontrolled(s, in)
		out = append(append(out, p.Errors...), p.Warnings...)
	case len(s.Unread()) > 0:
		out = append(out, readiness.Unreadable(s, in)...)
	case s.Takeover != nil:
		p := planReturned(s, in)
		out = append(append(out, p.Errors...), p.Warnings...)
	case survey.BothPools(s, in):
		rest := drill.AtRest(s)
		now := &finding.Findings{List: append(readiness.Readiness(rest, in), drill.Findings(s)...)}
		s = rest
		syncready.JobReadiness(s, in, now)
		readiness.LeftBehind(s, in, now)
		out = append(out, finding.For(run, now.List)...)
	}
	rank := func(f finding.Finding) int { return slices.Index(finding.Severities(), f.Severity) }
	slices.SortStableFunc(out, func(a, b finding.Finding) int { return rank(a) - rank(b) })
	return out
}
