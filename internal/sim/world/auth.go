// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Auth holds AD providers, roles, users and privileges.
type Auth struct{}

func (s *Auth) clone() Auth { return *s }
