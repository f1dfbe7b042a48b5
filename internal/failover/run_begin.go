// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
)

// What comes before the first write: the lease, a second look, and the comparison with what was approved.

// begin takes the lease, so that nobody else changes the same policies while this run looks again.
func (r *run) begin(ctx context.Context) error {
	if unread := r.unread(); unread != "" {
		return fail(FailureUnread, r.survey, r.intent, "", errors.New("both clusters must be readable before the first write: "+unread))
	}
	if err := r.refuseLiving(ctx); err != nil {
		return err
	}
	l, err := r.engine.acquire(ctx, r.survey, r.intent)
	if err != nil {
		return fail(FailureLease, r.survey, r.intent, "", err)
	}
	r.lease = l
	r.refresh(ctx, areaAll)
	if err := r.awaitOpenings(ctx); err != nil {
		r.lease.release(context.WithoutCancel(ctx))
		return r.stopped(r.intent, "", err)
	}
	return nil
}

// mayLeave: before names leave from, or its copies are opened while it still serves, every pair that lies there has been proven. A policy
// that somebody switched off since the last sync, or both sides of which are open while the fence was opened, would leave behind what
// people have written. One that was never run, or that nobody knows the position of, would leave everything behind; that may be wanted, and
// stands in ignore_findings then.
func (s *Survey) mayLeave(in Intent) error {
	if s.Takeover != nil || s.lost(in.From()) || s.Serving() != in.From() {
		return nil
	}
	found := &findings{}
	for _, p := range s.Pairs {
		positionReadiness(s, in, p, found)
	}
	for _, f := range found.list {
		if f.Severity == Blocking && (f.ID == "policy_disabled" || !slices.Contains(in.IgnoreFindings, f.ID)) {
			return errors.New(f.Line())
		}
	}
	return nil
}

// unread says which cluster could not be read. One that is declared lost is not asked.
func (r *run) unread() string {
	for _, k := range r.engine.reachable(r.intent) {
		if c := r.survey.Clusters[k]; c.Unread != "" {
			return k + ": " + c.Unread
		}
	}
	return ""
}

// refuseStale compares what would be done now with what was approved.
func (r *run) refuseStale(planned *Survey) error {
	if !planned.Settings.equal(r.survey.Settings) {
		return fail(FailureStale, r.survey, r.intent, "", errors.New("plan is stale: the provider's settings changed since it was made"))
	}
	look := Plan(r.survey, r.intent)
	for _, f := range look.Errors {
		if f.Severity == Blocking || f.Severity == Invalid {
			return fail(FailureNotReady, r.survey, r.intent, "", errors.New(f.Line()))
		}
	}
	if err := r.survey.mayLeave(r.intent); err != nil {
		return fail(FailureNotReady, r.survey, r.intent, "", err) // whatever is ignored, nothing is begun that has to stop half-way
	}
	if r.survey.Settings.Readiness == "per_pool" {
		for _, f := range look.Warnings {
			if f.Severity == Blocking && !slices.Contains(r.intent.IgnoreFindings, f.ID) {
				return fail(FailureNotReady, r.survey, r.intent, "", errors.New(f.Line()))
			}
		}
	}
	// Reading is enough for a plan; the first write needs the rights of every stage. A run that has begun, and one away from a lost cluster,
	// do what they may.
	for _, k := range r.intent.Keys() {
		if r.survey.Run != nil || len(r.survey.Unread()) > 0 {
			break
		}
		if lack := lacking(r.survey, r.intent, k); len(lack) > 0 {
			return fail(FailureNotReady, r.survey, r.intent, "", fmt.Errorf("privilege_missing: the user of cluster %s lacks %s, which "+
				"stage %s needs",
				k, lack[0].name(), lack[0].stages))
		}
	}
	var more []string
	for _, k := range look.Approved {
		if !r.approved[k] {
			more = append(more, string(k))
		}
	}
	if len(more) == 0 || mutant.On(mutant.StalePlanAccepted) {
		return nil
	}
	slices.Sort(more)
	shown := more[:min(len(more), 10)]
	return fail(FailureStale, r.survey, r.intent, "",
		fmt.Errorf("plan is stale: the clusters changed since it was made; not approved (%d):\n%s", len(more), strings.Join(shown, "\n")))
}

func (a Settings) equal(b Settings) bool {
	if a.Readiness != b.Readiness || a.SPNWriter != b.SPNWriter || len(a.Lost) != len(b.Lost) {
		return false
	}
	for k, v := range a.Lost {
		if b.Lost[k] != v {
			return false
		}
	}
	return true
}
