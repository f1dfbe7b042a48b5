// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "strings"

// domainAnswers tells whether the cluster reaches a controller of the domain with that NetBIOS name.
func (c *Cluster) domainAnswers(netbios string) bool {
	f := c.world.Forest
	return f != nil && strings.EqualFold(f.NetBIOS, netbios) && f.Answers()
}
