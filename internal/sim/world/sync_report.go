// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// SyncReport is a finished job as it is remembered, on the source or on the target.
type SyncReport struct {
	ID         string
	Job        SyncJob
	SourceHost string // on the target
	TargetPath string // on the target
	Encrypted  bool

	visibleFrom time.Time
}

// SyncReports lists the reports that the API shows now, oldest first: of the cluster's own policies, or what it received as a target.
func (c *Cluster) SyncReports(received bool) []SyncReport {
	from := &c.Sync.reports
	if received {
		from = &c.Sync.received
	}
	var out []SyncReport
	for _, r := range from.All() {
		if !c.world.Now().Before(r.visibleFrom) {
			out = append(out, r)
		}
	}
	if !received && c.world.Dials.Is("running_job_report", siq.Yes) {
		for _, j := range c.SyncJobs() {
			if !j.OnTarget && j.Alive() && j.Number > 0 {
				out = append(out, SyncReport{ID: c.reportID(j), Job: j})
			}
		}
	}
	return out
}

// report remembers a job that has ended: on the cluster that ran it, and, for a run, on its target too. A job that ran on the target is
// in the target's list only, because the target has no policy of that name.
func (c *Cluster) report(j SyncJob, x pair) {
	now := c.world.Now()
	r := SyncReport{
		ID: c.reportID(j), Job: j, Encrypted: x.there && x.policy.TargetCertificateID != "", TargetPath: x.record.TargetPath,
		SourceHost: x.record.SourceHost, visibleFrom: now.Add(c.world.syncLag("lag_report")),
	}
	if j.OnTarget {
		c.Sync.received.Put(fmt.Sprintf("%s/%d/%d", j.PolicyID, j.Number, now.UnixNano()), r)
		c.trim(&c.Sync.received, j.PolicyID, c.syncSettings().ReportMaxCount)
		return
	}
	c.Sync.reports.Put(fmt.Sprintf("%s/%d", j.PolicyID, j.Number), r)
	c.trim(&c.Sync.reports, j.PolicyID, x.policy.ReportMaxCount)
	if x.recorded && x.target.Reachable && (j.Action == siq.Sync || j.Action == siq.Scheduled) && !j.Started.IsZero() {
		x.target.Sync.received.Put(fmt.Sprintf("%s/%d/%d", j.PolicyID, j.Number, now.UnixNano()), r)
		x.target.trim(&x.target.Sync.received, j.PolicyID, x.target.syncSettings().ReportMaxCount)
	}
}

func (c *Cluster) reportID(j SyncJob) string {
	if c.world.Dials.Is("report_id", "name") {
		return j.PolicyName
	}
	return fmt.Sprintf("%d-%s", j.Number, j.PolicyName)
}

// trim keeps the newest reports of a policy.
func (c *Cluster) trim(reports *Table[SyncReport], policyID string, keep int) {
	if keep <= 0 {
		return
	}
	var keys []string
	for key, r := range reports.All() {
		if r.Job.PolicyID == policyID {
			keys = append(keys, key)
		}
	}
	for _, key := range keys[:max(len(keys)-keep, 0)] {
		reports.Delete(key)
	}
}
