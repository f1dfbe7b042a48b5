// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Statistics holds what the client statistics are computed from, beyond sessions and mounts.
type Statistics struct{}

func (s *Statistics) clone() Statistics { return *s }
