// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// maxWritesPerMove is how many writes a run may send for each one that its moves need, lease and journal apart.
const maxWritesPerMove = 1.15

// proofs are the writes that belong to the opening of the journal, which is no move: each cluster's SPN list is written as it is.
const proofs = 2

// TestCalls_Golden counts the API calls of one failover for 1, 10 and 100 policies. Reads must not grow with policies, pages aside; writes
// must stay near what the moves need. A changed number shows in review, because the counts are a golden file.
func TestCalls_Golden(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	polls := map[int]float64{}
	for _, n := range []int{1, 10, 100} {
		synctest.Test(t, func(t *testing.T) {
			bed := New(t, Options{Scenario: "lab", Build: scenario.Options{Policies: n}, Quiet: true})
			adopt(t, bed)
			calls, reads := failoverCalls(t, bed)
			polls[n] = reads
			fmt.Fprintf(&b, "## %d policies\n%s\n", n, calls)
		})
	}
	goldenCalls(t, b.String())
	if polls[100] > 1.5*polls[1] {
		t.Errorf("polls grow with policies: %.1f looks a minute for 1 policy, %.1f for 100", polls[1], polls[100])
	}
}

// failoverCalls runs a failover and renders its calls; the number is how often a minute the live jobs were listed on both clusters.
func failoverCalls(t *testing.T, b *Bed) (string, float64) {
	t.Helper()
	in := b.Intent(DR)
	before := b.calls()
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	p := failover.Plan(planned, in)
	began := time.Now()
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	got := b.calls().minus(before)
	moves := 0
	for _, k := range p.Approved {
		if !strings.Contains(string(k), "| journal |") {
			moves++
		}
	}
	writes := got.ByPermit["approved"] + got.ByPermit["within"] - proofs
	if float64(writes) > maxWritesPerMove*float64(moves) {
		t.Errorf("%d policies: %d writes for %d moves", len(b.Site.Policies), writes, moves)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "moves approved %d, writes without lease and journal %d\n", moves, writes)
	for _, k := range slices.Sorted(maps.Keys(got.ByTemplate)) {
		if !varies(k) {
			fmt.Fprintf(&out, "%6d %s\n", got.ByTemplate[k], k)
		}
	}
	size := strconv.Itoa(len(b.Site.Policies))
	Record(t, "calls", map[string]map[string]int{size: {"reads": got.Reads, "writes": got.Writes, "moves": moves}})
	t.Logf("%d policies: %d reads, %d writes, %s simulated", len(b.Site.Policies), got.Reads, got.Writes, took.Round(time.Second))
	return out.String(), float64(got.ByTemplate["GET /platform/15/sync/jobs"]) / took.Minutes()
}

// varies: polls follow the clock, and journal writes are gathered from steps that run side by side; both differ a little from run to run.
// Polls are bounded by the test, journal writes are apart from the moves.
func varies(template string) bool {
	return strings.Contains(template, "/namespace/") || strings.HasPrefix(template, "GET ") && strings.Contains(template, "/sync/") &&
		!strings.Contains(template, "/sync/settings")
}

// calls are those of both clients.
func (b *Bed) calls() callCount {
	sum := callCount{Calls: onefs.Calls{ByTemplate: map[string]int{}, ByPermit: map[string]int{}}}
	for _, c := range b.Clients {
		x := c.Calls()
		sum.Reads += x.Reads
		sum.Writes += x.Writes
		for k, v := range x.ByTemplate {
			sum.ByTemplate[k] += v
		}
		for k, v := range x.ByPermit {
			sum.ByPermit[k] += v
		}
	}
	return sum
}

type callCount struct{ onefs.Calls }

func (a callCount) minus(b callCount) callCount {
	out := callCount{onefs.Calls{
		Reads: a.Reads - b.Reads, Writes: a.Writes - b.Writes, ByTemplate: map[string]int{},
		ByPermit: map[string]int{},
	}}
	for k, v := range a.ByTemplate {
		if v -= b.ByTemplate[k]; v != 0 {
			out.ByTemplate[k] = v
		}
	}
	for k, v := range a.ByPermit {
		out.ByPermit[k] = v - b.ByPermit[k]
	}
	return out
}

func goldenCalls(t *testing.T, got string) {
	t.Helper()
	path := filepath.Join("testdata", "calls.golden")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; UPDATE_GOLDEN=1 writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); UPDATE_GOLDEN=1 accepts it:\n%s", path, diff)
	}
}
