// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package siq

var (
	putKnown     = behaviour("PUT is partial: leave out what should stay.")
	resolveText  = "The policy was not conflicted, so no change was made"
	resolveKnown = synciq("error text **`The policy was not conflicted, so no change was made`**")
	deleteKnown  = synciq("association on B is broken, T(P) disappears, B becomes writable, reports and snapshots go.")
	localKnown   = synciq("`?local_only=true` skips the far side")
	resetKnown   = synciq("(sets `has_sync_state` false)")

	gone      = now(OpenTarget, DropTarget, DropHistory, DropSelf)
	goneLocal = now(DropHistory, DropSelf)
)

// policyRows are the writes to X itself. None of them depends on the position, which is stated for each position all the same.
var policyRows = []Row{
	{ID: "enable.run", Action: Enable, Positions: everywhere, Self: there, Outcome: now(SelfOn, TakeProperties), Evidence: putKnown},
	{ID: "enable.unknown", Action: Enable, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
	{ID: "disable.run", Action: Disable, Positions: everywhere, Self: there, Outcome: now(SelfOff, TakeProperties), Evidence: putKnown},
	{ID: "disable.unknown", Action: Disable, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
	{ID: "modify.run", Action: Modify, Positions: everywhere, Self: there, Outcome: now(TakeProperties), Evidence: putKnown},
	{ID: "modify.unknown", Action: Modify, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
	{
		ID: "resolve.healthy", Action: Resolve, Positions: everywhere, Self: there,
		Outcome:  Outcome{Refuse: &Refusal{Kind: WrongState, Text: resolveText, Field: "conflicted"}},
		Evidence: resolveKnown,
	},
	{ID: "resolve.unknown", Action: Resolve, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
	{ID: "reset.run", Action: Reset, Positions: everywhere, Self: there, Outcome: now(ForgetState), Evidence: resetKnown},
	{ID: "reset.unknown", Action: Reset, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
	{ID: "delete.run", Action: Delete, Positions: everywhere, Self: there, Outcome: gone, Evidence: deleteKnown},
	{ID: "delete.unknown", Action: Delete, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
	{ID: "delete_force.run", Action: DeleteForce, Positions: everywhere, Self: there, Outcome: gone, Evidence: deleteKnown},
	{ID: "delete_force.unknown", Action: DeleteForce, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
	{ID: "delete_local.run", Action: DeleteLocal, Positions: everywhere, Self: there, Outcome: goneLocal, Evidence: localKnown},
	{ID: "delete_local.unknown", Action: DeleteLocal, Positions: everywhere, Self: missing, Outcome: noPolicy, Evidence: notFoundKnown},
}
