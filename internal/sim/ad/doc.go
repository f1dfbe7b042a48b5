// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package ad is the Active Directory forest that the simulated clusters have joined: machine accounts with their service principal
// names, who may write whose, and several domain controllers that learn of each other's changes late.
//
// A change is written at one controller, is seen there at once and at the others after a lag. A controller refuses an SPN that, as
// far as it knows, another account holds; so an SPN that has just been removed at one controller may still be refused by
// another ("an SPN must sit on one account in the forest", synciq.md §5). Comparison ignores case.
//
// The package is pure: it has no clock, every call is told the time; no lock and no HTTP.
package ad
