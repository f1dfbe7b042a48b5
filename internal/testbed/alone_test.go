// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// From the proof of the last sync to the resync prep the old cluster is wanted and not needed: its data is on the new side, and its fence
// lets nobody write. Whatever becomes of it meanwhile, the same apply leads clients to the new side and lets them write there.

// How the old cluster goes away.
const (
	oldDies    = "dies"                 // it serves nobody any more
	oldHangs   = "hangs"                // it takes requests and never answers
	oldCutOff  = "is cut off"           // the runner does not reach it; its clients do
	oldKilled  = "dies with the runner" // and nobody knows how far the run came
	oldReturns = "returns"              // as cut off, for three minutes
)

// oldGone takes the old cluster away at one of the requests that come after the proof of the last sync.
type oldGone struct {
	inner http.RoundTripper
	// clients is the gap as they live through it.
	clients *gap
	how     string
	at      int
	die     func()

	mu sync.Mutex
	// armed: the last sync is proven; over: resync prep has begun.
	armed, over bool
	sent        int
	since       time.Time
	what        string
	// noted: the journal of the new side has the proof.
	noted bool
	// manual are the steps that the run left to people.
	manual []string
}

func (s *oldGone) arm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = true
}

// end lets the old cluster answer again.
func (s *oldGone) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed, s.since = false, time.Time{}
}

// RoundTrip counts, strikes, and lets through what the network lets through.
func (s *oldGone) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	if s.armed && !s.over && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/snapshot/snapshots") {
		s.over = true
	}
	if s.armed && !s.over {
		if s.sent++; s.sent == s.at {
			s.since, s.what = time.Now(), r.Method+" "+r.URL.Host+r.URL.Path
			if s.die != nil {
				s.die()
			}
		}
	}
	struck := !s.since.IsZero() && strings.HasPrefix(r.URL.Hostname(), ps1)
	back := s.how == oldReturns && time.Since(s.since) > 3*time.Minute
	dead := !s.since.IsZero() && s.how == oldKilled
	s.mu.Unlock()
	if dead {
		return nil, fmt.Errorf("dial tcp: %w", syscall.ENETDOWN)
	}
	if struck && !back {
		switch s.how {
		case oldHangs:
			<-r.Context().Done()
			return nil, r.Context().Err()
		case oldCutOff, oldReturns:
			return nil, fmt.Errorf("dial tcp: %w", syscall.EHOSTUNREACH)
		}
	}
	notes := r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/journals/") && strings.HasPrefix(r.URL.Hostname(), ps2)
	a, err := s.inner.RoundTrip(r)
	if err == nil && notes && a.StatusCode < 300 {
		s.mu.Lock()
		s.noted = s.noted || s.armed
		s.mu.Unlock()
	}
	return a, err
}

// alone is an ordinary site whose old cluster goes away at a request, and the run to dr.
func alone(t *testing.T, how string, at int) (*disaster, *oldGone, error) {
	t.Helper()
	s := &oldGone{how: how, at: at, clients: &gap{}}
	s.clients.inner = s
	d := ordinary(t, Options{
		Build: scenario.Options{Policies: 2},
		Wrap:  func(inner http.RoundTripper) http.RoundTripper { s.inner = inner; return s.clients },
		AfterStage: func(st survey.StageID, _, read *survey.Survey) {
			if st == survey.StageLastSync && position.Untouched(read, survey.Intent{Active: DR, Pools: read.Pools}) {
				s.arm()
			}
		},
	}, func(b *Bed) { b.Arrive(t, Prod, 0, true) })
	if how == oldDies {
		s.die = func() { go reachable(d.b, Prod, false) }
	}
	planned, p := d.plan(d.b, d.b.Intent(DR))
	if p.Moves == nil || len(p.Errors) > 0 {
		t.Fatalf("plan: %+v", p)
	}
	d.b.NewRun()
	out, err := d.b.Engine.Run(t.Context(), d.b.Intent(DR), planned)
	d.keep(out.Survey)
	s.manual = out.ManualSteps
	return d, s, err
}

// aloneSample is one in how many requests an ordinary test run takes.
const aloneSample = 12

