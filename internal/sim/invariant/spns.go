// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// doubleSPNs finds SPNs that several accounts hold.
func doubleSPNs(w *world.World, _ *Memory) []string {
	if w.Forest == nil {
		return nil
	}
	holders := map[string][]string{}
	for _, account := range w.Forest.Accounts() {
		for _, spn := range w.Forest.Truth(account) {
			low := strings.ToLower(spn)
			holders[low] = append(holders[low], account)
		}
	}
	var out []string
	for spn, accounts := range holders {
		if len(accounts) > 1 {
			out = append(out, fmt.Sprintf("%s is held by %s", spn, strings.Join(accounts, " and ")))
		}
	}
	return out
}

// movesSPN tells whether an SPN belongs to a name that a failover moves: its host is the name or the name's short form.
func (m *Memory) movesSPN(spn string) bool {
	_, host, _ := strings.Cut(strings.ToLower(spn), "/")
	for n := range m.names {
		short, _, _ := strings.Cut(n, ".")
		if host == n || host == short || host == short[:min(15, len(short))] {
			return true
		}
	}
	return false
}
