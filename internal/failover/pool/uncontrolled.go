// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"context"
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// UnknownNames stop a takeover without inventory until somebody has written which names clients use: those that are parked on the survivor
// may not be all.
func UnknownNames(s *survey.Survey, in survey.Intent) []finding.Finding {
	from, to := in.From(), in.To()
	if s.Run != nil || s.Takeover != nil || len(in.Names) > 0 {
		return nil
	}
	known := UncontrolledNames(s, in)
	if s.Clusters[from].Pool != nil && len(known) > 0 {
		return nil
	}
	f := finding.New(finding.NamesUnknown, "the names that move", "", "")
	switch {
	case s.Clusters[from].Pool != nil:
		f.Text = fmt.Sprintf("are none: pool %s of %s had no name that moves when it was seen last", in.Pools[from], from)
	case len(known) == 0:
		f.Text = fmt.Sprintf("are not known: no inventory of %s exists, and pool %s of %s has no parked name", from, in.Pools[to], to)
	default:
		f.Text = fmt.Sprintf("are not known for sure: no inventory of %s exists; parked on pool %s of %s: "+
			"%s", from, in.Pools[to], to, strings.Join(known, ", "))
	}
	if len(known) == 0 {
		known = []string{"nas1.example.com"}
	}
	line := fmt.Sprintf(`names = ["%s"]`, strings.Join(known, `", "`))
	f.Cure = fmt.Sprintf("write by hand every name that clients use, such as %s; create by hand the quotas, shares, exports, "+
		"aliases and SPNs "+
		"that only %s had", line, from)
	return []finding.Finding{f}
}

// UncontrolledNames are the names to publish: the declared ones, else those that the inventory says, else those parked on to.
func UncontrolledNames(s *survey.Survey, in survey.Intent) []string {
	if s.Run != nil {
		return s.Run.Names
	}
	if len(in.Names) > 0 {
		return in.Names
	}
	to := s.Clusters[in.To()].Pool
	if s.Clusters[in.From()].Pool != nil {
		moving, _ := MovingNames(s, in)
		return moving
	}
	var out []string
	for _, a := range to.All() {
		if n, ok := names.Unparked(names.Canonical(a)); ok {
			out = append(out, n)
		}
	}
	return out
}

// UnmetPublish makes the names live on the survivor. Parking on the lost cluster is left for its return.
func UnmetPublish(s *survey.Survey, in survey.Intent) []run.Step {
	to := in.To()
	moving := UncontrolledNames(s, in)
	if len(moving) == 0 || s.Clusters[to].Pool == nil {
		return nil
	}
	after := s.Clusters[to].Pool.Clone()
	step := run.Step{
		Lane: "names",
		Effect: func(s *survey.Survey) {
			for _, n := range moving {
				s.Clusters[to].Pool.Publish(n)
			}
		},
		Do: func(ctx context.Context, r *run.Run, p permit.Permit) error { return publish(ctx, r, p, to, moving) },
	}
	for _, n := range moving {
		where := after.Publish(n)
		if s.Clusters[to].Pool.On(n) == survey.Live {
			continue
		}
		step.Keys = append(step.Keys, survey.NewKey(survey.StageNames, to, "name", n, where))
		step.Lines = append(step.Lines, run.Line{Group: run.GroupNames, Object: n, Text: n + ": " + in.From() + " -> " + to + ", " + where})
	}
	if len(step.Keys) == 0 {
		return nil
	}
	return []run.Step{step}
}

// publish writes the names, and opens the copies right after that.
func publish(ctx context.Context, r *run.Run, p permit.Permit, to string, moving []string) error {
	if err := r.BeforeCut(ctx); err != nil {
		return err
	}
	pool, err := Read(ctx, r.Engine, to, r.Intent.Pools[to])
	if err != nil {
		return err
	}
	for _, n := range moving {
		pool.Publish(n)
	}
	if err := putNames(ctx, r, p, to, pool); err != nil {
		return err
	}
	r.ThenOpen(ctx)
	return nil
}
