// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import "time"

// Lagged is a value whose readers notice a change late, as EMC's own tools found on OneFS (33–40 s after enabling a policy).
// The committed value is what the cluster itself has decided; the visible one is what the API still shows.
type Lagged[T comparable] struct {
	committed T
	previous  T
	seenAt    time.Time
}

// NewLagged is a value that everyone sees.
func NewLagged[T comparable](v T) Lagged[T] { return Lagged[T]{committed: v, previous: v} }

// Set commits v now; readers see it from now+lag on. Setting the committed value again changes nothing.
func (l *Lagged[T]) Set(v T, now time.Time, lag time.Duration) {
	if v == l.committed {
		return
	}
	l.previous = l.Visible(now)
	l.committed = v
	l.seenAt = now.Add(lag)
}

// Committed is what the cluster has decided.
func (l Lagged[T]) Committed() T { return l.committed }

// Visible is what a reader sees at now.
func (l Lagged[T]) Visible(now time.Time) T {
	if now.Before(l.seenAt) {
		return l.previous
	}
	return l.committed
}

// Settled tells whether readers see the committed value at now.
func (l Lagged[T]) Settled(now time.Time) bool { return l.Visible(now) == l.committed }