// TestAlone_AtEveryCall: the old cluster dies, hangs, is cut off from the runner, for good or for a while, or dies with the runner.
func TestAlone_AtEveryCall(t *testing.T) {
	t.Parallel()
	calls := 0
	synctest.Test(t, func(t *testing.T) {
		_, s, err := alone(t, oldDies, -1)
		if err != nil {
			t.Fatal(err)
		}
		calls = s.sent
	})
	if calls < 10 {
		t.Fatalf("only %d requests between the proof of the last sync and the resync prep", calls)
	}
	every := aloneSample
	if InFull() {
		every = 1
	}
	for i, how := range []string{oldDies, oldHangs, oldCutOff, oldReturns, oldKilled} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			for at := 1 + i; at <= calls; at += every {
				t.Run(fmt.Sprint(at), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { aloneAt(t, how, at) })
				})
			}
		})
	}
}

func aloneAt(t *testing.T, how string, at int) {
	t.Helper()
	d, s, err := alone(t, how, at)
	if s.since.IsZero() {
		t.Fatal("the old cluster was never taken away")
	}
	outage := s.clients.opened.Sub(s.clients.parked)
	t.Logf("%s %s at request %d (%s): %v; %s from park to the last allow_write", Prod, how, at, s.what, err, outage)
	if how == oldKilled {
		d.afterKill(s)
		return
	}
	served := d.served(DR)
	for _, problem := range served {
		// Where the old cluster lives on and only the runner does not reach it, nobody can take its names away.
		if how == oldDies || !strings.Contains(problem, "alone") {
			t.Errorf("after the run: %s", problem)
		}
	}
	if told := strings.Contains(strings.Join(s.manual, "\n"), "went on without it"); told != (d.known.Takeover != nil) {
		t.Errorf("the run went on alone: %v; the steps for people: %q", d.known.Takeover != nil, s.manual)
	}
	if err != nil {
		f := failureOf(t, err)
		if f.State != failure.ClientsUp && f.State != failure.ClientsWithoutKerberos || s.clients.opened.IsZero() {
			t.Errorf("the run did not end on the new side: %v", err)
		}
		if how != oldReturns && strings.Contains(f.Next, "back to") {
			t.Errorf("next leads to a cluster that does not answer: %s", f.Next)
		}
	}
	for _, v := range d.b.Violations() {
		if how == oldDies || !strings.Contains(v, "one_cluster_answers") {
			t.Errorf("violation: %s", v)
		}
	}
	if limit := maxAlone; outage > limit {
		t.Errorf("nobody could write for %s, want at most %s", outage, limit)
	}
	s.end()
	d.afterAlone(how)
}

// afterKill declares the old cluster lost, with no limit for what is lost: where the journal had the proof, nothing is, and one word is
// enough. Otherwise the plan asks for the limit.
func (d *disaster) afterKill(s *oldGone) {
	t := d.t
	t.Helper()
	reachable(d.b, Prod, false)
	d.since = s.since
	proven := s.noted
	s.end()
	time.Sleep(10 * time.Minute)
	d.declare()
	in := d.b.Intent(DR)
	planned, p := d.plan(d.gone, in)
	if asks := slices.ContainsFunc(p.Errors, func(f finding.Finding) bool { return f.ID == finding.DataLoss }); asks == proven {
		t.Fatalf("the journal has the proof: %v; the plan: %v", proven, p.Errors)
	}
	if !proven {
		return
	}
	d.b.NewRun()
	if _, err := d.gone.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatal(err)
	}
	if problems := d.served(DR); len(problems) > 0 {
		t.Errorf("after the takeover: %s", Lines(problems))
	}
	d.judged()
	d.afterAlone(oldKilled)
}

// maxAlone is how long clients may wait between the parked name and the accepted allow_write when the old cluster goes away in between: the
// time-outs of one request with its tries, and as long as a node takes to start anew.
const maxAlone = 5 * time.Minute

// afterAlone lets the old cluster come back: the plans that follow lead to a protected pair on the new side, and the way back ends as ever.
func (d *disaster) afterAlone(how string) {
	t := d.t
	t.Helper()
	time.Sleep(10 * time.Minute)
	d.comeBack()
	time.Sleep(2 * time.Minute)
	d.b.NewRun()
	d.whatIsLeft(d.b, d.b.Intent(DR))
	if d.known.Takeover != nil {
		d.whatIsLeft(d.b, d.discard())
	}
	if !position.Protected(d.known) || d.known.Takeover != nil || failover.Unfinished(d.known) != "" {
		t.Fatalf("after the discard: protected %v, takeover %+v, unfinished %q",
			position.Protected(d.known), d.known.Takeover, failover.Unfinished(d.known))
	}
	if problems := d.served(DR); len(problems) > 0 {
		t.Errorf("%s, and back: %s", how, Lines(problems))
	}
}
