// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// allFactors are the dials that the provider can see, then the settings.
func allFactors() []Factor { return append(seenFactors(), settings...) }

// mask tells which factors of a row make success impossible.
func mask(factors []Factor) func(Row) []int {
	return func(row Row) []int {
		var out []int
		s := named(factors, row)
		for _, of := range impossible {
			if of.holds(s) {
				for _, name := range slices.Sorted(maps.Keys(of.when)) {
					out = append(out, slices.IndexFunc(factors, func(f Factor) bool { return f.Name == name }))
				}
			}
		}
		return out
	}
}

// refusal is a setting under which no tool can succeed, and what the provider says to it before its first write.
type refusal struct {
	when map[string]string
	// unless: with one of these values the setting does not matter.
	unless map[string]string
	says   string
}

func (r refusal) holds(s Setup) bool {
	for k, v := range r.when {
		if s[k] != v {
			return false
		}
	}
	for k, v := range r.unless {
		if s[k] == v {
			return false
		}
	}
	return true
}

var impossible = []refusal{
	{
		map[string]string{dial.SPNCredentials: dial.Required, factorSPNAccount: "no"},
		map[string]string{factorScenario: "nfs-only"},
		finding.SPNRightMissing.String(),
	},
}

// TestDials_SameEnd runs every row of the covering array out and back and wants the end of a run with all dials as they come, or the
// refusal that is declared for the setting, with no write.
func TestDials_SameEnd(t *testing.T) {
	t.Parallel()
	factors := allFactors()
	rows := Cover(factors, nil, mask(factors))
	covered, total := Count(factors, nil, mask(factors), rows)
	t.Logf("%d factors, %d rows, %d of %d pairs", len(factors), len(rows), covered, total)
	if covered != total {
		t.Errorf("%d of %d pairs are covered", covered, total)
	}
	want := &ends{}
	var failed atomic.Int64
	t.Run("rows", func(t *testing.T) {
		for i, row := range rows {
			if only := os.Getenv("DIAL_ROW"); only != "" && only != fmt.Sprint(i) {
				continue
			}
			s := named(factors, row)
			t.Run(fmt.Sprintf("%02d", i), func(t *testing.T) {
				t.Parallel()
				t.Cleanup(func() {
					if t.Failed() {
						failed.Add(1)
					}
				})
				t.Log(s.unusual())
				runRow(t, s, want)
			})
		}
	})
	Record(t, "dials", map[string]int64{
		"rows": int64(len(rows)), "factors": int64(len(factors)), "pairs": int64(total), "pairs_covered": int64(covered),
		"failed": failed.Load(),
	})
}

func runRow(t *testing.T, s Setup, want *ends) {
	t.Helper()
	for _, of := range impossible {
		if of.holds(s) {
			synctest.Test(t, func(t *testing.T) { wantRefusal(t, s, of.says) })
			return
		}
	}
	out, back := want.of(t, s)
	synctest.Test(t, func(t *testing.T) {
		b := New(t, s.bed())
		adopt(t, b)
		b.World.Do(func() { b.World.Face.Faults = s.Faults() })
		moveAs(t, b, s, DR)
		if diff := Unlike(out, b.End()); len(diff) > 0 {
			t.Errorf("another end after the way out:\n%s", Lines(diff))
		}
		b.World.Do(func() { b.World.Face.Faults = s.Faults() })
		moveAs(t, b, s, Prod)
		if diff := Unlike(back, b.End()); len(diff) > 0 {
			t.Errorf("another end after the way back:\n%s", Lines(diff))
		}
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
	})
}

func (s Setup) bed() Options {
	o := s.Options()
	if os.Getenv("DIAL_ROW") != "" {
		o.Quiet = false
	}
	return o
}

func (s Setup) intent(b *Bed, side string) survey.Intent {
	in := b.Intent(side)
	in.Fence, in.CutoverOrder = s[factorFence], s[factorOrder]
	if counters := s[dial.SkipCounters]; counters == dial.Null || counters == dial.Absent {
		in.IgnoreFindings = []string{finding.RunCountersMissing.String()} // without that word no plan is made, which an attack shows
	}
	return in
}

func moveAs(t *testing.T, b *Bed, s Setup, side string) {
	t.Helper()
	b.NewRun()
	in := s.intent(b, side)
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	p := failover.Plan(planned, in)
	for _, f := range p.Errors {
		t.Fatalf("plan to %s: %s", side, f.Line())
	}
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatalf("run to %s: %v", side, err)
	}
	after := b.Engine.Survey(t.Context(), Scope(in, nil))
	if position.Serving(after) != side || !position.Protected(after) || failover.Unfinished(after) != "" {
		t.Fatalf("after the run to %s: serving %q, protected %v, unfinished %q, unread %v",
			side, position.Serving(after), position.Protected(after), failover.Unfinished(after), after.Unread())
	}
	if again := failover.Plan(after, in); again.Moves != nil {
		t.Fatalf("the plan after the run to %s is not empty: %v", side, again.Approved)
	}
}

func wantRefusal(t *testing.T, s Setup, says string) {
	t.Helper()
	b := New(t, s.bed())
	adopt(t, b)
	in := s.intent(b, DR)
	before := b.End()
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	_, err := b.Engine.Run(t.Context(), in, planned)
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want a refusal that says %s", err, says)
	}
	if diff := Unlike(before, b.End()); len(diff) > 0 {
		t.Errorf("something was written:\n%s", Lines(diff))
	}
}

// unusual are the values of a row that are not the defaults.
func (s Setup) unusual() string {
	var out []string
	for k, v := range s {
		if d, ok := dial.Find(k); ok && d.Default == v {
			continue
		}
		out = append(out, k+"="+v)
	}
	slices.Sort(out)
	return Lines(out)
}

// ends are those of the runs with all dials as they come, by scenario and by the one dial that decides what a cluster keeps.
type ends struct {
	mu   sync.Mutex
	once map[string]func() ([]string, []string)
}

func (e *ends) of(t *testing.T, s Setup) (out, back []string) {
	t.Helper()
	e.mu.Lock()
	name, order := s[factorScenario], s[dial.PermissionOrder]
	if e.once == nil {
		e.once = map[string]func() ([]string, []string){}
	}
	if e.once[name+order] == nil {
		e.once[name+order] = sync.OnceValues(func() (out, back []string) {
			plain := Setup{factorScenario: name, factorFence: survey.FenceSharesAndExports, factorOrder: survey.NamesFirst}
			if order != "" {
				plain[dial.PermissionOrder] = order
			}
			synctest.Test(t, func(t *testing.T) {
				b := New(t, plain.Options())
				adopt(t, b)
				moveAs(t, b, plain, DR)
				out = b.End()
				moveAs(t, b, plain, Prod)
				back = b.End()
			})
			return out, back
		})
	}
	f := e.once[name+order]
	e.mu.Unlock()
	return f()
}
