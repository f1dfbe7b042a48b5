// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

import "slices"

// FailureID is the stable name of what ended a run.
type FailureID struct{ name string }

func (id FailureID) String() string { return id.name }

// Failure is the entry of a failure.
type Failure struct {
	ID FailureID
	// Means and Cure are the words of the guide, in Markdown.
	Means, Cure string
}

var failures []Failure

func failure(name, means, cure string) FailureID {
	id := FailureID{name}
	failures = append(failures, Failure{id, means, cure})
	return id
}

// Failures are all of them, in the guide's order.
func Failures() []Failure { return slices.Clone(failures) }

// What ends a run.
var (
	// FailureStale is `plan_is_stale`.
	FailureStale = failure("plan_is_stale",
		"The clusters, or the provider's settings, are not as they were when the plan was made, and the run would have to do more "+
			"than was approved. Nothing was written.",
		"Plan again, read the difference, apply the new plan.",
	)

	// FailureNotReady is `not_ready`.
	FailureNotReady = failure("not_ready",
		"Between plan and apply something became true that keeps the failover from succeeding (the finding is quoted). Nothing was "+
			"written.",
		"Cure the finding, plan and apply again.",
	)

	// FailureUnread is `cluster_unreadable`.
	FailureUnread = failure("cluster_unreadable",
		"A cluster could not be read just before the first write. Nothing was written.",
		"Make it reachable and apply again.",
	)

	// FailureStillAnswers is `still_answers`.
	FailureStillAnswers = failure("still_answers",
		"A cluster that is declared lost answered. Nothing was written.",
		"Remove `lost_since` and use a controlled failover; or cut it off and set `cut_off = true`.",
	)

	// FailureMayAnswer is `may_still_answer`.
	FailureMayAnswer = failure("may_still_answer",
		"A cluster is declared lost, and something answers in its place of which nobody can tell whether it is the cluster: another "+
			"certificate, a proxy, a DNS answer without authority. Nothing was written.",
		"Make sure that the cluster serves nobody, then set `cut_off = true`.",
	)

	// FailureLease is `run_in_progress`.
	FailureLease = failure("run_in_progress",
		"Another run that is alive holds the lease of this pool or of one of its policies; the text says which, who holds it, and "+
			"how long after its end it is free.",
		"Wait for it, or stop it, then apply again. The lease of a dead run is taken over by itself after `lease_ttl`.",
	)

	// FailureLeaseDamaged is `lease_damaged`.
	FailureLeaseDamaged = failure("lease_damaged",
		"A file of the lease is damaged, so it cannot be told whether another run is alive. The text names the file and the cluster. Nothing "+
			"was written.",
		"Make sure that no run is under way, delete the file that the text names, and apply again.",
	)

	// FailureSPNRight is `spn_right_missing`.
	FailureSPNRight = failure("spn_right_missing",
		"A write of the SPNs as they are, the first act of a run, was refused: the cluster may not write SPNs, or insists on an "+
			"account of the domain. Nothing was changed.",
		"Grant the right (see [Your first failover](first-failover.md)), or set `spn_credentials`; or write the id into "+
			"`ignore_findings` and move the SPNs by hand.",
	)

	// FailureStage is `stage_failed`.
	FailureStage = failure("stage_failed",
		"A stage failed. Before stage 3 everything was put back, unless the text says otherwise.",
		"Mend the cause and apply again, or set `active_cluster` back and apply.",
	)

	// FailureIncomplete is `clean_up_incomplete`.
	FailureIncomplete = failure("clean_up_incomplete",
		"Clients are served by the receiving cluster; SPNs, resync prep, mirror, quotas or the last stage are not complete.",
		"Mend the cause and apply again: only what is left is done.",
	)

	// FailureStopped is `stopped`.
	FailureStopped = failure("stopped",
		"The apply was interrupted (Ctrl-C, a cancelled pipeline) and stopped between two steps.",
		"Apply again, or set `active_cluster` back and apply.",
	)

	// FailureTimeout is `timed_out`.
	FailureTimeout = failure("timed_out",
		"The time of `timeouts` is up. Jobs on the clusters may go on.",
		"Apply again: it waits for the running job and goes on. Give more time in `timeouts`.",
	)
)
