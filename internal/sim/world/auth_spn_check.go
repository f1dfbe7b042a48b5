// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"
)

// CheckSPNs compares what the cluster's account has with what OneFS wants, and raises or closes the event about missing SPNs, as OneFS
// does after a change of a pool [B§8, KB 000167340]. A provider that is offline is left for later.
func (c *Cluster) CheckSPNs() {
	for _, p := range c.Auth.ADSProviders() {
		account, err := c.Account(p, "")
		if err != nil {
			continue
		}
		wanted := slices.Concat(c.RecommendedSPNs(p), p.ExtraExpectedSPNs)
		missing := slices.DeleteFunc(wanted, func(spn string) bool { return containsFold(account.SPNs, spn) })
		if len(missing) == 0 {
			c.ResolveEvent(EventMissingSPN, p.ID)
			continue
		}
		c.RaiseEvent(EventMissingSPN, p.ID, "missing SPNs: "+strings.Join(missing, ", "))
	}
}
