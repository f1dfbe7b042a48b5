// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// TestTimeouts_ShorterThanAJob: every apply is stopped before a job of its own can end. The job goes on at the cluster, and the next apply
// takes its report for the proof that it is; so each apply gets further, and clients are not kept waiting for the same job again and again.
func TestTimeouts_ShorterThanAJob(t *testing.T) {
	t.Parallel()
	const jobs, limit, applies = 20 * time.Minute, 15 * time.Minute, 5
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true, Build: scenario.Options{Policies: 2}})
		adopt(t, b)
		b.World.Do(func() {
			for _, c := range b.World.Clusters() {
				timing := synciq.UsualTiming
				timing.Changes = jobs
				synciq.Of(c).Timing = timing
			}
		})
		in := b.Intent(DR)
		for n := 1; ; n++ {
			planned := b.Engine.Survey(t.Context(), Scope(in, nil))
			if n > 1 && failover.Plan(planned, in).Moves == nil {
				t.Logf("%d applies", n-1)
				break
			}
			if n > applies {
				t.Fatalf("not at the end after %d applies", applies)
			}
			ctx, stop := context.WithTimeout(t.Context(), limit)
			_, err := b.Engine.Run(ctx, in, planned)
			stop()
			t.Logf("apply %d: %v", n, err)
		}
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
	})
}
