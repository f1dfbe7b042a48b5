// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package finding

// Findings about a resource and its state.
var (
	// MovedElsewhere is `moved_elsewhere`.
	MovedElsewhere = register(SectionResource, Spec{
		Name: "moved_elsewhere", About: Drift, In: risk(), Attribute: "active_cluster",
		Note:  "error with `on_drift = \"error\"`",
		Means: "Configuration and state agree, but the other cluster serves: somebody moved the pool.",
		Cure:  "The text has both cures: accept it, or move it back.",
	})

	// ServingSideUnclear is `serving_side_unclear`.
	ServingSideUnclear = register(SectionResource, Spec{
		Name: "serving_side_unclear", About: Drift, In: risk(), Attribute: "active_cluster",
		Means: "The names are answered by neither cluster or by both, and no run of this resource is open.",
		Cure:  "Bring the names into a clear position by hand, or declare the cluster that is to serve.",
	})

	// ApplyPoliciesFirst is `apply_policies_first`.
	ApplyPoliciesFirst = register(SectionResource, Spec{
		Name: "apply_policies_first", About: Completeness, In: refusedCalm(), Attribute: "policies",
		Means: "Policies were added in the same edit that moves the pool, and nothing is known about them yet.",
		Cure:  "Apply with the old `active_cluster` first.",
	})

	// NoSurvey is `no_survey`.
	NoSurvey = register(SectionResource, Spec{
		Name: "no_survey", About: Unread, In: refused(), Attribute: "active_cluster",
		Means: "What the last refresh saw is missing or was written by another release.",
		Cure:  "Plan without `-refresh=false`.",
	})
)
