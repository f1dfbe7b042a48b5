// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
)

// A create adopts the pool as it is, and the next plan is empty.
func TestCreate_Adopts(t *testing.T) {
	t.Parallel()
	inLab(t, sim.Options{}, func(t *testing.T, l *lab) {
		s := l.adopted(t)
		for name, want := range map[string]string{
			"id": l.id(), "active_cluster": "ps1", "serving_cluster": "ps1", "unfinished": "", "protected": "true", "last_run": "",
			"fence": "shares_and_exports", "drain": "30s",
		} {
			if got := text(s.value, name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if p := l.plan(s, l.declared("ps1", nil)); !p.empty() || len(p.diags) > 0 {
			t.Errorf("the plan after an adoption is not empty: %s, %v", p.value, p.diags)
		}
	})
}
