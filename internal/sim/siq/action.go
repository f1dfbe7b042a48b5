// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

// Action is something that can be done to X: by a request, by a schedule, or to its job.
type Action string

// The actions. Those on the source cluster find X by its policy, those on the target cluster by its record.
const (
	Sync        Action = "sync"         // POST /sync/jobs without an action, on the source cluster
	Scheduled   Action = "scheduled"    // the schedule starts a sync
	Test        Action = "test"         // POST /sync/jobs, on the source cluster
	ResyncPrep  Action = "resync_prep"  // POST /sync/jobs, on the source cluster
	Enable      Action = "enable"       // PUT enabled:true
	Disable     Action = "disable"      // PUT enabled:false
	Modify      Action = "modify"       // PUT anything else
	Resolve     Action = "resolve"      // PUT conflicted:false
	Reset       Action = "reset"        // POST /sync/policies/{}/reset
	Delete      Action = "delete"       // DELETE /sync/policies/{}
	DeleteForce Action = "delete_force" // the same with force=true
	DeleteLocal Action = "delete_local" // the same with local_only=true
	AllowWrite  Action = "allow_write"  // POST /sync/jobs, on the target cluster
	Revert      Action = "allow_write_revert"
	Break       Action = "break"       // DELETE /sync/target/policies/{}
	BreakForce  Action = "break_force" // the same with force=true
	Stop        Action = "stop"        // POST /sync/target/policies/{}/cancel
	Cancel      Action = "cancel"      // PUT /sync/jobs/{} state canceled
	Pause       Action = "pause"       // PUT /sync/jobs/{} state paused
	Resume      Action = "resume"      // PUT /sync/jobs/{} state running
)

// Actions lists all actions.
var Actions = []Action{
	Sync, Scheduled, Test, ResyncPrep, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal,
	AllowWrite, Revert, Break, BreakForce, Stop, Cancel, Pause, Resume,
}

// OnTarget tells whether the action is asked of the target cluster and finds X by its record there.
func (a Action) OnTarget() bool {
	switch a {
	case AllowWrite, Revert, Break, BreakForce, Stop:
		return true
	case Sync, Scheduled, Test, ResyncPrep, Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal:
		return false
	case Cancel, Pause, Resume: // on whichever cluster runs the job
		return false
	}
	panic("siq: unknown action " + string(a))
}

// StartsJob tells whether the action, when accepted, becomes a job.
func (a Action) StartsJob() bool {
	switch a {
	case Sync, Scheduled, Test, ResyncPrep, AllowWrite, Revert:
		return true
	case Enable, Disable, Modify, Resolve, Reset, Delete, DeleteForce, DeleteLocal, Break, BreakForce, Stop, Cancel, Pause, Resume:
		return false
	}
	panic("siq: unknown action " + string(a))
}
