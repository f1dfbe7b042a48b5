// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"context"
	"time"
)

// Cut is what the loop wants done around the moment in which the names move, so that no request lies between the published names and the
// copies that are opened.
type Cut struct {
	// Before comes right before the first name is written. An error of it ends the step, with the names as they were.
	Before func(ctx context.Context) error
	// Then comes right after the names are published. It cannot fail: what it did not do is found and done by the stage that follows.
	Then func(ctx context.Context)
}

// BeforeCut calls Before, if there is one.
func (r *Run) BeforeCut(ctx context.Context) error {
	if r.Cut.Before == nil {
		return nil
	}
	return r.Cut.Before(ctx)
}

// ThenOpen calls Then once, if there is one.
func (r *Run) ThenOpen(ctx context.Context) {
	if then := r.Cut.Then; then != nil {
		r.Cut.Then = nil
		then(ctx)
	}
}

// NoteOpened remembers that an allow_write of a policy was accepted just now.
func (r *Run) NoteOpened(policy string) { r.opened.Store(policy, time.Now()) }

// WasOpened tells whether NoteOpened was called for a policy, and TakeOpened not since.
func (r *Run) WasOpened(policy string) bool {
	_, ok := r.opened.Load(policy)
	return ok
}

// TakeOpened answers when an allow_write of a policy was accepted that nobody has waited for yet, zero if none was. It answers so once.
func (r *Run) TakeOpened(policy string) time.Time {
	v, _ := r.opened.LoadAndDelete(policy)
	at, _ := v.(time.Time)
	return at
}

// Beside is the same run for a stage that goes on beside others: it looks at the survey as it is now, and its stages are told apart until
// Join.
func (r *Run) Beside() *Run {
	return &Run{
		Engine: r.Engine, Read: r.Read, Intent: r.Intent, Scope: r.Scope, Survey: r.Survey, Lease: r.Lease, LastID: r.LastID, Moves: r.Moves,
		Stop: r.Stop, StopErr: r.StopErr, Began: r.Began, Notes: r.Notes,
		Feed: r.Feed, Clients: r.Clients,
	}
}

// Join takes over what a run beside this one has to tell.
func (r *Run) Join(other *Run) {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	r.Manual = append(r.Manual, other.Manual...)
	r.Stages = append(r.Stages, other.Stages...)
	r.reports = append(r.reports, other.reports...)
}
