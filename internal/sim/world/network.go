// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// Network holds groupnets, subnets, pools, their interfaces and the SmartConnect state.
type Network struct{}

func (s *Network) clone() Network { return *s }
