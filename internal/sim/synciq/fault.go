// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// JobFault is what goes wrong with the next job of a policy, instead of what the state machine says.
type JobFault struct {
	// Step is the number of the step, from 0, that does not end well. What it does when it begins still happens.
	Step int
	// State is failed, needs_attention or canceled; "running" makes the job hang for ever; "finished" lets it end as usual, but for what
	// it skips.
	State string
	// Text is the error in the report.
	Text string
	// Skipped is what the report of a run that finishes admits, and Files, by their path on the source, are what the run leaves out.
	Skipped Skipped
	Files   []string
}

// Skipped are the figures of a report that say that not everything was replicated.
type Skipped struct {
	IO, Network, Checksum, UserConflict int64 // files
	Chunks                              int64 // that failed
}

// FailNextJob makes the next job of that policy (by name) and action go wrong. More than one wait in a line.
func (c *Cluster) FailNextJob(policy string, a siq.Action, f JobFault) {
	key := policy + "/" + string(a)
	list, _ := c.faults.Get(key)
	c.faults.Put(key, append(append([]JobFault{}, list...), f))
}

// takeFault takes the first fault in the line of the job. Runs by hand and by schedule stand in the same line.
func (c *Cluster) takeFault(j Job) *JobFault {
	a := j.Action
	if a == siq.Scheduled {
		a = siq.Sync
	}
	key := j.PolicyName + "/" + string(a)
	list, _ := c.faults.Get(key)
	if len(list) == 0 || j.plan.Fails != "" {
		return nil
	}
	c.faults.Put(key, list[1:])
	return &list[0]
}

// hangs tells whether the present step never ends.
func (j Job) hangs() bool {
	return j.fault != nil && j.fault.State == "running" && j.step >= j.fault.Step
}

// breaks tells whether the present step ends badly.
func (j Job) breaks() bool {
	return j.fault != nil && j.fault.State != "running" && j.fault.State != "finished" && j.step >= min(j.fault.Step, len(j.plan.Steps)-1)
}

// Skipped is what the job's report admits to have left out.
func (j Job) Skipped() Skipped {
	if j.fault == nil || j.State != "finished" {
		return Skipped{}
	}
	return j.fault.Skipped
}

// remark is the error text of a job that ends as usual.
func (j Job) remark() string {
	if j.fault == nil || j.fault.State != "finished" {
		return ""
	}
	return j.fault.Text
}

// leaveOut gives the files that the job skips their old content back on the target; what was not there before is not there now.
func (x pair) leaveOut(j *Job, before fs.Snapshot) error {
	if j.fault == nil || j.fault.State != "finished" {
		return nil
	}
	for _, p := range j.fault.Files {
		to := fs.Rebase(p, x.policy.SourceRootPath, x.policy.TargetPath)
		if err := x.target.FS.CopyInto(to, before, to); err != nil {
			return err
		}
	}
	return nil
}
