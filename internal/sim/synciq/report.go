// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Report is a finished job as it is remembered, on the source or on the target.
type Report struct {
	ID         string
	Job        Job
	SourceHost string // on the target
	TargetPath string // on the target
	Encrypted  bool

	visibleFrom time.Time
}

// Reports lists the reports that the API shows now, oldest first: of the cluster's own policies, or what it received as a target.
func (c *Cluster) Reports(received bool) []Report {
	from := &c.reports
	if received {
		from = &c.received
	}
	var out []Report
	for _, r := range from.All() {
		if !c.World().Now().Before(r.visibleFrom) {
			out = append(out, r)
		}
	}
	if !received && c.World().Dials.Is("running_job_report", siq.Yes) {
		for _, j := range c.Jobs() {
			if !j.OnTarget && j.Alive() && j.Number > 0 {
				out = append(out, Report{ID: c.reportID(j), Job: j})
			}
		}
	}
	return out
}

// report remembers a job that has ended: on the cluster that ran it, and, for a run, on its target too. A job that ran on the target is
// in the target's list only, because the target has no policy of that name.
func (c *Cluster) report(j Job, x pair) {
	now := c.World().Now()
	r := Report{
		ID: c.reportID(j), Job: j, Encrypted: x.there && x.policy.TargetCertificateID != "", TargetPath: x.record.TargetPath,
		SourceHost: x.record.SourceHost, visibleFrom: now.Add(lag(c.World(), "lag_report")),
	}
	if j.OnTarget {
		c.received.Put(fmt.Sprintf("%s/%d/%d", j.PolicyID, j.Number, now.UnixNano()), r)
		c.trim(&c.received, j.PolicyID, c.settings().ReportMaxCount)
		return
	}
	c.reports.Put(fmt.Sprintf("%s/%d", j.PolicyID, j.Number), r)
	c.trim(&c.reports, j.PolicyID, x.policy.ReportMaxCount)
	if x.recorded && x.target.Reachable && (j.Action == siq.Sync || j.Action == siq.Scheduled) && !j.Started.IsZero() {
		x.target.received.Put(fmt.Sprintf("%s/%d/%d", j.PolicyID, j.Number, now.UnixNano()), r)
		x.target.trim(&x.target.received, j.PolicyID, x.target.settings().ReportMaxCount)
	}
}

func (c *Cluster) reportID(j Job) string {
	if c.World().Dials.Is("report_id", "name") {
		return j.PolicyName
	}
	return fmt.Sprintf("%d-%s", j.Number, j.PolicyName)
}

// trim keeps the newest reports of a policy.
func (c *Cluster) trim(reports *world.Table[Report], policyID string, keep int) {
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
