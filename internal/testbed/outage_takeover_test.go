// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// atATime is how many runs hang at most: a cluster runs no more at a time.
const atATime = 10

// takeover is a site whose production is gone, and the gap through which the engine that takes over sees the survivor. Hanging: it went in
// the midst of runs.
func takeover(t *testing.T, policies int, hanging bool) (*disaster, *gap) {
	t.Helper()
	d := ordinary(t, Options{Build: scenario.Options{Policies: policies}}, nil)
	var hang []string
	if hanging {
		hang = d.b.Site.Policies[:min(policies, atATime)]
		for _, name := range hang {
			d.b.World.Do(func() {
				synciq.Of(d.b.Cluster(Prod)).FailNextJob(name, siq.Sync, synciq.JobFault{Step: 1, State: "running"})
			})
			d.b.Raw(t, Prod).Must(http.MethodPost, "/platform/15/sync/jobs", fmt.Sprintf(`{"id":%q}`, name))
		}
		time.Sleep(time.Minute)
	}
	g := &gap{far: farAway}
	d.o.Wrap = func(inner http.RoundTripper) http.RoundTripper {
		g.inner = inner
		return g
	}
	d.lose()
	seen := d.b.Look(t, DR).Targets
	for _, name := range d.b.Site.Policies {
		if got := seen[name]["last_job_state"]; slices.Contains(hang, name) != (got == "running") {
			t.Fatalf("the newest job of %s on the survivor is %v", name, got)
		}
	}
	return d, g
}

// judgeTakeover takes over, and wants the copies opened right after the names were published, and everything as it must be in the end.
func judgeTakeover(t *testing.T, d *disaster, g *gap) time.Duration {
	t.Helper()
	d.takeOver()
	took := g.opened.Sub(g.parked)
	t.Logf("%d policies: %s from the published names to the last allow_write", len(d.b.Site.Policies), took)
	if took <= 0 || took > maxTakeoverTrips*farAway {
		t.Errorf("%s, want at most %d round trips of %s; sent meanwhile:\n%s", took, maxTakeoverTrips, farAway, Lines(g.between))
	}
	if n := len(d.b.Site.Policies); g.accepted != n {
		t.Errorf("%d allow_writes were accepted for %d policies", g.accepted, n)
	}
	for _, problem := range d.served(DR) {
		t.Error(problem)
	}
	d.judged()
	return took
}

// TestOutage_Takeover: from the write that publishes the names to the accepted allow_write of every policy few requests follow one another
// in a takeover as well, however many policies there are, also where the lost cluster was in the midst of runs.
func TestOutage_Takeover(t *testing.T) {
	t.Parallel()
	for _, policies := range []int{1, 10, 50} {
		for name, hanging := range map[string]bool{"at rest": false, "runs hang": true} {
			t.Run(fmt.Sprint(policies, " ", name), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					d, g := takeover(t, policies, hanging)
					took := judgeTakeover(t, d, g)
					what := fmt.Sprintf("takeover_%s_%d_policies", strings.ReplaceAll(name, " ", "_"), policies)
					Record(t, "outage", map[string]float64{what: took.Seconds() / farAway.Seconds()})
				})
			})
		}
	}
}

// TestOutage_TakeoverHangingDirectory: a domain controller that hangs keeps nobody from writing on the survivor.
func TestOutage_TakeoverHangingDirectory(t *testing.T) {
	t.Parallel()
	for name, always := range map[string]bool{"always": true, "from the cut on": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d, g := takeover(t, 1, false)
				g.slow = g.directoryHangs(always)
				planned, _ := d.plan(d.gone, d.to())
				if _, err := d.gone.Engine.Run(t.Context(), d.to(), planned); err != nil {
					t.Logf("the run ended with %v", err)
				}
				if took := g.opened.Sub(g.parked); took <= 0 || took > maxTakeoverTrips*farAway {
					t.Errorf("%s from the published names to the last allow_write; sent meanwhile:\n%s", took, Lines(g.between))
				}
			})
		})
	}
}

// TestOutage_NamesFirst: no copy is opened while the names cannot be published.
func TestOutage_NamesFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, g := takeover(t, 2, false)
		d.b.World.Do(func() {
			d.b.World.Face.Faults = fault.Rules{{Name: "names", Kind: fault.ErrorBefore, Method: http.MethodPut, Cluster: ps2, Path: poolPath}}
		})
		planned, _ := d.plan(d.gone, d.to())
		if _, err := d.gone.Engine.Run(t.Context(), d.to(), planned); err == nil {
			t.Error("the run did not say that the names could not be published")
		}
		if g.parked.IsZero() || g.accepted > 0 {
			t.Errorf("the names were to be published at %v, %d allow_writes were accepted", g.parked, g.accepted)
		}
	})
}

// TestOutage_TakeoverEndsNoOpening: what hangs is ended, and nothing else. A copy that a person or a run before this one has asked to open
// is on its way already, whether the cluster lists its job or not.
func TestOutage_TakeoverEndsNoOpening(t *testing.T) {
	t.Parallel()
	for _, listed := range []string{siq.Yes, siq.No} {
		for _, age := range []time.Duration{0, 10 * time.Second} {
			t.Run(fmt.Sprint("listed ", listed, " ", age), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { openingGoesOn(t, listed, age) })
			})
		}
	}
}

func openingGoesOn(t *testing.T, listed string, age time.Duration) {
	d, g := takeover(t, 1, false)
	d.b.World.Do(func() {
		for name, says := range map[string]string{"target_job_listed": listed, "job_length": "long"} {
			if err := d.b.World.Dials.Set(name, says); err != nil {
				t.Fatal(err)
			}
		}
	})
	planned, _ := d.plan(d.gone, d.to())
	d.b.Raw(t, DR).Must(http.MethodPost, "/platform/15/sync/jobs", fmt.Sprintf(`{"id":%q,"action":"allow_write"}`, d.b.Site.Policies[0]))
	time.Sleep(age)
	if _, err := d.gone.Engine.Run(t.Context(), d.to(), planned); err != nil {
		t.Fatal(err)
	}
	if g.ended > 0 {
		t.Errorf("%d jobs were ended, though none hangs", g.ended)
	}
	for _, problem := range d.served(DR) {
		t.Error(problem)
	}
	d.judged()
}
