// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
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
// somebody looks, not on how many policies or pools are waited for. Its Look answers a view whose reading began after the call; the
// view is shared: do not change it.
type Watcher struct{ *sharedLook[*SyncView] }

func newWatcher(c *Client) *Watcher { return &Watcher{newSharedLook(c.readSync)} }

func (c *Client) readSync(ctx context.Context) (*SyncView, error) {
	view := &SyncView{
		Policies: map[string]SyncPolicy{}, Jobs: map[string][]SyncJob{}, Targets: map[string][]SyncTargetPolicy{}, At: time.Now(),
	}
	jobs, err := c.SyncJobs(ctx)
	if err != nil {
		return nil, err
	}
	targets, err := c.SyncTargetPolicies(ctx)
	if err != nil {
		return nil, err
	}
	policies, err := c.SyncPolicies(ctx)
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
