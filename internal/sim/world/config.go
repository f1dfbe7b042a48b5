// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Config is the cluster's identity, release, licences and other settings of the whole cluster.
type Config struct{}

func (s *Config) clone() Config { return *s }
