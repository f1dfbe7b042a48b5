// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// NFS holds exports, aliases and locks.
type NFS struct{}

func (s *NFS) clone() NFS { return *s }
