// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package position answers the pure questions about a survey: where the data of each pair is, which cluster serves, and what follows from
// that for the fence and for the data that a takeover left behind.
//
// Nothing here makes a step or a finding, and nothing reads a cluster.
package position
