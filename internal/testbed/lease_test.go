// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
)

var holder = regexp.MustCompile(`is held by another run: process \d+ on \S+, ` +
	`since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; it is free 1m0s after that run stops`)

// TestLease_SecondRunIsRefused starts a second run, from another process as it were, while the first one is in its midst: in both
// directions it is refused at once by name, changes nothing, and the first run ends as if nobody had come.
func TestLease_SecondRunIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		seed := NewSeed(t, b)
		b.NewRun()
		in := b.Intent(DR)
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		first := make(chan error)
		go func() {
			_, err := b.Engine.Run(t.Context(), in, planned)
			first <- err
		}()
		time.Sleep(40 * time.Second)
		for _, goal := range []string{DR, Prod} {
			second := On(t, b.Site, Options{Quiet: true})
			want := b.Intent(goal)
			look := second.Engine.Survey(t.Context(), Scope(want, nil))
			if look.Run == nil {
				t.Fatal("the first run is over already")
			}
			began := time.Now()
			_, err := second.Engine.Run(t.Context(), want, look)
			f, _ := errors.AsType[*failure.Failure](err)
			if f == nil || f.ID != finding.FailureLease || !holder.MatchString(f.Failed) {
				t.Errorf("a second run to %s: %v, want a refusal that says who and until when", goal, err)
			}
			if took := time.Since(began); took > time.Minute {
				t.Errorf("the refusal took %s", took)
			}
			if n := second.calls().ByPermit["approved"] + second.calls().ByPermit["within"]; n > 0 {
				t.Errorf("the refused run to %s has written %d times", goal, n)
			}
		}
		if err := <-first; err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if problems := seed.Check(t, DR); len(problems) > 0 {
			t.Error(Lines(problems))
		}
		finished(t, b)
	})
}

// dies answers nothing any more from a request on, for ever.
type dies struct {
	next http.RoundTripper
	// at tells which request is the last one that is not answered.
	at func(req *http.Request) bool

	mu   sync.Mutex
	dead bool
}

func (d *dies) RoundTrip(req *http.Request) (*http.Response, error) {
	d.mu.Lock()
	d.dead = d.dead || d.at(req)
	dead := d.dead
	d.mu.Unlock()
	if dead {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	return d.next.RoundTrip(req)
}

// halfway is a site on which a run to dr has died when it was about to allow writes.
func halfway(t *testing.T) (*Frozen, *Seed) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	b := New(t, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
		return &dies{next: next, at: func(req *http.Request) bool {
			return req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "/sync/jobs") && strings.Contains(req.URL.Hostname(), ps2)
		}}
	}})
	adopt(t, b)
	seed := NewSeed(t, b)
	b.NewRun()
	in := b.Intent(DR)
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	over := make(chan struct{})
	go func() {
		defer close(over)
		_, _ = b.Engine.Run(ctx, in, planned)
	}()
	time.Sleep(2 * time.Minute)
	frozen := b.Freeze()
	stop()
	<-over // nothing that it still tries is answered; a bubble ends only when all in it have ended
	return frozen, seed
}

// TestLease_TakeOver resumes a dead run: not before its lease has run out, and then at once.
func TestLease_TakeOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dead, seed := halfway(t)
		b := dead.Wake(t, Options{Quiet: true})
		in := b.Intent(DR)
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		began := time.Now()
		if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
			t.Fatal(err)
		}
		var firstWrite time.Time
		b.World.Do(func() {
			for _, r := range b.World.Log.All() {
				if r.Mutating && !strings.HasPrefix(r.Path, "/namespace/") && r.Time.After(dead.moment) {
					firstWrite = r.Time
					return
				}
			}
		})
		if waited := firstWrite.Sub(dead.moment); waited < clusters.DefaultLeaseTTL || waited > 2*clusters.DefaultLeaseTTL {
			t.Errorf("the dead run's lease was waited for %s, want one time-to-live", waited)
		}
		t.Logf("taken over and finished in %s", time.Since(began))
		of := *seed
		of.b = b
		time.Sleep(time.Minute)
		if problems := of.Check(t, DR); len(problems) > 0 {
			t.Error(Lines(problems))
		}
		finished(t, b)
	})
}

// slowMover lets the request that takes a claim away from the dead arrive late.
type slowMover struct {
	next http.RoundTripper
	late time.Duration
}

