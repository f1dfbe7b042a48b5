// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"errors"
	"time"
)

// A busy cluster, a broken connection or a lost answer is everyday. Because every stage asks the clusters what is left to do, meeting such
// trouble costs another look and never a second effect: the stage is asked again, and does what is still unmet.

// MaxTroubles is how often a stage is asked again after trouble of that kind, before the run stops or gives the stage up.
const MaxTroubles = 4

// ReadPatience is how long a wait goes on while a cluster cannot be read: a node that starts anew takes its time.
const ReadPatience = 2 * time.Minute

// Transient tells a failure that another look may mend: the cluster is busy or cannot be reached, or an answer was lost.
func Transient(err error) bool {
	if _, over := errors.AsType[*FinalError](err); over {
		return false
	}
	for _, kind := range []error{
		ErrOutcomeUnknown, ErrUnavailable, ErrTooMany, ErrUnreachable, ErrConflict, ErrInternal,
	} {
		if errors.Is(err, kind) {
			return !errors.Is(err, ErrCertificate)
		}
	}
	return false
}

// Refused tells that the cluster took a request and would not do it now: the status of a wrong state is not documented (synciq.md §1.2).
func Refused(err error) bool {
	return errors.Is(err, ErrConflict) || errors.Is(err, ErrBadRequest) || errors.Is(err, ErrInternal)
}

// Finally marks an error that was waited for long enough: no poll around it waits once more.
func Finally(err error) error { return &FinalError{err} }

// FinalError is an error that Transient takes for no passing trouble, whatever it wraps. Finally makes it.
type FinalError struct{ cause error }

func (e *FinalError) Error() string { return e.cause.Error() }

func (e *FinalError) Unwrap() error { return e.cause }

// Sleep waits or ends with the context.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
