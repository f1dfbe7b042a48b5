// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// sightTally counts over all cases.
type sightTally struct {
	mu    sync.Mutex
	runs  int
	total Judgement
}

// judge ends the visits, fails the test for what was told wrong, and counts. In calm, good news may not be late either.
func (s *sightTally) judge(t *testing.T, b *Bed, e *Eyes, calm bool) {
	t.Helper()
	j := e.Compare(b.Told.Events())
	if len(j.Wrong) > 0 {
		t.Errorf("%d of %d visits are not as it was told:\n%s", len(j.Wrong), j.Visits, Lines(j.Wrong[:min(len(j.Wrong), 5)]))
	}
	if calm && len(j.Late) > 0 {
		t.Errorf("%d of %d visits met better than was told:\n%s", len(j.Late), j.Visits, Lines(j.Late[:min(len(j.Late), 5)]))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs++
	s.total.NoKerberos += j.NoKerberos
	s.total.Late = append(s.total.Late, j.Late...)
	s.total.Visits += j.Visits
	s.total.Writable += j.Writable
	s.total.ReadOnly += j.ReadOnly
	s.total.Down += j.Down
	s.total.Unknown += j.Unknown
	s.total.Wrong = append(s.total.Wrong, j.Wrong...)
}

func (s *sightTally) log(t *testing.T) {
	t.Helper()
	t.Logf("%d runs, %d visits: told writable %d, without Kerberos %d, read-only %d, down %d, unknown %d; wrong %d, late %d",
		s.runs, s.total.Visits, s.total.Writable, s.total.NoKerberos, s.total.ReadOnly, s.total.Down, s.total.Unknown,
		len(s.total.Wrong), len(s.total.Late))
}

// TestProgress_AgreesWithNewcomers: what a run tells about clients is what newcomers meet who mount by name and write, within one poll, out
// and back, with each fence and in both orders.
func TestProgress_AgreesWithNewcomers(t *testing.T) {
	t.Parallel()
	tally := &sightTally{}
	t.Run("scenarios", func(t *testing.T) {
		for _, sc := range []string{"lab", "style-b", "different-paths", "nfs-only"} {
			for _, fence := range []string{survey.FenceSharesAndExports, survey.FenceInterfaces, survey.FenceNone} {
				for _, order := range []string{survey.NamesFirst, survey.WritesFirst} {
					t.Run(sc+" "+fence+" "+order, func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) {
							b := New(t, Options{Scenario: sc, Quiet: true, Build: scenario.Options{Policies: 2}})
							adopt(t, b)
							b.Arrive(t, Prod, 20*time.Second, true)
							eyes := b.Watch(t)
							for _, goal := range []string{DR, Prod} {
								in := b.Intent(goal)
								in.Fence, in.CutoverOrder = fence, order
								b.NewRun()
								_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
								if err != nil && fence != survey.FenceNone { // without fence somebody always writes, and the run stops
									t.Error(err)
								}
								time.Sleep(time.Minute)
							}
							tally.judge(t, b, eyes, true)
						})
					})
				}
			}
		}
	})
	tally.log(t)
	if tally.total.ReadOnly == 0 || tally.total.Down == 0 || tally.total.Writable == 0 {
		t.Error("a state was never told")
	}
}

// TestProgress_ALieIsSeen: told better or worse than it is, the comparison finds it.
func TestProgress_ALieIsSeen(t *testing.T) {
	t.Parallel()
	for _, lie := range []progress.State{progress.Writable, progress.ReadOnly, progress.Down} {
		synctest.Test(t, func(t *testing.T) {
			b := New(t, Options{Quiet: true, Build: scenario.Options{Policies: 2}})
			adopt(t, b)
			eyes := b.Watch(t)
			in := b.Intent(DR)
			if _, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil))); err != nil {
				t.Fatal(err)
			}
			told := b.Told.Events()
			for i := range told {
				told[i].Clients = progress.Clients{State: lie, Cluster: Prod}
			}
			if j := eyes.Compare(told); len(j.Wrong)+len(j.Late) == 0 {
				t.Errorf("a run that tells %s all the time is believed", lie)
			}
		})
	}
}

