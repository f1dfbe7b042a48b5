// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// ReadRecoveryPoints reads the beginning of the newest finished run of each policy from the survivor's own reports. The record's last
// update is not used: it says when data last came, not that a run was complete. Nor is the end of the run: a run copies a snapshot that it
// takes when it begins, so what was written while it ran is not in the copy. Reports of a third cluster's policy of the same name do not
// count.
func ReadRecoveryPoints(ctx context.Context, e *clusters.Set, s *survey.Survey, here string) error {
	all, err := e.Client(here).SyncTargetReports(ctx, onefs.ReportQuery{ReportsPerPolicy: targetReportsShown})
	if err != nil {
		return err
	}
	for name, t := range s.Clusters[here].Targets {
		t.Newest, t.Runs = 0, survey.RunFacts{}
		for _, r := range all {
			if r.PolicyName != name || r.PolicyID != t.ID && r.PolicyID != "" || r.State != onefs.StateFinished ||
				!survey.SameAction(r.Action, survey.ActionSync) {
				continue
			}
			if began := synciq.RunBegan(r); began > t.Newest {
				t.Newest, t.Runs = began, synciq.RunFacts(synciq.Judged([]onefs.SyncReport{r}))
			}
		}
		s.Clusters[here].Targets[name] = t
	}
	return nil
}

// targetReportsShown looks past some failed runs for the newest finished one.
const targetReportsShown = 20
