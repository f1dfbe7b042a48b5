// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package issue makes permits out of the keys of an approved plan. Only the loop of the engine (package failover) and the keeper of mirrors
// import it; what a kind of object writes, it writes with the permit that the loop hands to the step.
package issue
