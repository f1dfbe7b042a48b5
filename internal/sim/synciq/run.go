// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// startJob turns a pending job into a running one. Much may have changed since it was accepted, so the state machine is asked again;
// what it would refuse now makes the job fail.
func (c *Cluster) startJob(j Job) {
	w := c.World()
	x := pairOf(w, j.PolicyID)
	v := siq.Decide(j.Action, x.facts(c, j.Action, true), w.Dials.Text)
	cover(w, v.Name())
	j.row = v.ID
	switch {
	case v.Job != nil:
		j.plan = *v.Job
	case v.Refuse != nil:
		j.plan = siq.Plan{Fails: v.Refuse.Text, Steps: []siq.Step{{Name: "start", Lasts: siq.Brief}}}
	default:
		j.plan = siq.Plan{Canceled: true, Steps: []siq.Step{{Name: "start", Lasts: siq.Brief}}}
	}
	if text := x.refusedBy(j.Action); v.Job != nil && text != "" {
		j.plan = siq.Plan{Fails: text, Steps: []siq.Step{{Name: "start", Lasts: siq.Brief}}}
	}
	c.lastJob++
	j.Number, j.State, j.Started, j.step = c.lastJob, "running", w.Now(), 0
	j.Type = syncType(j.Action, x)
	j.unmarked = j.Action == siq.ResyncPrep && x.there && !x.policy.DomainMarked
	j.fault = c.takeFault(j)
	if x.there && !j.OnTarget {
		x.source.policies.Update(x.policyID, func(p *Policy) {
			p.LastStarted = w.Now()
			p.lastJobState.Set("running", w.Now(), lag(w, "lag_enabled"))
		})
	}
	if x.recorded && j.Action != siq.Test {
		x.target.noteRecordJob(x.policyID, "running")
	}
	c.jobs.Put(j.PolicyID, j)
	c.beginStep(j)
}

// refusedBy is what stands against a job beside the states of its policies: SyncIQ "replicates only to a target of the same or a newer
// release", otherwise there is an event and no replication (evidence-2.md E4); the revert of allow writes is "not supported for SmartLock
// directories" (E3).
func (x pair) refusedBy(a siq.Action) string {
	switch {
	case (a == siq.Sync || a == siq.Scheduled) && x.there && x.recorded && x.target.Older(x.source.Cluster):
		x.source.RaiseEvent(world.EventTargetOlder, x.policy.Name, "The target cluster of policy "+x.policy.Name+" runs an older release.")
		return "The target cluster runs OneFS " + x.target.Release() + ", which is older than the source's " + x.source.Release() + "."
	case a == siq.Revert && x.recorded && x.target.SmartLocked(x.record.TargetPath):
		return "allow_write_revert is not supported for SmartLock directories."
	}
	return ""
}

// syncType is the report's word for the kind of transfer.
func syncType(a siq.Action, x pair) string {
	switch a {
	case siq.Sync, siq.Scheduled:
		if x.policy.HasState {
			return "incremental"
		}
		return "initial"
	case siq.ResyncPrep:
		if !x.policy.DomainMarked {
			return "domainmark"
		}
		return "fofb"
	case siq.AllowWrite, siq.Revert:
		return "fofb"
	}
	return "invalid"
}

// beginStep begins the job's present step.
func (c *Cluster) beginStep(j Job) {
	w := c.World()
	s := j.plan.Steps[j.step]
	j.Shows = s.Shows
	j.Phases = append(append([]JobPhase{}, j.Phases...), JobPhase{Name: s.Name, Start: w.Now()})
	c.jobs.Put(j.PolicyID, j)
	if text := c.work(j, s.Begin); text != "" {
		c.failJob(j.PolicyID, text)
		return
	}
	j, alive := c.LiveJob(j.PolicyID)
	if !alive {
		return
	}
	if j.skips() {
		c.endJob(j, "skipped", "")
		return
	}
	j.due = w.Now().Add(c.lasts(j, s))
	j.serial = w.NewNumber()
	c.jobs.Put(j.PolicyID, j)
	if j.hangs() {
		return
	}
	w.Schedule(world.Event{Due: j.due, Kind: eventStep, Cluster: c.Name, ID: j.PolicyID, Arg: j.arg()})
}

// endStep ends the job's present step and goes on.
func (c *Cluster) endStep(j Job) {
	s := j.plan.Steps[j.step]
	phases := append([]JobPhase{}, j.Phases...)
	phases[len(phases)-1].End = c.World().Now()
	j.Phases = phases
	c.jobs.Put(j.PolicyID, j)
	switch {
	case j.plan.Canceled:
		c.endJob(j, "canceled", "")
		return
	case j.plan.Fails != "":
		c.failJob(j.PolicyID, j.plan.Fails)
		return
	case j.breaks():
		c.endJob(j, j.fault.State, j.fault.Text)
		return
	}
	if text := c.work(j, s.End); text != "" {
		c.failJob(j.PolicyID, text)
		return
	}
	j, alive := c.LiveJob(j.PolicyID)
	if !alive {
		return
	}
	if j.step++; j.step == len(j.plan.Steps) {
		c.endJob(j, "finished", j.remark())
		return
	}
	c.beginStep(j)
}

