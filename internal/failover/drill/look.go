// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/look"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Look reads both clusters for a drill. prior is what was seen before, nil if nothing is kept. It never fails.
func Look(ctx context.Context, e *clusters.Set, in Intent, prior *survey.Survey) *survey.Survey {
	s := look.Survey(ctx, e, in.Scope(prior))
	Rebuild(s, in, prior)
	return s
}

// Rebuild makes a record where copies are open and no journal tells of a drill: both copies of it are lost, or somebody did it by hand. It
// has no id. Schedules that were taken off are those of the survey before, as far as there is one.
func Rebuild(s *survey.Survey, in Intent, prior *survey.Survey) {
	d, ok := direction(s)
	if s.Drill != nil || s.Run != nil || s.Takeover != nil || !ok || len(s.Unread()) > 0 {
		return
	}
	if len(notClosed(s, d)) == 0 {
		return
	}
	record := &survey.Drill{From: d.From, To: d.To, Names: in.Names, Schedules: map[string]survey.Schedule{}}
	for _, p := range s.Pairs {
		record.Policies = append(record.Policies, p.Name)
		if prior == nil || prior.Clusters[d.From] == nil {
			continue
		}
		if was, known := prior.Clusters[d.From].Policies[p.PolicyOn(d.From)]; known && was.Schedule.Text != "" {
			record.Schedules[p.Name] = was.Schedule
		}
	}
	s.Drill = record
}

// recorded tells whether the drill that is open is one that a journal, or what was kept of one, tells of.
func recorded(s *survey.Survey) bool { return s.Drill != nil && s.Drill.ID != "" }
