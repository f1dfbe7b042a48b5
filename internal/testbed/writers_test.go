// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

const (
	// writerSeeds is how many seeds the evidence takes for each fence, writerSample how many an ordinary test run does.
	writerSeeds, writerSample = 1000, 8
	// lossySeeds is how many of them show that the detector works.
	lossySeeds = 50
	// enoughWrites is how many writes must have been acknowledged between the plan and the fence.
	enoughWrites = 10
)

// writerTally counts over seeds.
type writerTally struct {
	mu                        sync.Mutex
	seeds, acknowledged, lost int
}

func (w *writerTally) add(acknowledged, lost int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seeds++
	w.acknowledged += acknowledged
	w.lost += lost
}

// TestWriters_LoseNothing: people write all the time, with handles that they hold from before the fence until the end. Whatever the seed
// makes of their pace, of the moment of the run and of the dials, every write that was acknowledged is on the side that serves. Without
// fence, and with reports that hide what a run has carried, it is not, so the detector detects.
func TestWriters_LoseNothing(t *testing.T) {
	t.Parallel()
	counts := map[string]map[string]int{}
	var mu sync.Mutex
	t.Run("fences", func(t *testing.T) {
		for _, fence := range []string{survey.FenceSharesAndExports, survey.FenceInterfaces, survey.FenceNone} {
			t.Run(fence, func(t *testing.T) {
				t.Parallel()
				tally := &writerTally{}
				t.Run("seeds", func(t *testing.T) {
					all := writerSeeds
					if fence == survey.FenceNone {
						all = lossySeeds
					}
					for _, seed := range seeds(t, writerSample, all) {
						t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
							t.Parallel()
							synctest.Test(t, func(t *testing.T) { writeThrough(t, fence, seed, tally) })
						})
					}
				})
				t.Logf("%s: %d seeds, %d acknowledged writes, %d lost", fence, tally.seeds, tally.acknowledged, tally.lost)
				if fence == survey.FenceNone && tally.lost == 0 {
					t.Error("without fence and without true reports nothing was lost: the detector does not work")
				}
				if fence != survey.FenceNone && tally.lost > 0 {
					t.Errorf("%d writes were lost", tally.lost)
				}
				mu.Lock()
				defer mu.Unlock()
				counts[fence] = map[string]int{"seeds": tally.seeds, "acknowledged": tally.acknowledged, "lost": tally.lost}
			})
		}
	})
	Record(t, "writers", counts)
}

// seeds are those to run: a sample, all, or the one that SEED names.
func seeds(t *testing.T, sample, all int) []uint64 {
	t.Helper()
	if text := os.Getenv("SEED"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return []uint64{n}
	}
	n := sample
	if InFull() {
		n = all
	}
	out := make([]uint64, 0, n)
	for i := range n {
		out = append(out, uint64(i+1)) //nolint:gosec // a small number
	}
	return out
}

// drawn is a setup in which chance has set about a third of the factors.
func drawn(random *rand.Rand, fence string) Setup {
	s := Setup{
		factorScenario: []string{"lab", "style-b", "different-paths", "nfs-only"}[random.IntN(4)], factorFence: fence,
		factorOrder: survey.NamesFirst,
	}
	for _, f := range allFactors() {
		if f.Name == factorScenario || f.Name == factorFence || f.Name == factorSPNAccount || random.IntN(3) > 0 {
			continue
		}
		s[f.Name] = f.Values[random.IntN(len(f.Values))]
	}
	s[factorSPNAccount] = "yes"
	return s
}

// writeThrough moves the pool out while people write.
func writeThrough(t *testing.T, fence string, seed uint64, tally *writerTally) {
	random := rand.New(rand.NewPCG(seed, 42)) //nolint:gosec // chance that repeats itself
	setup := drawn(random, fence)
	if fence == survey.FenceNone {
		delete(setup, factorEndpoint) // connections of its own would go past the transport that empties the reports
	}
	o := setup.Options()
	o.Build.Policies = 2
	o.PollInterval = []time.Duration{clusters.DefaultPollInterval, 15 * time.Second, slowPoll}[random.IntN(3)]
	if fence == survey.FenceNone {
		o.Wrap = func(next http.RoundTripper) http.RoundTripper { return emptyReports{next} }
	}
	o.Quiet = os.Getenv("SEED") == ""
	var b *Bed
	fenced := 0 // acknowledged writes when the fence stood
	o.AfterStage = func(st survey.StageID, _, _ *survey.Survey) {
		if st == survey.StageFence {
			fenced = b.acknowledged()
		}
	}
	b = New(t, o)
	adopt(t, b)
	time.Sleep(time.Duration(random.IntN(300_000)) * time.Millisecond) // any moment of the schedule
	b.crowd(t, random)
	in := setup.intent(b, DR)
	in.Drain = time.Duration(random.IntN(3)) * 15 * time.Second
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	if p := failover.Plan(planned, in); len(p.Errors) > 0 {
		t.Fatalf("%s\n%s", p.Errors[0].Line(), setup.unusual())
	}
	before := b.acknowledged()
	for range 100 {
		if b.acknowledged()-before >= enoughWrites {
			break
		}
		time.Sleep(time.Second)
	}
	b.World.Do(func() { b.World.Face.Faults = setup.Faults() })
	b.NewRun()
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatalf("%v\n%s", err, setup.unusual())
	}
	time.Sleep(time.Duration(random.IntN(60)) * time.Second)
	b.Leave()
	if fence != survey.FenceNone && fenced-before < enoughWrites {
		t.Errorf("only %d writes were acknowledged between plan and fence", fenced-before)
	}
	lost := b.lostWrites(t)
	tally.add(b.acknowledged(), len(lost))
	if fence == survey.FenceNone {
		return
	}
	if len(lost) > 0 {
		t.Errorf("%d writes are lost, the first: %+v\n%s", len(lost), lost[0], setup.unusual())
	}
	if v := b.Violations(); len(v) > 0 {
		t.Errorf("violations:\n%s\n%s", Lines(v[:min(len(v), 5)]), setup.unusual())
	}
}

