// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// TestSettle_MirrorIsEnabled: a mirror that is disabled when its resync prep is through, as has been seen on clusters, is enabled; without
// it the new production would not be protected.
func TestSettle_MirrorIsEnabled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		disabled := false
		b = New(t, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
			return seenBefore{next, func(*http.Request) {
				if !disabled && b.created("nas1") {
					status, _ := b.Raw(t, DR).Do(http.MethodPut, "/platform/14/sync/policies/nas1_mirror", `{"enabled":false}`)
					disabled = status/100 == 2
				}
			}}
		}})
		adopt(t, b)
		move(t, b, DR)
		if !disabled {
			t.Error("the mirror was never disabled")
		}
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
	})
}

// created tells whether the resync prep of a policy is through, by the record on dr.
func (b *Bed) created(policy string) (out bool) {
	b.World.Do(func() {
		for _, r := range synciq.Of(b.Cluster(DR)).TargetRecords() {
			out = out || r.Name == policy && r.State() == siq.ResyncPolicyCreated
		}
	})
	return out
}
