// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clusters

import (
	"context"
	"sync"
	"time"
)

// PerBeat remembers one read per cluster for the beat in which it was made. All polls of a run wake at the same beats, so what one of them
// reads serves all: reads do not grow with policies. A value is never older than one poll interval.
type PerBeat[T any] struct {
	mu   sync.Mutex
	last map[string]*beatValue[T]
}

type beatValue[T any] struct {
	beat int64
	// done is closed when the read is over. It is a channel, because no lock may be held across a call.
	done  chan struct{}
	value T
	err   error
}

// Get answers the value of this beat, reading it if nobody has. A failed read is not kept.
func (b *PerBeat[T]) Get(
	ctx context.Context, began time.Time, every time.Duration, key string, read func(context.Context) (T, error),
) (T, error) {
	now := int64(time.Since(began) / every)
	b.mu.Lock()
	if b.last == nil {
		b.last = map[string]*beatValue[T]{}
	}
	v := b.last[key]
	first := v == nil || v.beat != now
	if first {
		v = &beatValue[T]{beat: now, done: make(chan struct{})}
		b.last[key] = v
	}
	b.mu.Unlock()
	if !first {
		select {
		case <-v.done:
			return v.value, v.err
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
	v.value, v.err = read(ctx)
	if v.err != nil {
		b.forget(key, v)
	}
	close(v.done)
	return v.value, v.err
}

// forget drops a value that is wrong or known to be old.
func (b *PerBeat[T]) forget(key string, v *beatValue[T]) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last[key] == v {
		delete(b.last, key)
	}
}
