// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// stage is one line of the process.
type stage struct {
	id survey.StageID
	// unmet is pure: the steps that are still needed, in the order in which lines are shown. It speaks of the goal, not of the path.
	unmet func(s *survey.Survey, in survey.Intent) []run.Step
	// goOn: clients are served without it, so a failure does not keep later stages from running.
	goOn bool
	// before are the areas to read again right before the stage, because its steps rest on what people may have changed since.
	before survey.Area
	// leaves: what people write on the old side from here on would be left behind. The last sync may have taken hours; who has opened the
	// fence since has made its proof worthless, so the fence is looked at right before the stage, and 2b and 2c come once more.
	leaves bool
	// touches are the areas of the survey to read again after the stage.
	touches survey.Area
}

// stages are those of the kind of run that this world asks for. An open drill is closed before anything else.
func stages(s *survey.Survey, in survey.Intent) []stage {
	if s.Drill == nil || s.Run != nil {
		return stagesAtRest(s, in)
	}
	closing := stage{id: drill.StageClose, unmet: drill.UnmetClosed, touches: survey.AreaSync | survey.AreaNetwork}
	return append([]stage{closing}, stagesAtRest(s, in)...)
}

func stagesAtRest(s *survey.Survey, in survey.Intent) []stage {
	switch {
	case s.Lost(in.From()):
		return uncontrolledOrder()
	case s.Takeover != nil && s.Takeover.Lost == in.From():
		return returnedOrder(s, in)
	default:
		return order(in)
	}
}

// order are the stages of a controlled run with this intent.
func order(in survey.Intent) []stage {
	moveNames := stage{
		id: survey.StageNames, unmet: pool.UnmetNames, leaves: true, before: survey.AreaNetwork | survey.AreaSync, touches: survey.AreaNetwork,
	}
	moveSPNs := stage{id: survey.StageSPNs, unmet: spn.Unmet, goOn: true, touches: survey.AreaAD}
	writes := stage{id: survey.StageWrites, unmet: unmetWrites, touches: survey.AreaSync | survey.AreaObjects | survey.AreaNetwork}
	out := []stage{
		{id: survey.StageStart, unmet: unmetStart, touches: survey.AreaJournal},
		{id: survey.StageSettle, unmet: replication.UnmetSettle, before: survey.AreaObjects | survey.AreaNetwork, touches: survey.AreaSync},
		{id: survey.StageConfiguration, unmet: configuration, touches: survey.AreaObjects},
		{id: survey.StageFence, unmet: share.UnmetFence, touches: survey.AreaObjects | survey.AreaJournal | survey.AreaNetwork},
		{id: survey.StageLastSync, unmet: replication.UnmetLastSync, touches: survey.AreaSync | survey.AreaJournal | survey.AreaQuotas},
	}
	if in.CutoverOrder == survey.WritesFirst {
		writes.leaves, writes.before = true, survey.AreaNetwork|survey.AreaSync
		out = append(out, writes, moveNames, moveSPNs)
	} else {
		out = append(out, moveNames, moveSPNs, writes)
	}
	return append(out,
		stage{
			id: survey.StageResyncPrep, unmet: replication.UnmetResyncPrep, goOn: true,
			before: survey.AreaObjects | survey.AreaNetwork, touches: survey.AreaSync,
		},
		stage{id: survey.StageMirrorRun, unmet: replication.UnmetMirrorRun, goOn: true, touches: survey.AreaSync | survey.AreaJournal},
		stage{id: survey.StageQuotas, unmet: quotasAfterHold, goOn: true, touches: survey.AreaQuotas | survey.AreaSync},
		stage{id: survey.StageSchedule, unmet: replication.UnmetSchedule, goOn: true, touches: survey.AreaSync},
		stage{id: survey.StageFinish, unmet: unmetFinish, goOn: true, touches: survey.AreaAll},
	)
}

// next answers the first stage that is not met and not given up, and its steps. No stage is the goal reached. This is the only place
// that decides what comes next: the preview and the run both live on it.
func next(s *survey.Survey, in survey.Intent, givenUp map[survey.StageID]error) (*stage, []run.Step) {
	if !needsWork(s, in) {
		return nil, nil
	}
	for _, st := range stages(s, in) {
		if _, up := givenUp[st.id]; up {
			continue
		}
		if steps := st.unmet(s, in); len(steps) > 0 {
			return &st, steps
		}
	}
	return nil, nil
}

// configuration copies shares, exports and aliases. A share whose directory is new since the last run waits for one more run of its policy.
func configuration(s *survey.Survey, in survey.Intent) []run.Step {
	return share.UnmetConfiguration(s, in, replication.RunFirst)
}

// quotasAfterHold moves the quotas once no schedule can meet an unscanned one.
func quotasAfterHold(s *survey.Survey, in survey.Intent) []run.Step {
	return quota.Unmet(s, in, replication.HoldSchedules)
}

// Stages are the ids of the stages of a run in their order.
func Stages(in survey.Intent) []survey.StageID {
	var out []survey.StageID
	for _, st := range order(in) {
		out = append(out, st.id)
	}
	return out
}
