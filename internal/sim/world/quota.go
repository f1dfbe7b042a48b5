// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Quota holds quotas and their notification rules.
type Quota struct{}

func (s *Quota) clone() Quota { return *s }
