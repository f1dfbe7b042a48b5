// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// How many runs are killed twice, in full and in an ordinary test run.
const (
	doubleCrashes      = 500
	doubleCrashSamples = 16
)

// again resumes a dead run like Resume does, and records that run in its turn: it is what can be killed a second time.
func (rec *Recording) again(t *testing.T, p CrashPoint, a Axes, seed uint64) *Recording {
	out := *rec
	out.syncs = new(sync.Map)
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		r := &recorder{bed: func() *Bed { return b }}
		o := Options{Quiet: true, Logged: r.heard, RunID: "2000-01-01T00-00Z-0002"}
		o.Wrap = func(next http.RoundTripper) http.RoundTripper {
			r.next = next
			return InLockstep(t, seed)(r)
		}
		b = p.Frozen.Wake(t, o)
		out.turned = rec.turned || rec.opened(b)
		b.disturb(a)
		if a.Reversed {
			out.intent.Active = otherKey(out.intent.Active)
			b.NewRun()
		}
		var prior *survey.Survey
		if !a.StateLost {
			prior = rec.Planned
		}
		out.Planned = b.Engine.Survey(t.Context(), Scope(out.intent, prior))
		r.begin()
		err := b.apply(t, out.intent, prior, new(Outcome))
		r.end()
		if err != nil {
			t.Errorf("%s, %s, %s: %v", rec.Scenario.Name, p, a, err)
		}
		out.Points = r.points
	})
	return &out
}

// TestCrash_Twice kills runs at a random request, records the run that resumes them, and kills that at a random request again. What a seed
// does is the same each time.
func TestCrash_Twice(t *testing.T) {
	t.Parallel()
	var all []*Recording
	for _, sc := range CrashScenarios() {
		all = append(all, RecordRun(t, sc))
	}
	n := doubleCrashSamples
	if InFull() {
		n = doubleCrashes
	}
	counts := SideBySide(t, "resumes", n, func(t *testing.T, i int) Outcome {
		random := rand.New(rand.NewPCG(uint64(i), 2))
		axes := AllAxes()
		rec := all[random.IntN(len(all))]
		first := rec.Points[random.IntN(len(rec.Points))]
		second := rec.again(t, first, axes[random.IntN(len(axes))], uint64(i))
		if len(second.Points) == 0 {
			return rec.Resume(t, first, axes[random.IntN(len(axes))])
		}
		return second.Resume(t, second.Points[random.IntN(len(second.Points))], axes[random.IntN(len(axes))])
	})
	for _, rec := range all {
		counts.Points += len(rec.Points)
		counts.Mutating += rec.Mutating
	}
	if counts.Resumes != n {
		t.Errorf("%d of %d runs were killed twice", counts.Resumes, n)
	}
	t.Logf("%+v", counts)
	Record(t, "crash", map[string]CrashCounts{"double": counts})
}