// crowd lets the people of the site arrive, each with a handle and a pace of his own.
func (b *Bed) crowd(t *testing.T, random *rand.Rand) {
	t.Helper()
	b.Arrive(t, Prod, 0, false)
	for _, p := range b.People() {
		w := clients.Writer{
			Client: p.Name, File: p.File, Every: time.Duration(500+random.IntN(3500)) * time.Millisecond, Bytes: 64,
			Remount: random.IntN(2) == 0,
		}
		b.World.Do(func() { clients.StartWriter(b.World, w) })
	}
}

func (b *Bed) acknowledged() (n int) {
	b.World.Do(func() { n = len(clients.Acks(b.World)) })
	return n
}

// lostWrites are the acknowledged writes that are not in their file on the cluster that answers the name now.
func (b *Bed) lostWrites(t *testing.T) []clients.Ack {
	t.Helper()
	var out []clients.Ack
	b.World.Do(func() {
		held := map[string][]string{}
		for _, a := range clients.Acks(b.World) {
			on, at := b.Site.To, a.Path
			if r, ok := clients.Peek(b.World, a.Name); !ok || !slices.Equal(r, []string{on}) {
				t.Errorf("%s is answered by %v, want %s", a.Name, r, on)
			}
			if a.Cluster != on {
				c, ok := clients.Counterpart(b.World, a.Cluster, a.Path)
				if !ok || c.Cluster != on {
					t.Errorf("%s on %s has no counterpart", a.Path, a.Cluster)
				}
				at = c.Path
			}
			if _, known := held[at]; !known {
				f, err := b.World.Cluster(on).FS.Read(at)
				if err != nil {
					t.Error(err)
				}
				held[at] = f.Writes
			}
			if !slices.Contains(held[at], a.ID) {
				out = append(out, a)
			}
		}
	})
	return out
}

// TestWriters_HandlesEndAtTheFence: people on all nodes hold handles that they opened before the fence. None of them can write from the
// end of the last sync on, whichever node serves it.
func TestWriters_HandlesEndAtTheFence(t *testing.T) {
	t.Parallel()
	for _, fence := range []string{survey.FenceSharesAndExports, survey.FenceInterfaces} {
		t.Run(fence, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var b *Bed
				var until time.Time
				names := []string{}
				late := 0
				o := Options{Quiet: true, Build: scenario.Options{Policies: 2}}
				o.AfterStage = func(st survey.StageID, _, _ *survey.Survey) {
					if st != survey.StageLastSync {
						return
					}
					for _, n := range names {
						b.World.Do(func() {
							if clients.Write(b.World, n, "a/"+n, "late-"+n, 64) == nil {
								late++
							}
						})
					}
					b.World.Do(func() { until = b.World.Now() })
				}
				b = New(t, o)
				adopt(t, b)
				nodes := map[int]int{}
				for i := range 9 { // three on each node, by turns of SmartConnect
					b.World.Do(func() {
						n, node, err := HoldFile(b.World, i)
						if err != nil {
							t.Fatal(err)
						}
						names = append(names, n)
						nodes[node]++
						clients.StartWriter(b.World, clients.Writer{Client: n, File: "a/" + n, Every: time.Second, Bytes: 64})
					})
				}
				if len(nodes) != 3 {
					t.Fatalf("the handles are on nodes %v, want all three", nodes)
				}
				in := b.Intent(DR)
				in.Fence = fence
				if _, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))); err != nil {
					t.Fatal(err)
				}
				if late > 0 {
					t.Errorf("%d of %d handles still wrote after the last sync", late, len(names))
				}
				b.World.Do(func() {
					for _, a := range clients.Acks(b.World) {
						if a.Cluster == b.Site.From && a.At.After(until) {
							t.Errorf("%s wrote on %s after the last sync, at %s", a.Client, a.Cluster, a.At)
						}
					}
				})
				if lost := b.lostWrites(t); len(lost) > 0 {
					t.Errorf("%d writes are lost", len(lost))
				}
			})
		})
	}
}

// TestWriters_LocalJobStopsTheRun: what writes on the cluster itself cannot be fenced. The quiet run never comes, and the run stops before
// names move, with everything put back.
func TestWriters_LocalJobStopsTheRun(t *testing.T) {
	t.Parallel()
	for _, fence := range []string{survey.FenceSharesAndExports, survey.FenceInterfaces, survey.FenceNone} {
		t.Run(fence, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{Quiet: true, Build: scenario.Options{Policies: 2}})
				adopt(t, b)
				b.Arrive(t, Prod, 0, false)
				seed := NewSeed(t, b)
				stop := b.localJob("/ifs/data/nas1/a/backup.log", 3*time.Second)
				in := b.Intent(DR)
				in.Fence = fence
				before := b.End()
				_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
				f := failureOf(t, err)
				if f.Stage != survey.StageLastSync || f.State != failure.ClientsUntouched {
					t.Errorf("the run ended with\n%s", f.Error())
				}
				truthful(t, seed, f)
				stop()
				if diff := Unlike(onCluster(before, Prod), onCluster(b.End(), Prod)); len(diff) > 0 {
					t.Errorf("prod is not as it was:\n%s", Lines(diff))
				}
				time.Sleep(time.Minute)
				again(t, b, seed, in)
			})
		})
	}
}
