// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

// Rules under which a wrong request is noted in the world's violations.
const (
	RuleUnknownPath      = "unknown_path"      // a path or method outside the contract
	RuleOutOfScope       = "out_of_scope"      // in the contract, not simulated
	RuleUnknownProperty  = "unknown_property"  // also read-only and create-only properties
	RuleUnknownQuery     = "unknown_query"     // a query name that the operation does not list
	RuleBadValue         = "bad_value"         // a property of the wrong type, outside its enum, or missing
	RuleEmptyPut         = "empty_put"         // a PUT without any property
	RuleBodyIgnored      = "body_ignored"      // a body where none is taken
	RuleResumeNotAlone   = "resume_not_alone"  // resume together with other options
	RuleContractRequest  = "contract_request"  // the contract's schema refuses the request
	RuleContractResponse = "contract_response" // the simulator's own answer breaks the contract

	// What OneFS lets pass and a client should not send. These are noted only of clients that the face holds to more than OneFS does.
	RuleOldVersion    = "old_version"    // a revision of a resource that is not its newest
	RuleTrailingSlash = "trailing_slash" // a URL that ends in a slash
	RuleTruthValue    = "truth_value"    // True and False in place of true and false
	RuleZoneCase      = "zone_case"      // the name of a zone in another letter case
	RuleBareLogOut    = "bare_log_out"   // a log-out with the cookie alone
)
