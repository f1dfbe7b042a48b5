// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
)

// A cluster that was lost is back. Until somebody has said what becomes of the data that only it has, it is isolated, which needs no
// acknowledgement: its schedules go off first, because a policy that runs when the source is modified fires within ten seconds.
var isolateStages = []func(*survey.Survey, survey.Intent) []run.Step{
	replication.UnmetReturnedSchedules, pool.UnmetReturnedNames, share.UnmetReturnedFence, spn.UnmetReturnedSPNs,
	replication.UnmetReturnedSnapshots,
}

// returnedOrder are the stages towards the survivor while a takeover is open: isolate, then, with the acknowledgement, the rest of a
// controlled run.
func returnedOrder(s *survey.Survey, in survey.Intent) []stage {
	out := []stage{
		{id: survey.StageStart, unmet: unmetStart, touches: survey.AreaJournal},
		{id: survey.StageIsolate, unmet: replication.UnmetReturnedSchedules, touches: survey.AreaSync},
		{id: survey.StageIsolate, unmet: pool.UnmetReturnedNames, touches: survey.AreaNetwork},
		{id: survey.StageIsolate, unmet: share.UnmetReturnedFence, touches: survey.AreaObjects | survey.AreaJournal},
		{id: survey.StageSPNs, unmet: spn.UnmetReturnedSPNs, goOn: true, touches: survey.AreaAD},
		{id: survey.StageIsolate, unmet: replication.UnmetReturnedSnapshots, goOn: true, touches: survey.AreaSync},
	}
	if !position.Acknowledged(s, in) {
		return append(out, stage{id: survey.StageFinish, unmet: unmetFinish, goOn: true, touches: survey.AreaAll})
	}
	return append(out,
		stage{id: survey.StageResyncPrep, unmet: replication.UnmetResyncPrep, goOn: true, touches: survey.AreaSync},
		stage{id: survey.StageMirrorRun, unmet: replication.UnmetReturnedConflicts, goOn: true, touches: survey.AreaSync},
		stage{id: survey.StageMirrorRun, unmet: replication.UnmetMirrorRun, goOn: true, touches: survey.AreaSync | survey.AreaJournal},
		stage{id: survey.StageQuotas, unmet: quotasAfterHold, goOn: true, touches: survey.AreaQuotas},
		stage{id: survey.StageSchedule, unmet: replication.UnmetSchedule, goOn: true, touches: survey.AreaSync},
		stage{id: survey.StageFinish, unmet: unmetFinish, goOn: true, touches: survey.AreaAll},
	)
}

// planReturned is the preview towards the survivor while a takeover is open.
func planReturned(s *survey.Survey, in survey.Intent) Preview {
	out := Preview{After: s}
	t := s.Takeover
	rebuild, foreign := syncready.RebuildFindings(s)
	if in.Active == t.Lost && len(rebuild) == 0 {
		out.Errors = append(out.Errors, finding.New(finding.WouldDiscardSurvivor, "the move to "+t.Lost,
			fmt.Sprintf("would discard what was written on %s since it took over", in.From()),
			fmt.Sprintf("re-protect first: write active_cluster = %q and discard_changes_since = %q, apply, then move", in.From(), t.Fork)))
		return out
	}
	if foreign || len(rebuild) > 0 && (in.Active == t.Lost || position.Acknowledged(s, in)) {
		out.Errors = append(out.Errors, rebuild...)
		return out
	}
	steps, after := predict(s, in)
	out.Warnings = append(out.Warnings, Standing(s, in)...)
	if len(steps) == 0 {
		return out
	}
	out.After = after
	out.Moves = &survey.Moves{Kind: survey.KindIsolate}
	if position.Acknowledged(s, in) && position.Forked(s) {
		out.Moves.Kind = survey.KindDiscard
	}
	out.approve(steps)
	snapshots := &finding.Findings{}
	syncready.SnapshotReadiness(s, in, snapshots)
	for _, f := range finding.For(KindOf(s, in), snapshots.List) {
		if f.Stops(in.IgnoreFindings) && s.Settings.Readiness != "per_pool" {
			out.Errors = append(out.Errors, f)
			continue
		}
		out.Warnings = append(out.Warnings, f)
	}
	for _, w := range out.Warnings {
		out.Moves.Risks = append(out.Moves.Risks, w.Line())
	}
	return out
}

// Standing are the warnings that every plan repeats while nothing moves: what only a returned cluster has still waits for a word, or
// nothing can bring the pair together again.
func Standing(s *survey.Survey, in survey.Intent) []finding.Finding {
	if s.Takeover == nil {
		found := &finding.Findings{List: append(syncready.LeftOpen(drill.AtRest(s), in), drill.Findings(s)...)}
		if len(s.Unread()) == 0 {
			share.OriginalsReadiness(s, found)
			share.EditedReadiness(s, in, found)
			if position.Serving(s) == in.Active && Unfinished(s) == "" { // what was moved by hand is accepted, or brought back, as a whole
				readiness.LeftBehind(s, in, found)
				found.List = slices.Concat(found.List, undeclaredAtRest(s, in), pool.LostNames(s, in))
			}
		}
		// That OneFS recommends an SPN which nobody has is no reason to speak up at every plan; the data source says it.
		return slices.DeleteFunc(found.List, func(f finding.Finding) bool { return f.ID.Spec().Observed })
	}
	if len(s.Unread()) > 0 || in.Active == s.Takeover.Lost || position.Acknowledged(s, in) {
		return nil
	}
	rebuild, _ := syncready.RebuildFindings(s)
	if len(rebuild) == 0 {
		return []finding.Finding{readiness.DiscardLine(s, in)}
	}
	for i := range rebuild {
		rebuild[i].Mild()
	}
	return rebuild
}

// undeclaredAtRest are the policies without which the next move of the names would be refused, unless that is accepted by name.
func undeclaredAtRest(s *survey.Survey, in survey.Intent) []finding.Finding {
	found := &finding.Findings{}
	syncready.UndeclaredReadiness(s, found)
	return slices.DeleteFunc(found.List, func(f finding.Finding) bool {
		return f.Severity == finding.Risk || slices.Contains(in.IgnoreFindings, f.ID.String())
	})
}
