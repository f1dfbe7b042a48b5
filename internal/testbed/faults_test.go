// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// faultCase is one kind of trouble at one call of a run: once in the midst of such calls, or from the first one on for ever.
type faultCase struct {
	cluster, method, path string
	kind                  fault.Kind
	skip                  int
	forever               bool
}

func (c faultCase) name() string {
	how := "once"
	if c.forever {
		how = "forever"
	}
	return fmt.Sprintf("%s %s %s %s %s", c.kind, how, c.cluster, c.method, strings.ReplaceAll(strings.Trim(c.path, "/"), "/", "."))
}

func (c faultCase) rule() fault.Rule {
	r := fault.Rule{
		Name: "fault", Kind: c.kind, Cluster: c.cluster, Method: c.method, Path: c.path, Skip: c.skip, Count: 1,
		Delay: 40 * time.Second, RetryAfter: 3 * time.Second,
	}
	if c.forever {
		r.Skip, r.Count = 0, 0
	}
	return r
}

// inSample picks one case in so many for an ordinary test run, always the same ones.
func (c faultCase) inSample(oneIn uint32) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(c.name()))
	return h.Sum32()%oneIn == 0
}

// faultSample is one in how many cases an ordinary test run does.
const faultSample = 40

// onePolicyLab has few objects, but every kind of call.
var onePolicyLab = Options{Scenario: "lab", Build: scenario.Options{Policies: 2}, Quiet: true}

var version = regexp.MustCompile(`^/platform/\d+`)

// recordedCalls lists every kind of call of a run with how often it came, from a run without trouble.
func recordedCalls(t *testing.T) (cases []faultCase, end []string, jobs map[string]int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, onePolicyLab)
		adopt(t, b)
		in := b.Intent(DR)
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		before := map[string]map[string]int{}
		for key, c := range b.Clients {
			before[key] = maps.Clone(c.Calls().ByTemplate)
		}
		if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
			t.Fatal(err)
		}
		for key, c := range b.Clients {
			for template, n := range c.Calls().ByTemplate {
				n -= before[key][template]
				method, path, _ := strings.Cut(template, " ")
				if n <= 0 {
					continue
				}
				path = strings.ReplaceAll(version.ReplaceAllString(path, ""), "{}", "*")
				if path == "/platform/latest" {
					path = "/latest"
				}
				path = strings.Replace(path, "/namespace/*", "/namespace/...", 1)
				cases = append(cases, faultCase{cluster: b.Cluster(key).Name, method: method, path: path, skip: n / 3})
			}
		}
		end, jobs = b.End(), b.jobs()
	})
	slices.SortFunc(cases, func(a, b faultCase) int { return strings.Compare(a.name(), b.name()) })
	return cases, end, jobs
}

// jobs counts the jobs of each cluster by policy and action, as the simulator made them.
func (b *Bed) jobs() map[string]int {
	out := map[string]int{}
	b.World.Do(func() {
		for _, c := range b.World.Clusters() {
			for _, received := range []bool{false, true} {
				for _, r := range synciq.Of(c).Reports(received) {
					if r.Job.OnTarget == received {
						out[fmt.Sprintf("%s %s %s", c.Name, r.Job.PolicyName, r.Job.Action)]++
					}
				}
			}
		}
	})
	return out
}

