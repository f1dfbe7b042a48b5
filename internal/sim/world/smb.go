// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// SMB holds shares, sessions and open files.
type SMB struct{}

func (s *SMB) clone() SMB { return *s }
