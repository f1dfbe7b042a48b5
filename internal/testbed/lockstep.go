// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// Lockstep lets the requests of an engine through one by one: each is parked until everything in the bubble waits for something, then one
// of those that are parked is drawn. What runs side by side is thereby in an order that depends on the seed alone, and a run can be played
// again. It must be used inside a testing/synctest bubble, and nothing else in it may call synctest.Wait.
type Lockstep struct {
	next    http.RoundTripper
	random  *rand.Rand
	arrived chan struct{}
	stop    <-chan struct{}

	mu     sync.Mutex
	parked []*parked
}

// parked is a request that waits for its turn.
type parked struct {
	name string
	turn chan struct{}
}

// InLockstep is a scheduler with a seed, for Options.Wrap. It ends with the test's context; later requests, such as logging out, are let
// through at once.
func InLockstep(t testing.TB, seed uint64) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		l := &Lockstep{next: next, random: rand.New(rand.NewPCG(seed, 1)), arrived: make(chan struct{}, 1), stop: t.Context().Done()}
		go l.schedule()
		return l
	}
}

// RoundTrip parks a request and sends it when its turn has come.
func (l *Lockstep) RoundTrip(req *http.Request) (*http.Response, error) {
	p := &parked{name: strings.Join([]string{req.Method, req.URL.Host, req.URL.RequestURI()}, " "), turn: make(chan struct{})}
	l.mu.Lock()
	l.parked = append(l.parked, p)
	l.mu.Unlock()
	select {
	case l.arrived <- struct{}{}:
	default:
	}
	select {
	case <-p.turn:
	case <-l.stop:
	case <-req.Context().Done():
		l.leave(p)
		return nil, req.Context().Err()
	}
	return l.next.RoundTrip(req)
}

// leave takes a request that was given up out of the queue.
func (l *Lockstep) leave(p *parked) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.parked = slices.DeleteFunc(l.parked, func(q *parked) bool { return q == p })
}

func (l *Lockstep) schedule() {
	for {
		select {
		case <-l.stop:
			return
		case <-l.arrived:
		}
		for {
			synctest.Wait()
			p := l.draw()
			if p == nil {
				break
			}
			close(p.turn)
		}
	}
}

// draw takes one of the parked requests. They are put in order first: the order in which they were parked is the machine's.
func (l *Lockstep) draw() *parked {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.parked) == 0 {
		return nil
	}
	slices.SortStableFunc(l.parked, func(a, b *parked) int { return strings.Compare(a.name, b.name) })
	i := l.random.IntN(len(l.parked))
	p := l.parked[i]
	l.parked = slices.Delete(l.parked, i, i+1)
	return p
}