// TestFaults_EveryKindAtEveryCall: whatever goes wrong at whichever call, the run ends right or stops with four true parts; and when the
// trouble is over, the same goal ends right, with an empty plan after it.
func TestFaults_EveryKindAtEveryCall(t *testing.T) {
	t.Parallel()
	calls, end, jobs := recordedCalls(t)
	var cases []faultCase
	for _, call := range calls {
		for _, kind := range fault.Kinds() {
			for _, forever := range []bool{false, true} {
				c := call
				c.kind, c.forever = kind, forever
				cases = append(cases, c)
			}
		}
	}
	tally := &faultTally{kinds: map[fault.Kind]int{}}
	t.Run("cases", func(t *testing.T) {
		for _, c := range cases {
			if only := os.Getenv("FAULT"); only != "" && only != c.name() || only == "" && !InFull() && !c.inSample(faultSample) {
				continue
			}
			t.Run(c.name(), func(t *testing.T) {
				t.Parallel()
				t.Cleanup(func() { tally.add(t.Failed()) })
				synctest.Test(t, func(t *testing.T) { c.run(t, end, jobs, tally) })
			})
		}
	})
	t.Logf("%d kinds of calls, %d cases; hit: %s", len(calls), tally.runs, tally)
	if InFull() && len(tally.kinds) != len(fault.Kinds()) {
		t.Errorf("%d of %d kinds of faults were hit", len(tally.kinds), len(fault.Kinds()))
	}
	Record(t, "faults", map[string]int{"kinds": len(tally.kinds), "calls": len(calls), "hits": tally.hits, "failed": tally.failed})
}

type faultTally struct {
	mu                 sync.Mutex
	kinds              map[fault.Kind]int
	runs, hits, failed int
	right              int // runs that ended right in spite of the trouble
}

func (t *faultTally) add(failed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.runs++
	if failed {
		t.failed++
	}
}

func (t *faultTally) hit(kind fault.Kind, times int, right bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kinds[kind] += times
	t.hits += times
	if right {
		t.right++
	}
}

func (t *faultTally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for _, k := range slices.Sorted(maps.Keys(t.kinds)) {
		out = append(out, fmt.Sprintf("%s %d", k, t.kinds[k]))
	}
	return fmt.Sprintf("%s; %d ended right at once, %d failed", strings.Join(out, ", "), t.right, t.failed)
}

func (c faultCase) run(t *testing.T, end []string, jobs map[string]int, tally *faultTally) {
	o := onePolicyLab
	o.Quiet = os.Getenv("FAULT") == ""
	b := New(t, o)
	adopt(t, b)
	b.Arrive(t, Prod, 0, false)
	seed := NewSeed(t, b)
	in := b.Intent(DR)
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	b.World.Do(func() { b.World.Face.Faults = fault.Rules{c.rule()} })
	b.NewRun()
	_, err := b.Engine.Run(t.Context(), in, planned)
	hits := 0
	b.World.Do(func() { hits, b.World.Face.Faults = b.World.Face.Faults.Hits("fault"), nil })
	if hits == 0 {
		t.Error("the fault never struck")
	}
	tally.hit(c.kind, hits, err == nil)
	if err != nil {
		f, ok := errors.AsType[*failure.Failure](err)
		if !ok {
			t.Fatalf("the run ended with %v, which is no failure in four parts", err)
		}
		if os.Getenv("FAULT") != "" {
			t.Log("\n" + f.Error())
		}
		wellPut(t, f)
		if !strings.Contains(f.Now, "could not be read") {
			truthful(t, seed, f)
		}
		time.Sleep(2 * time.Minute) // lags, and the lease of a run that could not give it back
		again(t, b, seed, in)
	} else {
		time.Sleep(time.Minute)
	}
	if diff := Unlike(end, b.End()); len(diff) > 0 {
		t.Errorf("another end than without trouble:\n%s", Lines(diff))
	}
	if v := b.Violations(); len(v) > 0 {
		t.Errorf("violations:\n%s", Lines(v))
	}
	if lost := c.kind == fault.ErrorAfter || c.kind == fault.DropAfter; lost && !c.forever && c.path == "/sync/jobs" {
		if got := b.jobs(); !maps.Equal(got, jobs) {
			t.Errorf("a lost answer must not start a job twice: %v, without trouble %v", got, jobs)
		}
	}
}

// wellPut: the four parts are there, and say something.
func wellPut(t *testing.T, f *failure.Failure) {
	t.Helper()
	if f.ID.String() == "" || f.State == "" || f.Failed == "" || f.Now == "" || f.Next == "" {
		t.Errorf("a part is missing:\n%s", f.Error())
	}
	if !strings.Contains(f.Next, "apply") {
		t.Errorf("next names no command: %q", f.Next)
	}
}
