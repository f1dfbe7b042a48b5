// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
)

// planUncontrolled is the preview of a move away from a lost cluster.
func planUncontrolled(s *survey.Survey, in survey.Intent) Preview {
	out := Preview{After: s}
	from, to := in.From(), in.To()
	if c := s.Clusters[to]; c.Unread != "" {
		out.Errors = append(out.Errors, readiness.Unreadable(s, survey.Intent{Active: to, Pools: map[string]string{to: in.Pools[to]}})...)
		return out
	}
	out.Errors = append(out.Errors, readiness.UncontrolledFindings(drill.AtRest(s), in)...)
	if len(out.Errors) > 0 {
		return out
	}
	steps, after := predict(s, in)
	if len(steps) == 0 {
		return out
	}
	out.After = after
	out.Moves = &survey.Moves{Kind: survey.KindUncontrolled}
	if position.Stranded(s, in) && !slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool { return !position.HoldsData(s, p, to) }) {
		out.Moves.Kind = survey.KindAbort
	}
	out.approve(steps)
	directory := spn.DirectoryReadiness(s, in, pool.UncontrolledNames(s, in))
	left := &finding.Findings{}
	syncready.UndeclaredReadiness(s, left)
	risks := slices.Concat(drill.Findings(s), readiness.InventoryFindings(s, from), syncready.LossRisks(s, in), directory, left.List)
	return out.warn(finding.For(KindOf(s, in), risks))
}

// uncontrolledOrder are the stages of a move away from a lost cluster. Nothing is sent to it.
func uncontrolledOrder() []stage {
	return []stage{
		{id: survey.StageStart, unmet: unmetStartUncontrolled, touches: survey.AreaJournal},
		{id: survey.StageConfiguration, unmet: configurationOfLost, goOn: true, touches: survey.AreaObjects},
		{id: survey.StageNames, unmet: pool.UnmetPublish, touches: survey.AreaNetwork},
		{id: survey.StageSPNs, unmet: spn.Unmet, goOn: true, touches: survey.AreaAD},
		{id: survey.StageWrites, unmet: replication.UnmetWritesUncontrolled, touches: survey.AreaSync},
		{id: survey.StageQuotas, unmet: quota.UnmetUncontrolled, goOn: true, touches: survey.AreaQuotas},
		{id: survey.StageSchedule, unmet: replication.UnmetStrandedSchedule, goOn: true, touches: survey.AreaSync},
		{id: survey.StageFinish, unmet: unmetFinishUncontrolled, goOn: true, touches: survey.AreaAll},
	}
}

func unmetStartUncontrolled(s *survey.Survey, in survey.Intent) []run.Step {
	steps := unmetStartNamed(s, in, pool.UncontrolledNames(s, in))
	for i := range steps {
		steps[i].Keys = []survey.Key{survey.NewKey(survey.StageStart, in.To(), "journal", in.ID, "open")}
	}
	return steps
}

func unmetFinishUncontrolled(s *survey.Survey, in survey.Intent) []run.Step {
	if s.Run == nil {
		return nil
	}
	if lift := share.LiftFence(s, in, in.To(), survey.StageFinish); len(lift) > 0 {
		return lift
	}
	steps := unmetFinish(s, in)
	for i := range steps {
		if steps[i].Closes {
			steps[i].Keys = []survey.Key{survey.NewKey(survey.StageFinish, in.To(), "journal", in.ID, "closed, takeover noted")}
		}
	}
	return steps
}

// configurationOfLost copies what the inventory has of shares, exports and aliases. No policy runs any more.
func configurationOfLost(s *survey.Survey, in survey.Intent) []run.Step {
	return share.UnmetConfiguration(s, in, nil)
}
