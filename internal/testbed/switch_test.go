// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// maxSwitch is how many times the unavoidable time a switch of 100 policies may take: polls, lag and names on top of the jobs.
const maxSwitch = 1.5

// TestSwitch_NearTheUnavoidable measures, on the simulator's clock, the time from the moment in which writers are stopped until all paths
// are writable on the other side, for 100 policies, and holds it against the time that the jobs of that stretch take at least.
func TestSwitch_NearTheUnavoidable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var stopped, open time.Time
		b := New(t, Options{
			Build: scenario.Options{Policies: 100}, Quiet: true,
			AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
				switch st {
				case survey.StageConfiguration: // the next one is the fence
					stopped = time.Now()
				case survey.StageWrites:
					open = time.Now()
				}
			},
		})
		adopt(t, b)
		in := b.Intent(DR)
		if _, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))); err != nil {
			t.Fatal(err)
		}
		took, least := open.Sub(stopped), b.unavoidable(stopped, open)
		ratio := float64(took) / float64(least)
		t.Logf("%d policies: writers stopped to writable %s, jobs need %s at least, ratio %.2f",
			len(b.Site.Policies), took.Round(time.Second), least.Round(time.Second), ratio)
		Record(t, "switch", map[string]float64{"policies": float64(len(b.Site.Policies)), "ratio_to_critical_path": math.Round(100*ratio) / 100})
		if ratio < 1 || ratio > maxSwitch {
			t.Errorf("ratio %.2f, want 1 to %.1f", ratio, maxSwitch)
		}
	})
}

// unavoidable is the least time in which the clusters can do the jobs of a stretch: what one policy's jobs take one after the other, or
// what all of them take in the places that a cluster has for jobs, whichever is longer; first the runs, then the writes that are allowed.
func (b *Bed) unavoidable(from, to time.Time) (sum time.Duration) {
	b.World.Do(func() {
		runs, writes := b.World.Cluster(b.Site.From), b.World.Cluster(b.Site.To)
		sum = leastTime(synciq.Of(runs).Reports(false), from, to, synciq.Of(runs).MaxConcurrentJobs()) +
			leastTime(allowed(synciq.Of(writes).Reports(true)), from, to, synciq.Of(writes).MaxConcurrentJobs())
	})
	return sum
}

func allowed(reports []synciq.Report) (out []synciq.Report) {
	for _, r := range reports {
		if r.Job.OnTarget {
			out = append(out, r)
		}
	}
	return out
}

func leastTime(reports []synciq.Report, from, to time.Time, places int) time.Duration {
	var all time.Duration
	longest, byPolicy := time.Duration(0), map[string]time.Duration{}
	for _, r := range reports {
		if r.Job.Started.Before(from) || r.Job.Ended.After(to) {
			continue
		}
		took := r.Job.Ended.Sub(r.Job.Started)
		all += took
		byPolicy[r.Job.PolicyName] += took
		longest = max(longest, byPolicy[r.Job.PolicyName])
	}
	return max(longest, all/time.Duration(places))
}