// TestProgress_AgreesInTrouble: the same while something goes wrong at a call, once and for ever.
func TestProgress_AgreesInTrouble(t *testing.T) {
	t.Parallel()
	calls, _, _ := recordedCalls(t)
	tally := &sightTally{}
	t.Run("cases", func(t *testing.T) {
		for _, call := range calls {
			for _, kind := range fault.Kinds() {
				for _, forever := range []bool{false, true} {
					c := call
					c.kind, c.forever = kind, forever
					if !InFull() && !c.inSample(faultSample) {
						continue
					}
					t.Run(c.name(), func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) {
							b := New(t, onePolicyLab)
							adopt(t, b)
							eyes := b.Watch(t)
							in := b.Intent(DR)
							planned := b.Engine.Survey(t.Context(), Scope(in, nil))
							b.World.Do(func() { b.World.Face.Faults = []fault.Rule{c.rule()} })
							ctx, cancel := contextFor(t, 2*time.Hour)
							defer cancel()
							_, _ = b.Engine.Run(ctx, in, planned) // how it ends is the matter of another test
							tally.judge(t, b, eyes, false)
						})
					})
				}
			}
		}
	})
	tally.log(t)
}

// errKilled is what every request gets after the process has died.
var errKilled = errors.New("the process is dead")

// dying lets nothing through from the nth request that changes something on.
type dying struct {
	next http.RoundTripper
	at   int64
	n    atomic.Int64
	dead func()
}

// RoundTrip passes on or fails.
func (d *dying) RoundTrip(r *http.Request) (*http.Response, error) {
	n := d.n.Load()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		n = d.n.Add(1)
	}
	if n >= d.at {
		d.dead()
		return nil, errKilled
	}
	return d.next.RoundTrip(r)
}

// TestProgress_AgreesAfterAKill: a run that was killed at a request has told nothing wrong until then, and nor has the one that goes on or
// back.
func TestProgress_AgreesAfterAKill(t *testing.T) {
	t.Parallel()
	tally := &sightTally{}
	t.Run("cases", func(t *testing.T) {
		for at := int64(5); at < 100; at += 5 {
			for _, goal := range []string{DR, Prod} {
				t.Run(strconv.FormatInt(at, 10)+" "+goal, func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { killedAndWatched(t, at, goal, tally) })
				})
			}
		}
	})
	tally.log(t)
}

func killedAndWatched(t *testing.T, at int64, goal string, tally *sightTally) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var killed time.Time
	d := &dying{at: math.MaxInt64, dead: cancel}
	o := onePolicyLab
	o.Wrap = func(next http.RoundTripper) http.RoundTripper { d.next = next; return d }
	b := New(t, o)
	adopt(t, b)
	eyes := b.Watch(t)
	in := b.Intent(DR)
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	d.at = d.n.Load() + at
	var once sync.Once
	d.dead = func() {
		once.Do(func() { killed = time.Now() })
		cancel()
	}
	_, err := b.Engine.Run(ctx, in, planned)
	told := b.Told.Events()
	if err == nil && goal == DR {
		t.Skip("the run was over before")
	}
	if !killed.IsZero() { // a process that is dead tells nothing
		for len(told) > 0 && told[len(told)-1].Time.After(killed) {
			told = told[:len(told)-1]
		}
	}
	time.Sleep(2 * time.Minute)
	c := On(t, b.Site, onePolicyLab)
	in = c.Intent(goal)
	c.NewRun()
	_, err = c.Engine.Run(t.Context(), in, c.Engine.Survey(t.Context(), Scope(in, planned)))
	if err != nil {
		t.Error(err)
	}
	all := &progress.Record{}
	for _, e := range append(told, c.Told.Events()...) {
		all.Put(e)
	}
	b.Told = all
	tally.judge(t, b, eyes, false)
}
