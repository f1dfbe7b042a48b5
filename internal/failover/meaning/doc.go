// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package meaning compares what definitions of OneFS say, not how they are written: sets in any order, permissions by their effect,
// numbers as numbers, users by their id, and what is empty as an empty text or list, as null, or not at all.
//
// Only pure questions about decoded JSON values may live here. Nothing here knows a share from a quota but by the names of properties.
package meaning
