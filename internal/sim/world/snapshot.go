// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Snapshots holds the snapshots that OneFS lists, SyncIQ's own included.
type Snapshots struct{}

func (s *Snapshots) clone() Snapshots { return *s }
