// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
)

// Random definitions of shares, exports, aliases and quotas: what goes out and comes back is, by its meaning, what it was, and what was
// changed since the plan is not written.

const (
	roundTrips, roundTripSample = 10_000, 6
	approvals, approvalSample   = 5_000, 24
)

// goes moves the pool; refused is what a plan says that does not let it.
func (d *definer) goes(side string) (refused string, err error) {
	in := d.b.Intent(side)
	d.b.NewRun()
	planned := d.b.Engine.Survey(d.t.Context(), Scope(in, nil))
	if p := failover.Plan(planned, in); len(p.Errors) > 0 {
		return p.Errors[0].Line(), nil
	}
	_, err = d.b.Engine.Run(d.t.Context(), in, planned)
	return "", err
}

// manySeeds runs a case for each seed, and counts those that were refused and those that failed. Where all are refused nothing was shown.
func manySeeds(t *testing.T, kind string, sample, full int, one func(t *testing.T, seed uint64) (refused bool)) {
	t.Helper()
	var mu sync.Mutex
	runs, refusals, failed := 0, 0, 0
	t.Run("seeds", func(t *testing.T) {
		for _, seed := range seeds(t, sample, full) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				refused := false
				synctest.Test(t, func(t *testing.T) { refused = one(t, seed) })
				mu.Lock()
				defer mu.Unlock()
				runs++
				if refused {
					refusals++
				}
				if t.Failed() {
					failed++
				}
			})
		}
	})
	if runs > 1 && refusals == runs {
		t.Errorf("all %d cases were refused", runs)
	}
	t.Logf("%s: %d cases, %d of them refused, %d failed", kind, runs, refusals, failed)
	Record(t, "definitions", map[string]int{kind: runs, kind + "_refused": refusals, kind + "_failed": failed})
}

// TestDefinitions_RoundTrip: for random definitions, out and back leaves both clusters equal by meaning to before, or the plan is refused.
func TestDefinitions_RoundTrip(t *testing.T) {
	t.Parallel()
	manySeeds(t, "round_trips", roundTripSample, roundTrips, func(t *testing.T, seed uint64) bool { return roundTrip1(t, seed) != "" })
}

func roundTrip1(t *testing.T, seed uint64) string {
	d := newDefiner(t, seed, nil)
	for range 1 + d.IntN(6) {
		d.define()
	}
	time.Sleep(2 * time.Minute) // bubble
	adopt(t, d.b)
	prod, dr := d.meanings(Prod), d.meanings(DR)
	for _, side := range []string{DR, Prod} {
		refused, err := d.goes(side)
		if refused != "" && side == DR {
			if diff := append(differences(prod, d.meanings(Prod)), differences(dr, d.meanings(DR))...); len(diff) > 0 {
				t.Errorf("SEED=%d: refused, and changed:\n%s", seed, Lines(diff))
			}
			return refused
		}
		if err != nil || refused != "" {
			t.Fatalf("SEED=%d: to %s: %v %s", seed, side, err, refused)
		}
		time.Sleep(time.Minute) // bubble
		if diff := differences(prod, d.meanings(side)); len(diff) > 0 {
			t.Fatalf("SEED=%d: %s does not have what prod had:\n%s", seed, side, Lines(diff))
		}
	}
	if diff := differences(d.meanings(Prod), prod); len(diff) > 0 {
		t.Errorf("SEED=%d: prod has what it never had:\n%s", seed, Lines(diff))
	}
	return ""
}
