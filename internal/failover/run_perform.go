// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
)

// permits issues the permits of one run. Steps are handed what they need; nothing below this package has the issuer.
type permits = issue.Issuer[survey.Key]

// act is a step with its permit.
type act struct {
	run.Step
	permit permit.Permit
}

// perform runs the steps of one stage: lanes side by side, steps of one lane in order. All of them are approved, or none begins.
func perform(ctx context.Context, r *run.Run, issuer *permits, st *stage, steps []run.Step) error {
	r.StageBegins(ctx, st.id, len(steps))
	began := time.Now()
	acts, err := permittedAll(issuer, steps)
	if err != nil {
		return err
	}
	return do(ctx, r, st, acts, began)
}

// permittedAll are the steps with their permits; one that is not approved is an error, and none begins.
func permittedAll(issuer *permits, steps []run.Step) ([]act, error) {
	acts := make([]act, 0, len(steps))
	for _, s := range steps {
		p, err := permitted(issuer, s)
		if err != nil {
			return nil, err
		}
		acts = append(acts, act{s, p})
	}
	return acts, nil
}

// do runs acts of one stage: lanes side by side, acts of one lane in order.
func do(ctx context.Context, r *run.Run, st *stage, acts []act, began time.Time) error {
	lanes := map[string][]act{}
	var order []string
	for i, a := range acts {
		lane := a.Lane
		if lane == "" {
			lane = fmt.Sprintf("step %d", i)
		}
		if _, ok := lanes[lane]; !ok {
			order = append(order, lane)
		}
		lanes[lane] = append(lanes[lane], a)
	}
	// Steps without a lane mostly wait; requests are bounded by each client, jobs by the cluster's own queue.
	var g errgroup.Group
	for _, lane := range order {
		g.Go(func() error {
			for _, a := range lanes[lane] {
				// Stopping happens between steps, and where a step waits for a job; a call that has begun is finished on its own time-out.
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := r.Lease.Check(); err != nil {
					return err
				}
				if err := a.Do(context.WithoutCancel(ctx), r, a.permit); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := g.Wait()
	r.NoteStage(st.id, len(acts), began, err)
	r.StageOver(ctx, st.id, began, err)
	return err
}

// permitted is the permit of a step. Each of its keys must be approved; the first one names the permit. A step that only waits has no key,
// and gets the zero permit.
func permitted(issuer *permits, s run.Step) (permit.Permit, error) {
	keys := s.Keys
	if len(keys) == 0 && s.Within != "" {
		keys = []survey.Key{s.Within}
	}
	var out permit.Permit
	for i, k := range keys {
		p, err := issuer.For(k)
		if err != nil {
			return permit.Permit{}, fmt.Errorf("%w: %s", issue.ErrNotApproved, run.Texts(s.LinesOf(k)))
		}
		if i == 0 {
			out = p
		}
	}
	issuer.Add(s.Repairs...)
	return out, nil
}
