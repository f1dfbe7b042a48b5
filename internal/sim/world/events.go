// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Events holds the event groups and their occurrences.
type Events struct{}

func (s *Events) clone() Events { return *s }
