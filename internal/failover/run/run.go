// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/lease"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/progress"
)

// Run is one execution of the loop. Everything in it can be lost: the next run reads it from the clusters again.
type Run struct {
	Engine *clusters.Set
	// Read reads areas of both clusters again.
	Read   func(ctx context.Context, sc survey.Scope, before *survey.Survey, what survey.Area) *survey.Survey
	Intent survey.Intent
	Scope  survey.Scope

	Mu     sync.Mutex // guards Survey between steps that run side by side
	Survey *survey.Survey
	Lease  *lease.Lease

	// doubts are the newest answers that were no success and did not end a step, for the text should their stage not get on.
	doubts []error

	Drains drains
	Manual []string
	LastID string
	// Moves and Stages go into the report of the run.
	Moves  survey.Moves
	Stages []survey.StageReport
	// Feed tells how the run goes on; nil tells nobody. Clients answers what a look proves about clients.
	Feed    *progress.Feed
	Clients func(s *survey.Survey) (state progress.State, cluster string)
	// reports are those that this run has waited for.
	reports []JobReport
	// Stop is closed when the run shall stop at the next safe point, because the user or a time-out says so or Terraform is gone.
	Stop    <-chan struct{}
	StopErr func() error
	// Began is the first beat of all polls.
	Began time.Time
	Notes *Notes
	// Cut is what is done around the moment in which the names move; the zero value is nothing.
	Cut Cut
	// opened is when an allow_write of a policy was accepted that nobody has waited for yet.
	opened sync.Map
	// views, ReportLists and Scans are what polls share within a beat.
	views       clusters.PerBeat[*onefs.SyncView]
	ReportLists clusters.PerBeat[map[string][]survey.Report]
	Scans       clusters.PerBeat[bool]
	Snapshots   clusters.PerBeat[[]onefs.Snapshot]
	// Changelists says of a cluster whether it tells what differs between two snapshots.
	Changelists clusters.PerBeat[bool]
}

// LookAgain reads again while a cluster cannot be read, for as long as a node takes to start anew. It answers what could not be read.
func (r *Run) LookAgain(ctx context.Context, what survey.Area) string {
	for end := time.Now().Add(onefs.ReadPatience); ; {
		unread := r.Unread()
		if unread == "" || time.Now().After(end) || r.Wait(ctx, 1) != nil {
			return unread
		}
		r.Refresh(context.WithoutCancel(ctx), what|survey.AreaAll)
	}
}

// maxDoubts is how many different answers are kept.
const maxDoubts = 3

// Doubt keeps an answer that was no success, though the step goes on: the next look tells what became of the request.
func (r *Run) Doubt(err error) {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	r.doubts = slices.DeleteFunc(r.doubts, func(x error) bool { return x.Error() == err.Error() })
	r.doubts = append(r.doubts, err)
	r.doubts = r.doubts[max(len(r.doubts)-maxDoubts, 0):]
}

// Doubts are those answers, nil if there are none. They are asked for once.
func (r *Run) Doubts() error {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	out := errors.Join(r.doubts...)
	r.doubts = nil
	return out
}

// ByHand adds a manual step.
func (r *Run) ByHand(text string) {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	r.Manual = append(r.Manual, text)
}

// Log writes one line with the name of the pool. It changes fields, which may not be nil.
func (r *Run) Log(ctx context.Context, msg string, fields map[string]any) {
	fields["pool"] = survey.PoolName(r.Intent)
	r.Engine.Options.Log(ctx, msg, fields)
}

// Refresh reads areas again. What could not be read is marked; the loop then stops.
func (r *Run) Refresh(ctx context.Context, what survey.Area) {
	// Stages run one after the other, so nobody else changes the survey meanwhile.
	r.Survey = r.Read(ctx, r.Scope, r.Survey, what)
	r.Tell()
}

// Unread says which cluster could not be read. One that is declared lost is not asked.
func (r *Run) Unread() string {
	for _, k := range r.Engine.Reachable(r.Intent) {
		if c := r.Survey.Clusters[k]; c.Unread != "" {
			return k + ": " + c.Unread
		}
	}
	return ""
}
