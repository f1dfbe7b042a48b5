// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package finding is the form of a finding: an id, how severe it is, what it is about, and what cures it.
//
// It holds no finding of its own: each is made where it is found.
package finding
