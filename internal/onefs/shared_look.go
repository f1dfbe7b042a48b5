// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"sync"
	"time"
)

// sharedLook is a read that many callers share: a call gets the result of a read that started after the call, and callers that wait
// at the same time get the same one. No goroutine outlives a call.
type sharedLook[T any] struct {
	read func(ctx context.Context) (T, error)
	// turn lets one read run at a time. It is a channel so that waiting obeys contexts.
	turn chan struct{}
	mu   sync.Mutex
	next *oneLook[T]
}

// gatherFor is how long a read waits for others that want the same.
const gatherFor = time.Millisecond

type oneLook[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func newSharedLook[T any](read func(ctx context.Context) (T, error)) *sharedLook[T] {
	return &sharedLook[T]{read: read, turn: make(chan struct{}, 1)}
}

// Look reads, or waits for somebody else's read that began after this call.
func (w *sharedLook[T]) Look(ctx context.Context) (T, error) {
	var none T
	mine := w.join()
	select {
	case <-mine.done:
		return mine.value, mine.err
	case <-ctx.Done():
		return none, context.Cause(ctx)
	case w.turn <- struct{}{}:
	}
	defer func() { <-w.turn }()
	select {
	case <-mine.done:
		return mine.value, mine.err
	default:
	}
	// Others that want to look at the same moment come before the read begins: they share it, whoever came first.
	timer := time.NewTimer(gatherFor)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return none, context.Cause(ctx)
	}
	w.close(mine)
	value, err := w.read(ctx)
	if err != nil && ctx.Err() != nil {
		// Our own end is no answer for the others. They waited for the same look, so one of them takes it up again.
		w.reopen(mine)
		return none, err
	}
	mine.value, mine.err = value, err
	close(mine.done)
	return value, err
}

func (w *sharedLook[T]) join() *oneLook[T] {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next = &oneLook[T]{done: make(chan struct{})}
	}
	return w.next
}

// close keeps later callers out: the read begins now.
func (w *sharedLook[T]) close(l *oneLook[T]) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == l {
		w.next = nil
	}
}

// reopen lets whoever comes next share the look that its first reader abandoned.
func (w *sharedLook[T]) reopen(l *oneLook[T]) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next = l
	}
}
