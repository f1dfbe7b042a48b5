// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package progress

import (
	"fmt"
	"sync"
	"time"
)

// waiting is how many events may wait for a slow reader; newer ones are then dropped and counted.
const waiting = 4096

// Async hands events to something slow, one after the other, and never makes the run wait for it.
type Async struct {
	queue chan Event
	over  chan struct{}

	mu      sync.Mutex
	closed  bool
	dropped int
	err     error
}

// NewAsync starts it. Handle is called for each event, and last is called after the last one.
func NewAsync(handle func(Event) error, last func()) *Async {
	a := &Async{queue: make(chan Event, waiting), over: make(chan struct{})}
	go func() {
		defer close(a.over)
		for e := range a.queue {
			if err := handle(e); err != nil {
				a.failed(err)
			}
		}
		last()
	}()
	return a
}

func (a *Async) failed(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.dropped++
	a.err = err
}

// Put takes an event and returns at once.
func (a *Async) Put(e Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	select {
	case a.queue <- e:
	default:
		a.dropped++
	}
}

// Close waits for what is still to be written, at most for a time, and tells what could not be.
func (a *Async) Close(limit time.Duration) error {
	a.mu.Lock()
	if !a.closed {
		a.closed = true
		close(a.queue)
	}
	a.mu.Unlock()
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case <-a.over:
	case <-t.C:
		return fmt.Errorf("it did not take what was written within %s", limit)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.err != nil:
		return fmt.Errorf("%d events were not written, the last because of: %w", a.dropped, a.err)
	case a.dropped > 0:
		return fmt.Errorf("%d events were not written, because what was written before was not read in time", a.dropped)
	}
	return nil
}
