// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// StageID names a stage; the numbers are the lines of the documented process.
type StageID string

// The stages in the order in which they run; writes_first runs StageWrites before StageNames.
const (
	StageStart         StageID = "1 start"
	StageIsolate       StageID = "1 isolate"
	StageSettle        StageID = "2 settle"
	StageConfiguration StageID = "2a configuration"
	StageFence         StageID = "2b fence"
	StageLastSync      StageID = "2c last sync"
	StageNames         StageID = "3 names"
	StageSPNs          StageID = "4 SPNs"
	StageWrites        StageID = "5 writes"
	StageResyncPrep    StageID = "6a resync prep"
	StageMirrorRun     StageID = "6b mirror run"
	StageQuotas        StageID = "7 quotas"
	StageSchedule      StageID = "6c mirror schedule"
	StageFinish        StageID = "8 finish"
)

// Key identifies one thing that a run does: stage, side, kind, object, target value. It is what a person approves with the plan.
type Key string

func key(stage StageID, side, kind, object, value string) Key {
	return Key(strings.Join([]string{string(stage), side, kind, object, value}, " | "))
}

// group is the list of Moves that a line belongs to.
type group int

const (
	groupNone group = iota
	groupNames
	groupSPNs
	groupPolicies
	groupQuotas
	groupConfiguration
	groupFenced
)

// line is one entry of the preview. Of several lines about one object in one group the first is shown.
type line struct {
	group  group
	object string
	text   string
}

// Step is one act of a stage. Its keys are approved together and done together.
type Step struct {
	Keys []Key
	// Repairs are what the step itself may have to do after a lost answer left it half done; approved with it once it begins.
	Repairs []Key
	// Lane is a serial area such as "prod/shares": steps of one lane run one after the other. "" means that it may run beside all others.
	Lane string
	// lines are what the preview says of it.
	lines []line
	// Effect makes the survey what it is when the step is done.
	Effect func(*Survey)
	// spns are the service principal names of a step of stage 4.
	spns []string
	// closes is true for the step that ends the run: it is left out while a stage is given up.
	closes bool
	// Do starts the act, waits for it and reads back. It is never called by a preview.
	Do func(ctx context.Context, r *run, p permit.Permit) error
}

// stage is one line of the process.
type stage struct {
	id StageID
	// unmet is pure: the steps that are still needed, in the order in which lines are shown. It speaks of the goal, not of the path.
	unmet func(s *Survey, in Intent) []Step
	// goOn: clients are served without it, so a failure does not keep later stages from running.
	goOn bool
	// before are the areas to read again right before the stage, because its steps rest on what people may have changed since.
	before area
	// leaves: what people write on the old side from here on would be left behind. The last sync may have taken hours; who has opened the
	// fence since has made its proof worthless, so the fence is looked at right before the stage, and 2b and 2c come once more.
	leaves bool
	// touches are the areas of the survey to read again after the stage.
	touches area
}

// stages are those of the kind of run that this world asks for.
func stages(s *Survey, in Intent) []stage {
	switch {
	case s.lost(in.From()):
		return uncontrolledOrder()
	case s.Takeover != nil && s.Takeover.Lost == in.From():
		return returnedOrder(s, in)
	default:
		return order(in)
	}
}

// order are the stages of a controlled run with this intent.
func order(in Intent) []stage {
	moveNames := stage{id: StageNames, unmet: unmetNames, leaves: true, before: areaNetwork | areaSync, touches: areaNetwork}
	moveSPNs := stage{id: StageSPNs, unmet: unmetSPNs, goOn: true, touches: areaAD}
	writes := stage{id: StageWrites, unmet: unmetWrites, touches: areaSync | areaObjects | areaNetwork}
	out := []stage{
		{id: StageStart, unmet: unmetStart, touches: areaJournal},
		{id: StageSettle, unmet: unmetSettle, before: areaObjects | areaNetwork, touches: areaSync},
		{id: StageConfiguration, unmet: unmetConfiguration, touches: areaObjects},
		{id: StageFence, unmet: unmetFence, touches: areaObjects | areaJournal | areaNetwork},
		{id: StageLastSync, unmet: unmetLastSync, touches: areaSync | areaJournal | areaQuotas},
	}
	if mutant.On(mutant.NamesBeforeSync) {
		out = slices.Insert(out, 1, moveNames)
	}
	if in.CutoverOrder == WritesFirst {
		writes.leaves, writes.before = true, areaNetwork|areaSync
		out = append(out, writes, moveNames, moveSPNs)
	} else {
		out = append(out, moveNames, moveSPNs, writes)
	}
	return append(out,
		stage{id: StageResyncPrep, unmet: unmetResyncPrep, goOn: true, before: areaObjects | areaNetwork, touches: areaSync},
		stage{id: StageMirrorRun, unmet: unmetMirrorRun, goOn: true, touches: areaSync | areaJournal},
		stage{id: StageQuotas, unmet: unmetQuotas, goOn: true, touches: areaQuotas | areaSync},
		stage{id: StageSchedule, unmet: unmetSchedule, goOn: true, touches: areaSync},
		stage{id: StageFinish, unmet: unmetFinish, goOn: true, touches: areaAll},
	)
}

// next answers the first stage that is not met and not given up, and its steps. No stage is the goal reached. This is the only place
// that decides what comes next: the preview and the run both live on it.
func next(s *Survey, in Intent, givenUp map[StageID]error) (*stage, []Step) {
	if !s.needsWork(in) {
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

// Stages are the ids of the stages of a run in their order.
func Stages(in Intent) []StageID {
	var out []StageID
	for _, st := range order(in) {
		out = append(out, st.id)
	}
	return out
}