// work carries out a step's ops, if the clusters that they need can be reached, and returns the text of a failure.
func (c *Cluster) work(j Job, ops []siq.Op) string {
	x := pairOf(c.World(), j.PolicyID)
	if !c.Reachable {
		return "The node that ran the job is gone."
	}
	if !j.OnTarget && len(ops) > 0 && (x.target == nil || !x.target.Reachable) {
		return "The connection to the target cluster was lost."
	}
	return x.apply(ops, &j)
}

// failJob ends a job whose text says why, and makes the policy conflicted where a failed run does.
func (c *Cluster) failJob(id, text string) {
	if j, ok := c.LiveJob(id); ok {
		c.endJob(j, c.World().Dials.Text("failed_job_state"), text)
	}
}

// endJob is the one place where a job ends. The report and the flags follow with their lags.
func (c *Cluster) endJob(j Job, state, text string) {
	w := c.World()
	now := w.Now()
	j.State, j.Ended, j.Error = state, now, strings.ReplaceAll(text, "{name}", j.PolicyName)
	j.goneAt = now.Add(lag(w, "lag_job_gone"))
	if j.Number == 0 {
		c.lastJob++
		j.Number, j.Started = c.lastJob, now
	}
	if n := len(j.Phases); n > 0 && j.Phases[n-1].End.IsZero() {
		phases := append([]JobPhase{}, j.Phases...)
		phases[n-1].End = now
		j.Phases = phases
	}
	c.jobs.Put(j.PolicyID, j)
	x := pairOf(w, j.PolicyID)
	failed := state == "failed" || state == "needs_attention"
	if x.there && !j.OnTarget {
		x.source.policies.Update(x.policyID, func(p *Policy) {
			p.lastJobState.Set(state, now, lag(w, "lag_enabled"))
			p.Conflicted = p.Conflicted || failed && j.plan.Conflicts && !c.runsAgain(j)
			if failed && c.runsAgain(j) && p.Schedule == ScheduleSourceModified {
				p.NextRun = now.Add(p.delay())
			}
			if state == "finished" && (j.Action == siq.Sync || j.Action == siq.Scheduled) {
				p.LastSuccess = j.Started
			}
		})
	}
	if x.recorded && j.Action != siq.Test && (j.OnTarget || c.Reachable && !x.overtaken()) {
		x.target.noteRecordJob(x.policyID, state)
	}
	c.report(j, x)
	if failed && !j.OnTarget {
		c.RaiseEvent(world.EventPolicyFailed, j.PolicyName, "SyncIQ policy failed: "+j.PolicyName+": "+j.Error)
	}
	w.Schedule(world.Event{Due: now, Kind: eventStart, Cluster: c.Name}) // the queue has room
}

// runsAgain tells whether a failed job leaves its policy as it was, so that the next run comes by itself.
func (c *Cluster) runsAgain(j Job) bool {
	return c.World().Dials.Is("failed_run", "runs_again") && (j.Action == siq.Sync || j.Action == siq.Scheduled)
}

// overtaken tells whether the target runs a job of its own, which then is the newest.
func (x pair) overtaken() bool {
	_, live := x.target.LiveJob(x.policyID)
	return live
}

// syncEvent handles the events of jobs.
func (c *Cluster) jobEvent(e world.Event) {
	j, alive := c.LiveJob(e.ID)
	switch {
	case e.Kind == eventStart:
		c.startJobs()
	case alive && j.arg() == e.Arg && j.State == "running":
		c.endStep(j)
	}
}

// lasts is the duration of a step.
func (c *Cluster) lasts(j Job, s siq.Step) time.Duration {
	t := c.Timing
	if t == (Timing{}) {
		t = UsualTiming
	}
	d := t.Brief
	switch s.Lasts {
	case siq.Brief:
	case siq.Changes:
		d = t.Changes + time.Duration(j.Counts.FilesNew+j.Counts.FilesChanged+j.Counts.FilesUnlinked)*t.File
		if t.Rate > 0 {
			d += time.Duration(float64(j.Counts.Bytes) / float64(t.Rate) * float64(time.Second))
		}
		if j.marksWhileRunning(c) {
			d += c.walkTime(t, j.Policy.SourceRootPath)
		}
	case siq.Undo:
		d = t.Undo + time.Duration(pairOf(c.World(), j.PolicyID).toUndo(j.Action))*t.File
	case siq.Walk:
		if d = 0; j.unmarked {
			d = c.walkTime(t, j.Policy.SourceRootPath)
		}
	}
	if c.World().Dials.Is("job_length", "long") {
		d *= 10
	}
	return d
}

func (c *Cluster) walkTime(t Timing, path string) time.Duration {
	u := c.FS.Usage(path)
	return t.Walk + time.Duration(u.Files+u.Dirs)*t.Entry
}

// marksWhileRunning tells whether a run also marks the source: accelerated failback, once per policy (synciq.md §2).
func (j Job) marksWhileRunning(c *Cluster) bool {
	p, ok := c.policies.Get(j.PolicyID)
	return ok && p.AcceleratedFailback && !p.DomainMarked && (j.Action == siq.Sync || j.Action == siq.Scheduled)
}

// skips tells whether a scheduled run has nothing to do and its policy says that it then ends at once.
func (j Job) skips() bool {
	return j.Action == siq.Scheduled && j.step == 0 && j.Policy.SkipWhenUnmodified && j.Type == "incremental" && j.Counts.Zero()
}
