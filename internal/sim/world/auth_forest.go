// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// domainAnswers tells whether the cluster reaches a controller of the domain with that NetBIOS name.
func (c *Cluster) domainAnswers(netbios string) bool {
	return c.world.Forest != nil
}
