// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform side of the failover: schemas, models, plan modifiers, diagnostics. It holds no domain decisions;
// those are in package failover.
//
// Three rules of Terraform core shape it:
//
//   - Core plans again during apply and calls every difference "a bug in the provider". So planned values of an update are a function
//     of configuration, state and the survey that Read left in private state, never of a live look; see [decide].
//   - A failed Create leaves a tainted resource, a failed Update does not. So Create only adopts, and what moves is always an update.
//   - Warnings are not kept in a saved plan. So every risk is a line of the attribute moves as well.
package provider
