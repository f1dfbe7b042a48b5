// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// mirrorSuffix is what the reverse policy's name ends with.
const mirrorSuffix = "_mirror"

// pair is one policy with everything around it that exists: its clusters, its target record and its reverse. Fields are nil or zero
// where there is nothing.
type pair struct {
	w        *world.World
	policyID string
	source   *Cluster // the policy's cluster
	policy   Policy
	there    bool     // the policy exists
	target   *Cluster // the cluster that has the record, or to which the target host leads
	record   TargetRecord
	recorded bool // the record exists
	reverse  Policy
	returns  bool // the reverse policy exists, on target
}

// pairOf gathers the pair of the policy with that id.
func pairOf(w *world.World, id string) pair {
	x := pair{w: w, policyID: id}
	for _, c := range clustersOf(w) {
		if p, ok := c.policies.Get(id); ok {
			x.source, x.policy, x.there = c, p, true
		}
		if t, ok := c.records.Get(id); ok {
			x.target, x.record, x.recorded = c, t, true
		}
	}
	if x.there && !x.recorded {
		x.target = clusterByHost(w, x.policy.TargetHost)
	}
	if !x.there && x.recorded {
		x.source = Of(w.Cluster(x.record.SourceCluster))
	}
	if x.there && x.target != nil {
		x.reverse, x.returns = x.findReverse()
	}
	return x
}

// reverseName is the name of the policy that replicates the other way: P has P_mirror, P_mirror has P.
func reverseName(name string) string {
	if home, is := strings.CutSuffix(name, mirrorSuffix); is {
		return home
	}
	return name + mirrorSuffix
}

// findReverse looks for the reverse policy on the target: the name fits and the paths are swapped.
func (x pair) findReverse() (Policy, bool) {
	p, ok := x.target.Policy(reverseName(x.policy.Name))
	fits := ok && p.SourceRootPath == x.policy.TargetPath && p.TargetPath == x.policy.SourceRootPath
	return p, fits
}

// view is what the state machine sees of the pair.
func (x pair) view(self siq.Switch) siq.View {
	v := siq.View{Self: self, Target: siq.NoTarget, Reverse: siq.Absent, ReverseTarget: siq.NoTarget}
	if x.recorded {
		v.Target = x.record.State()
	}
	if x.returns {
		v.Reverse = switchOf(x.reverse.Enabled())
		if x.source != nil {
			if t, ok := x.source.records.Get(x.reverse.ID); ok {
				v.ReverseTarget = t.State()
			}
		}
	}
	return v
}

// self is the policy's own switch. What starts a job may still meet the old value while a change spreads.
func (x pair) self(starts bool) siq.Switch {
	switch {
	case !x.there:
		return siq.Absent
	case starts && x.w.Dials.Is("enabled_lag_on_starts", siq.Yes):
		return switchOf(x.policy.EnabledSeen(x.w.Now()))
	}
	return switchOf(x.policy.Enabled())
}

func switchOf(enabled bool) siq.Switch {
	if enabled {
		return siq.Enabled
	}
	return siq.Disabled
}

// View is the pair of a policy, seen from it, as the clusters have decided it. It is what invariants and the control face ask.
func View(w *world.World, policyID string) siq.View {
	x := pairOf(w, policyID)
	return x.view(x.self(false))
}

func lag(w *world.World, name string) time.Duration { return w.Dials.Duration(name) }
