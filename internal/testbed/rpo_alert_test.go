// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
)

// TestRPOAlert_AgreesWithTheClustersOwnAlert holds the age at which a copy is called old against the moment at which the cluster itself
// raises its event: rpo_alert is in seconds (interface description, SyncPolicy).
func TestRPOAlert_AgreesWithTheClustersOwnAlert(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		prod := b.Raw(t, Prod)
		const edit = `{"rpo_alert":900,"schedule":"every 12 hours"}`
		for status := 0; status != http.StatusNoContent; { // a policy with a job cannot be modified
			if status, _ = prod.Do(http.MethodPut, "/platform/15/sync/policies/nas1", edit); status != http.StatusNoContent {
				time.Sleep(10 * time.Second)
			}
		}
		prod.Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1"}`)
		time.Sleep(5 * time.Minute)
		alerted := func() bool {
			groups := prod.List("/platform/12/event/eventgroup-occurrences", "eventgroups", nil)
			return slices.ContainsFunc(groups, func(g map[string]any) bool {
				return strings.Contains(canonical(g), "SyncIQ RPO exceeded for policy nas1")
			})
		}
		warned := func() bool {
			in := b.Intent(DR)
			all := b.Engine.Observe(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))).Findings
			return slices.ContainsFunc(all, func(f finding.Finding) bool { return f.ID == finding.DataOld })
		}
		for _, at := range []struct {
			wait time.Duration
			want bool
		}{{0, false}, {20 * time.Minute, true}} {
			time.Sleep(at.wait)
			if a, w := alerted(), warned(); a != at.want || w != at.want {
				t.Errorf("after %v more: the cluster's alert %v, the finding data_old %v, want %v", at.wait, a, w, at.want)
			}
		}
	})
}
