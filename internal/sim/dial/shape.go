// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

// Dials of the shape of answers: the same facts in another spelling, under another status, with or without what is empty.
const (
	CreatedStatus  = "created_status"
	ChangedStatus  = "changed_status"
	EmptyValues    = "empty_values"
	UnlistedValues = "unlisted_values"
	ListOrder      = "list_order"
	NumberForm     = "number_form"
	DNSNameCase    = "dns_name_case"
	SPNCase        = "spn_case"
	ZoneNameCase   = "zone_name_case"
	SyncAction     = "sync_action_shown"
	QueuedJobState = "queued_job_state"
	TargetRecordID = "target_record_id"
	SkipCounters   = "report_skip_counters"
	// AttributeChanges is about the figures of a report, not their shape.
	AttributeChanges = "report_attribute_changes"
	ADSInstance      = "ads_instance"
	LicenceTerms     = "licence_terms"
)

// Values of the dials above.
const (
	Given     = "given"
	Lower     = "lower"
	Upper     = "upper"
	Null      = "null"
	Absent    = "absent"
	InPassing = "in_passing"
	Empty     = "empty"
	Turned    = "turned"
	Longer    = "longer"
	Dated     = "dated"
)

var shape = []Dial{
	{
		CreatedStatus, Choice,
		[]string{"201", "200"},
		"201",
		"the status of a POST that makes a policy, a job, a quota or a rule",
		behaviour("for shapes; the rest, SyncIQ included, inferred]"),
	},
	{
		ChangedStatus, Choice,
		[]string{"204", "200"},
		"204",
		"the status of a PUT to policies, pools, AD providers and quotas",
		behaviour("SDK for shapes; the rest, SyncIQ included, inferred]"),
	},
	{
		EmptyValues, Choice,
		[]string{Given, Null, Absent},
		Given,
		"what an answer shows of a property that is empty: the empty text or list, null, or nothing",
		readme("a field without a null type may still be null. Treat null as absent when reading."),
	},
	{
		ListOrder, Choice,
		[]string{Given, Turned},
		Given,
		"the order in which answers list what has none: paths and clients of exports, trustees, and permissions as far as it changes no right",
		behaviour("`permissions` is a whole list; order matters [inferred]."),
	},
	{
		NumberForm, Choice,
		[]string{Given, Longer},
		Given,
		"the form of numbers in the answers of the second cluster: 1e-9 or 1e-09, 5 or 5.0",
		readme("values seen, list not closed"),
	},
	{
		UnlistedValues, Choice,
		[]string{"none", InPassing},
		"none",
		"may a state that soon passes be shown by a word that no list of values has?",
		readme("values seen, list not closed"),
	},
	{
		DNSNameCase, Choice,
		[]string{Given, Lower, Upper},
		Given,
		"the letter case in which zone names and aliases of pools come back",
		behaviour("Aliases have no pattern in the description."),
	},
	{
		SPNCase, Choice,
		[]string{Given, Lower, Upper},
		Given,
		"the letter case in which SPNs come back",
		behaviour("Comparison of SPNs: AD ignores case; do the same. [inferred]"),
	},
	{
		ZoneNameCase, Choice,
		[]string{Given, Lower, Upper},
		Given,
		"the letter case in which a pool names its access zone",
		behaviour("Zone names: some tools lower-case them; keep the case given. [inferred]"),
	},
	{
		SyncAction, Choice,
		[]string{"run", "none"},
		"run",
		"what jobs and reports call the action of a sync",
		synciq("In GET, `action` may be `run` or `none`."),
	},
	{
		QueuedJobState, Choice,
		[]string{"pending", "scheduled"},
		"pending",
		"the state of a job that waits for its turn",
		synciq("jobs queue (pending/scheduled); a priority-1 job pauses the shortest-running priority-0 job"),
	},
	{
		SkipCounters, Choice,
		[]string{Given, Null, Absent},
		Given,
		"what a report shows of files that were skipped and chunks that failed: the figures, null, or nothing",
		rules("A release that never gives a counter: one acknowledgement by name makes controlled runs possible."),
	},
	{
		AttributeChanges, Choice,
		[]string{"files_changed", "lins_total"},
		"files_changed",
		"where a report counts a file of which only attributes changed",
		synciq("same counters, `state`, `errors`, `target_snapshots`"),
	},
	{
		TargetRecordID, Choice,
		[]string{"policy", "own"},
		"policy",
		"is the id of a target record that of its policy?",
		behaviour("The target cluster's record has the same id and name [evidence: CSI, GPS; same id inferred]"),
	},
	{
		ADSInstance, Choice,
		[]string{Null, Absent, Empty},
		Null,
		"what an AD provider without an instance name shows as its instance",
		peers("a dial of its own, default null"),
	},
	{
		LicenceTerms, Choice,
		[]string{"open", Dated},
		"open",
		"does a licence that is paid for show an end and tiers?",
		peers("| `expiration` null, no tiers | date,"),
	},
}
