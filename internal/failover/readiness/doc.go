// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package readiness puts together what speaks against a move: the findings of the kinds, and those about a cluster as a whole.
//
// All of it is pure. It may ask every kind; it changes nothing and makes no step.
package readiness
