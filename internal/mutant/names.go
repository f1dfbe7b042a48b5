// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mutant

// Variable is the environment variable that chooses the mutant in a build with the tag "mutants".
const Variable = "ONEFS_MUTANT"

// Name is a mutant's name.
type Name string

// The mutants, in the order of a run.
const (
	StalePlanAccepted  Name = "stale-plan-accepted"
	UnapprovedDone     Name = "unapproved-done"
	LeaseUnchecked     Name = "lease-unchecked"
	LeaseOverwrites    Name = "lease-overwrites"
	LeaseUnawaited     Name = "lease-unawaited"
	IgnoredPoolWritten Name = "ignored-pool-written"
	LocalNameMoved     Name = "local-name-moved"

	FenceSkipped        Name = "fence-skipped"
	FenceBeforeJournal  Name = "fence-before-journal"
	OriginalOverwritten Name = "original-overwritten"
	EditOverwritten     Name = "edit-overwritten"
	ProofKeptUnfenced   Name = "proof-kept-unfenced"
	HandlesLeft         Name = "handles-left"
	FenceNotRestored    Name = "fence-not-restored"
	FenceLiftedEarly    Name = "fence-lifted-early"

	ScheduleLeftOn    Name = "schedule-left-on"
	LastSyncSkipped   Name = "last-sync-skipped"
	QuietRunSkipped   Name = "quiet-run-skipped"
	OldReportAccepted Name = "old-report-accepted"
	VanishedIsSuccess Name = "vanished-is-success"
	PostRepeated      Name = "post-repeated"

	PublishBeforePark Name = "publish-before-park"
	ParkedDropped     Name = "parked-dropped"
	AliasDropped      Name = "alias-dropped"
	UnparkLeftOut     Name = "unpark-left-out"
	SessionsLeft      Name = "sessions-left"
	SPNAddedFirst     Name = "spn-added-first"
	SPNListCut        Name = "spn-list-cut"
	StaleFenced       Name = "stale-fenced"
	StalePublished    Name = "stale-published"
	StaleSPNs         Name = "stale-spns"

	NamesBeforeSync    Name = "names-before-sync"
	PrepBeforeAllOpen  Name = "prep-before-all-open"
	MirrorLeftDisabled Name = "mirror-left-disabled"
	MirrorUnscheduled  Name = "mirror-unscheduled"
	RevertPublished    Name = "revert-published"
	RevertUnfenced     Name = "revert-unfenced"
	QuotaDeletedFirst  Name = "quota-deleted-first"
	QuotaScanIgnored   Name = "quota-scan-ignored"

	LostClusterDialled Name = "lost-cluster-dialled"
	ProbeLeftOut       Name = "probe-left-out"
	LossAccepted       Name = "loss-accepted"
	DiscardUnasked     Name = "discard-unasked"
	IsolatedLate       Name = "isolated-late"

	BusyIsFinal      Name = "busy-is-final"
	SecondPageUnread Name = "second-page-unread"
)

// Mutant is one known-bad engine.
type Mutant struct {
	Name Name
	// Text says which decision is changed, and into what.
	Text string
}

// All are the mutants, in the order of a run.
func All() []Mutant {
	return []Mutant{
		{StalePlanAccepted, "what is due is not compared with what was approved before the first write"},
		{UnapprovedDone, "a step that nobody approved is done when it comes up in the midst of a run"},
		{LeaseUnchecked, "a lease that ran out does not keep a run from writing on"},
		{LeaseOverwrites, "a claim is written over the claim of another run"},
		{LeaseUnawaited, "a claim is taken over without waiting for its holder to be dead"},
		{IgnoredPoolWritten, "a pool that is tagged to be ignored takes part"},
		{LocalNameMoved, "a name that belongs to the standby pool itself moves as well"},

		{FenceSkipped, "shares and exports stay writable during the last sync"},
		{FenceBeforeJournal, "an object is fenced before its original is in the journal"},
		{OriginalOverwritten, "a run that goes on takes the fenced definition for the original"},
		{EditOverwritten, "lifting the fence overwrites what somebody has changed meanwhile"},
		{ProofKeptUnfenced, "the proof of a last sync outlives a fence that was open since"},
		{HandlesLeft, "handles from before the fence are left open"},
		{FenceNotRestored, "fenced objects are not restored"},
		{FenceLiftedEarly, "the fence is lifted while its path still needs it"},

		{ScheduleLeftOn, "the schedule stays on the policy"},
		{LastSyncSkipped, "names move without a last sync"},
		{QuietRunSkipped, "the first run is taken for the last, whatever it carried"},
		{OldReportAccepted, "a report from before our job is taken for the report of our job"},
		{VanishedIsSuccess, "a job that vanished without a report is taken for a success"},
		{PostRepeated, "a POST whose outcome is unknown is sent again"},

		{PublishBeforePark, "names are published on one side before they are parked on the other"},
		{ParkedDropped, "names are removed where they should be parked"},
		{AliasDropped, "an alias that does not move is dropped from the list"},
		{UnparkLeftOut, "names stay parked when their publication is refused"},
		{SessionsLeft, "clients stay connected to the side that the names have left"},
		{SPNAddedFirst, "an SPN is added to one account before it is removed from the other"},
		{SPNListCut, "an account gets the SPNs that move and loses its others"},
		{StaleFenced, "a fence is made from what the survey saw, not from what is there"},
		{StalePublished, "names are published in a list that was read before the parking"},
		{StaleSPNs, "SPNs are added to a list that was read before the removal"},

		{NamesBeforeSync, "names move before the last sync"},
		{PrepBeforeAllOpen, "a pair is turned while the copy of another is not writable yet"},
		{MirrorLeftDisabled, "a mirror that resync prep left disabled stays so"},
		{MirrorUnscheduled, "the new production gets no schedule"},
		{RevertPublished, "a copy is rolled back though a name was published beside it"},
		{RevertUnfenced, "a copy is rolled back though the fence of the other side was opened"},
		{QuotaDeletedFirst, "a quota is deleted on one side before it is created on the other"},
		{QuotaScanIgnored, "a policy runs while a quota below it is not scanned"},

		{LostClusterDialled, "a cluster that is declared lost gets a client"},
		{ProbeLeftOut, "a lost cluster is not asked whether it lives"},
		{LossAccepted, "more data loss is accepted than max_data_loss says"},
		{DiscardUnasked, "what only a returned cluster has is discarded without anybody's word"},
		{IsolatedLate, "the schedules of a returned cluster go off last"},

		{BusyIsFinal, "a 503 is final"},
		{SecondPageUnread, "a list ends with its first page"},
	}
}