func (s slowMover) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost && strings.HasPrefix(req.URL.Path, "/namespace/") {
		time.Sleep(s.late)
	}
	return s.next.RoundTrip(req)
}

// TestLease_OneHeir lets several runs come upon a dead one at the same moment: one takes over and finishes, the others are refused, and
// at no moment do two of them write.
func TestLease_OneHeir(t *testing.T) {
	t.Parallel()
	for _, stagger := range []time.Duration{0, 0, 0, 0, time.Millisecond, time.Second, 9 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			dead, seed := halfway(t)
			b := dead.Wake(t, Options{Quiet: true})
			in := b.Intent(DR)
			const rivals = 3
			results := make(chan error, rivals)
			writers := make(chan int, rivals)
			for i := range rivals {
				rival := On(t, b.Site, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
					return slowMover{next, time.Duration(i) * 300 * time.Millisecond}
				}})
				go func() {
					time.Sleep(time.Duration(i) * stagger)
					planned := rival.Engine.Survey(t.Context(), Scope(in, nil))
					_, err := rival.Engine.Run(t.Context(), in, planned)
					if n := rival.calls().ByPermit["approved"]; n > 0 {
						writers <- n
					}
					results <- err
				}()
			}
			won := 0
			for n := range rivals {
				err := <-results
				if n == rivals-2 && won == 0 {
					late := On(t, b.Site, Options{Quiet: true})
					planned := late.Engine.Survey(t.Context(), Scope(in, nil))
					if _, err := late.Engine.Run(t.Context(), in, planned); err == nil || late.calls().ByPermit["approved"] > 0 {
						t.Errorf("after the rivals were refused, another one got in: %v", err)
					}
				}
				f, _ := errors.AsType[*failure.Failure](err)
				switch {
				case err == nil:
					won++
				case f == nil || f.ID != finding.FailureLease:
					t.Errorf("a rival ended with %v", err)
				}
			}
			if won != 1 || len(writers) != 1 {
				t.Errorf("%d rivals finished, %d have written", won, len(writers))
			}
			of := *seed
			of.b = b
			time.Sleep(time.Minute)
			if problems := of.Check(t, DR); len(problems) > 0 {
				t.Error(Lines(problems))
			}
			finished(t, b)
		})
	}
}

// cut is a network that can be cut and mended.
type cut struct {
	next http.RoundTripper
	mu   sync.Mutex
	off  bool
}

func (c *cut) RoundTrip(req *http.Request) (*http.Response, error) {
	c.mu.Lock()
	off := c.off
	c.mu.Unlock()
	if off {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, errors.New("connection refused")
	}
	return c.next.RoundTrip(req)
}

func (c *cut) set(off bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off = off
}

// TestLease_LostIsNotTakenBack cuts a run off until another one has taken its lease over. When it can speak again it writes nothing more,
// and what it held stays with its heir: a third run is still kept out.
func TestLease_LostIsNotTakenBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var network *cut
		b := New(t, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
			network = &cut{next: next}
			return network
		}})
		adopt(t, b)
		b.NewRun()
		in := b.Intent(DR)
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		run := func(c *Bed) chan error {
			over := make(chan error, 1)
			go func() {
				_, err := c.Engine.Run(t.Context(), in, planned)
				over <- err
			}()
			return over
		}
		first := run(b)
		time.Sleep(40 * time.Second)
		network.set(true)
		time.Sleep(5 * time.Second)
		second := run(On(t, b.Site, Options{Quiet: true}))
		time.Sleep(80 * time.Second)
		before := b.calls().ByPermit["approved"] + b.calls().ByPermit["within"]
		network.set(false)
		if err := <-first; err == nil {
			t.Error("the run that was cut off ended well")
		}
		if n := b.calls().ByPermit["approved"] + b.calls().ByPermit["within"] - before; n > 0 {
			t.Errorf("the run that has lost its lease wrote %d times more", n)
		}
		select {
		case err := <-second:
			t.Fatalf("the heir is through already: %v", err)
		default:
		}
		third := On(t, b.Site, Options{Quiet: true})
		_, err := third.Engine.Run(t.Context(), in, planned)
		if f, _ := errors.AsType[*failure.Failure](err); f == nil || f.ID != finding.FailureLease {
			t.Errorf("a third run: %v, want a refusal", err)
		}
		if err := <-second; err != nil {
			t.Errorf("the heir: %v", err)
		}
		finished(t, b)
	})
}
