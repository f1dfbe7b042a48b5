// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// Ended tells whether the state of a job means "in between, and failed": it is not running and may be started again (synciq.md §1.4).
func Ended(state string) bool {
	return state == stateFailed || state == StateAttention || state == StateCanceled
}

// Actions of a SyncIQ job; a sync is a POST without an action (synciq.md §1.1).
const (
	ActionSync             = ""
	ActionAllowWrite       = "allow_write"
	ActionResyncPrep       = "resync_prep"
	ActionAllowWriteRevert = "allow_write_revert"
	StateFinished          = "finished"
	stateFailed            = "failed"
	StateAttention         = "needs_attention"
	StateCanceled          = "canceled"
	StateSkipped           = "skipped"
)

// SameAction compares the action that OneFS shows with one that was asked for: for a sync it says "run", "none", "sync", "copy" or nothing,
// and it shows inner steps of resync prep as actions.
func SameAction(shown, wanted string) bool {
	if wanted != ActionSync {
		return shown == wanted || wanted == ActionResyncPrep && len(shown) > len(wanted) && shown[:len(wanted)] == wanted
	}
	switch shown {
	case "", "run", "none", "sync", "copy":
		return true
	}
	return false
}

// Report is what one job report says, as far as a proof needs it.
type Report struct {
	Job     int64
	Started int64 // by the clock of the cluster that ran it, seconds
	Action  string
	State   string
	Errors  []string
	// Notes are the warnings that stand in it. They may name paths.
	Notes []string
	// Moved counts changes of data and names, Touched the files of which only attributes changed.
	Moved, Touched int64
	// Left are the counters that are not zero of what was left out, Missing all counters that the report does not give.
	Left, Missing []string
	// Blind: it has no counter at all of what changed.
	Blind bool
}

// Over tells whether the job of the report has ended.
func (r Report) Over() bool {
	return Ended(r.State) || r.State == StateFinished || r.State == StateSkipped
}
