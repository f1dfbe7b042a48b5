// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// apply carries out ops on the pair, in order, and returns the text of the first failure. j is the job that does it, nil for an
// immediate action. Every op reads the pair afresh, because the one before may have changed it.
func (x pair) apply(ops []siq.Op, j *Job) string {
	for _, o := range ops {
		if text := pairOf(x.w, x.policyID).do(o, j); text != "" {
			return text
		}
	}
	return ""
}

// do carries out one op.
func (x pair) do(o siq.Op, j *Job) string {
	if t, ok := o.Target(); ok {
		x.setTarget(t)
		if t == siq.CreatingResync && x.w.Dials.Is("policy_disabled_at", "start") {
			x.source.setEnabled(x.policyID, false)
		}
		return ""
	}
	if t, ok := o.ReverseTarget(); ok {
		return x.flip().mustSetTarget(t)
	}
	switch o { //nolint:exhaustive // the others are about data
	case siq.SelfOn, siq.SelfOff:
		if x.there && x.source.Reachable {
			x.source.setEnabled(x.policyID, o == siq.SelfOn)
		}
		if o == siq.SelfOff && j != nil && j.Action == siq.ResyncPrep && x.w.Dials.Is("schedule_after_prep", "cleared") {
			s := x.policy.PolicySettings
			s.Schedule = ""
			x.source.ChangePolicy(x.policyID, s)
		}
	case siq.DropSelf:
		x.source.dropPolicy(x.policy)
	case siq.DropTarget:
		x.dropRecord()
	case siq.ReverseMade:
		return x.makeReverse()
	case siq.ReverseOn:
		x.target.setEnabled(x.reverse.ID, true)
	case siq.CheckReverse:
		if x.w.Dials.Is("reverse_checked_at", "start") {
			return x.checkReverse()
		}
	case siq.NeedReset:
		if x.there && x.source.Reachable {
			x.source.policies.Update(x.policyID, func(p *Policy) { p.NeedsReset = true })
			x.openSource()
		}
	case siq.ForgetState:
		x.source.forgetState(x.policyID)
		x.openSource()
	case siq.ClearConflict:
		x.source.policies.Update(x.policyID, func(p *Policy) { p.Conflicted = false })
	case siq.FailSourceJob:
		x.failSourceJob()
	case siq.StopJob, siq.PauseJob, siq.ResumeJob:
		x.onJobs(o)
	case siq.DropHistory:
		x.source.dropHistory(x.policy)
	case siq.TakeProperties:
	default:
		return x.move(o, j)
	}
	return ""
}

// flip is the same pair seen from the reverse policy.
func (x pair) flip() pair { return pairOf(x.w, x.reverse.ID) }

func (x pair) mustSetTarget(t siq.Target) string {
	if !x.there || x.target == nil {
		return "The reverse policy is gone."
	}
	x.setTarget(t)
	return ""
}

// failSourceJob ends a run that is under way: writes are allowed on its target (synciq.md §1.3).
func (x pair) failSourceJob() {
	if x.source == nil || !x.source.Reachable {
		return
	}
	if run, live := x.source.LiveJob(x.policyID); live && !run.OnTarget && run.Action != siq.ResyncPrep {
		x.source.failJob(x.policyID, "Writes have been allowed on the target of the policy.")
	}
}

// onJobs cancels, pauses or resumes the live job of the policy, on whichever cluster it runs.
func (x pair) onJobs(o siq.Op) {
	if o == siq.StopJob && x.hanging() {
		x.target.noteRecordJob(x.policyID, "canceled")
		return
	}
	for _, c := range []*Cluster{x.source, x.target} {
		if c == nil || !c.Reachable {
			continue
		}
		j, live := c.LiveJob(x.policyID)
		if !live {
			continue
		}
		switch o { //nolint:exhaustive // the three ops on jobs
		case siq.StopJob:
			c.endJob(j, "canceled", "")
		case siq.PauseJob:
			c.pauseJob(j, pausedByHand)
		case siq.ResumeJob:
			if j.paused == pausedByHand {
				c.resumeJob(j)
			}
		}
		return
	}
}

// dropRecord removes the record from the target, where the association ends.
func (x pair) dropRecord() {
	if !x.recorded || !x.target.Reachable {
		return
	}
	x.target.DropSnapshot(x.record.syncedName)
	x.target.records.Delete(x.policyID)
}

func (c *Cluster) dropPolicy(p Policy) {
	c.policies.Delete(p.ID)
	c.names.Delete(p.Name)
}

// dropHistory removes the policy's reports and SyncIQ snapshots.
func (c *Cluster) dropHistory(p Policy) {
	for key, r := range c.reports.All() {
		if r.Job.PolicyID == p.ID {
			c.reports.Delete(key)
		}
	}
	c.DropSnapshot(sourceSnapshotName(p.ID, "latest"))
	c.DropSnapshot(sourceSnapshotName(p.ID, "new"))
}

// forgetState makes the next run a full one.
func (c *Cluster) forgetState(id string) {
	c.policies.Update(id, func(p *Policy) {
		p.HasState, p.NeedsReset, p.TargetGUID, p.latest = false, false, "", nil
	})
	c.DropSnapshot(sourceSnapshotName(id, "latest"))
}
