// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// TestFailoverInARealDomain: out and back with both writers. The clusters are simulated, their directory is not: rights and uniqueness are
// the real ones, and every other SPN stays.
func TestFailoverInARealDomain(t *testing.T) {
	for user, via := range map[string]string{"": "through OneFS", samba.Mover: "by LDAP"} {
		t.Run(via, func(t *testing.T) {
			s := simulated(t)
			others := func() []string {
				all := slices.Concat(truth(t, "PS1"), truth(t, "PS2"))
				return slices.DeleteFunc(all, func(spn string) bool { return slices.Contains(spns, spn) })
			}
			before := others()
			wantHolder(t, "PS1")
			b := bed(t, s, user, nil)
			for _, step := range []struct{ active, from, to string }{{testbed.DR, "PS1", "PS2"}, {testbed.Prod, "PS2", "PS1"}} {
				b.NewRun()
				p := move(t, b, step.active)
				want := []string{}
				for _, spn := range spns {
					want = append(want, spn+": "+step.from+"$ -> "+step.to+"$, "+via)
				}
				slices.Sort(want)
				if got := slices.Sorted(slices.Values(p.Moves.SPNs)); !slices.Equal(got, want) {
					t.Errorf("the plan says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				wantHolder(t, step.to)
			}
			if after := others(); !slices.Equal(before, after) {
				t.Errorf("SPNs of others: before %q, after %q", before, after)
			}
			for _, v := range b.Violations() {
				t.Error("the simulator complains:", v)
			}
		})
	}
}
