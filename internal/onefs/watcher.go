// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"sync"
	"time"
)

// SyncView is what one cluster says about SyncIQ at one time. The jobs are read first: a job that is missing from the view has ended,
// so what it did to policies and target records is already in them.
type SyncView struct {
	// Policies are by name.
	Policies map[string]SyncPolicy
	// Jobs are the live jobs by policy name.
	Jobs map[string][]SyncJob
	// Targets are the target records by policy name; two sources may use the same name.
	Targets map[string][]SyncTargetPolicy
	// At is when reading began.
	At time.Time
}

// Watcher reads the SyncIQ state of one cluster for everybody who waits for something: the number of calls depends on how often
// somebody looks, not on how many policies or pools are waited for.
type Watcher struct {
	client *Client
	// turn lets one fetch run at a time. It is a channel so that waiting obeys contexts.
	turn chan struct{}
	mu   sync.Mutex
	next *look
}

// look is a fetch that has not started yet, shared by everybody who came before it did.
type look struct {
	done chan struct{}
	view *SyncView
	err  error
}

func newWatcher(c *Client) *Watcher { return &Watcher{client: c, turn: make(chan struct{}, 1)} }

// Look answers a view whose reading began after the call. Callers that wait at the same time share one fetch. It runs in the call of
// one of them, so nothing is left running when all have returned; when that one is cancelled, another takes over. The view is shared:
// do not change it.
func (w *Watcher) Look(ctx context.Context) (*SyncView, error) {
	mine := w.join()
	select {
	case <-mine.done:
		return mine.view, mine.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case w.turn <- struct{}{}:
	}
	defer func() { <-w.turn }()
	select {
	case <-mine.done:
		return mine.view, mine.err
	default:
	}
	w.close(mine)
	view, err := w.read(ctx)
	if err != nil && ctx.Err() != nil {
		// Our own end is not an answer for the others: whoever gets the next turn reads for them.
		return nil, err
	}
	mine.view, mine.err = view, err
	close(mine.done)
	return view, err
}

// join takes part in the next fetch.
func (w *Watcher) join() *look {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next = &look{done: make(chan struct{})}
	}
	return w.next
}

// close lets nobody else join a fetch that starts now.
func (w *Watcher) close(l *look) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == l {
		w.next = nil
	}
}

func (w *Watcher) read(ctx context.Context) (*SyncView, error) {
	view := &SyncView{
		Policies: map[string]SyncPolicy{}, Jobs: map[string][]SyncJob{}, Targets: map[string][]SyncTargetPolicy{}, At: time.Now(),
	}
	jobs, err := w.client.SyncJobs(ctx)
	if err != nil {
		return nil, err
	}
	targets, err := w.client.SyncTargetPolicies(ctx)
	if err != nil {
		return nil, err
	}
	policies, err := w.client.SyncPolicies(ctx)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		name := j.PolicyName
		if name == "" {
			name = j.ID
		}
		view.Jobs[name] = append(view.Jobs[name], j)
	}
	for _, t := range targets {
		view.Targets[t.Name] = append(view.Targets[t.Name], t)
	}
	for _, p := range policies {
		view.Policies[p.Name] = p
	}
	return view, nil
}
