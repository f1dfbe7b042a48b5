// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// SyncState holds policies, target records, jobs, reports, settings and certificates of SyncIQ.
type SyncState struct{}

func (s *SyncState) clone() SyncState { return *s }
