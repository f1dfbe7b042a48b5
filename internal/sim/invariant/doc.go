// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package invariant judges what clients of the simulated clusters do to a site: what must be true after every request.
//
// Each invariant is a named function over the world and the memory of what the world was before. A breach is recorded in the world's
// violations, once, under the invariant's name. Invariants speak of what a request did: what was wrong before the first request, or
// is wrong because a test broke it (a lost cluster that comes back), is not charged to a client.
//
// The memory lives in the world and is cloned with it.
package invariant
