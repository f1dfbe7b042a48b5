// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"

// JobFault is what goes wrong with the next job of a policy, instead of what the state machine says.
type JobFault struct {
	// Step is the number of the step, from 0, that does not end well. What it does when it begins still happens.
	Step int
	// State is failed, needs_attention or canceled; "running" makes the job hang for ever.
	State string
	// Text is the error in the report.
	Text string
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
	return j.fault != nil && j.fault.State != "running" && j.step >= min(j.fault.Step, len(j.plan.Steps)-1)
}
