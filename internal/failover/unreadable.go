// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

// Unreadable gives a finding for each cluster that the survey could not read. Only what needs both clusters asks for it: a move, and the
// adoption of a pool.
func Unreadable(s *Survey, in Intent) []Finding { return unreadFindings(s, in) }
