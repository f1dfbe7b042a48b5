// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var syncReportRoutes = []Route{
	{"GET", "/sync/reports", func(r *Request) Answer { return r.listReports(false) }},
	{"GET", "/sync/reports/{SyncReportId}", func(r *Request) Answer { return r.oneReport(false, r.Param("SyncReportId")) }},
	{"GET", "/sync/reports/{Rid}/subreports", listSubreports},
	{"GET", "/sync/reports/{Rid}/subreports/{ReportSubreportId}", showSubreport},
	{"GET", "/sync/target/reports", func(r *Request) Answer { return r.listReports(true) }},
	{"GET", "/sync/target/reports/{TargetReportId}", func(r *Request) Answer { return r.oneReport(true, r.Param("TargetReportId")) }},
}

type reportDoc struct {
	jobFacts
	Policy         jobPolicyDoc `json:"policy"`
	PolicyAction   string       `json:"policy_action"`
	SubreportCount int          `json:"subreport_count"`
}

type subreportDoc struct {
	jobFacts
	Policy       jobPolicyDoc `json:"policy"`
	PolicyAction string       `json:"policy_action"`
}

type targetReportDoc struct {
	jobFacts
	SourceHost     string `json:"source_host"`
	SubreportCount int    `json:"subreport_count"`
	TargetPath     string `json:"target_path"`
}

func (r *Request) showReport(report world.SyncReport) any {
	d := reportDoc{jobFacts: r.facts(report.Job), Policy: policyOf(report.Job), PolicyAction: report.Job.Policy.Action, SubreportCount: 1}
	d.ID = report.ID
	return d
}

func (r *Request) showTargetReport(report world.SyncReport) any {
	d := targetReportDoc{jobFacts: r.facts(report.Job), SourceHost: report.SourceHost, TargetPath: report.TargetPath, SubreportCount: 1}
	d.ID = report.ID
	return d
}

// listReports shows reports newest first, of each policy as many as reports_per_policy says: without it one (B§6).
func (r *Request) listReports(received bool) Answer {
	all := r.Cluster.SyncReports(received)
	slices.SortStableFunc(all, func(a, b world.SyncReport) int { return b.Job.Started.Compare(a.Job.Started) })
	per := 1
	if n, given := r.Number("reports_per_policy"); given {
		per = n
	}
	seen := map[string]int{}
	var items []world.SyncReport
	for _, report := range all {
		if !r.wants(report) {
			continue
		}
		if seen[report.Job.PolicyID]++; seen[report.Job.PolicyID] <= per {
			items = append(items, report)
		}
	}
	show := r.showReport
	if received {
		show = r.showTargetReport
	}
	return Listing[world.SyncReport]{Key: "reports", Items: items, Show: show}.Answer(r)
}

// wants tells whether a report meets the query: policy_name, state, newer_than (days).
func (r *Request) wants(report world.SyncReport) bool {
	if name := r.Query.Get("policy_name"); name != "" && name != report.Job.PolicyName {
		return false
	}
	if state := r.Query.Get("state"); state != "" && state != report.Job.State {
		return false
	}
	days, given := r.Number("newer_than")
	return !given || report.Job.Started.After(r.World.Now().Add(-time.Duration(days)*24*time.Hour))
}

// report finds the newest report with that id.
func (r *Request) report(received bool, id string) (world.SyncReport, bool) {
	for _, report := range slices.Backward(r.Cluster.SyncReports(received)) {
		if report.ID == id {
			return report, true
		}
	}
	return world.SyncReport{}, false
}

func (r *Request) oneReport(received bool, id string) Answer {
	report, ok := r.report(received, id)
	switch {
	case !ok:
		return noReport(id)
	case received:
		return Item("reports", r.showTargetReport(report))
	}
	return Item("reports", r.showReport(report))
}

func noReport(id string) Answer { return NotFound("", "Report '%s' not found.", id) }

// subreport is the one attempt that a report consists of.
func (r *Request) subreport(report world.SyncReport) any {
	d := subreportDoc{jobFacts: r.facts(report.Job), Policy: policyOf(report.Job), PolicyAction: report.Job.Policy.Action}
	d.ID = "1"
	return d
}

func listSubreports(r *Request) Answer {
	report, ok := r.report(false, r.Param("Rid"))
	if !ok {
		return noReport(r.Param("Rid"))
	}
	var items []world.SyncReport
	if r.wants(report) {
		items = append(items, report)
	}
	return Listing[world.SyncReport]{Key: "subreports", Items: items, Show: r.subreport}.Answer(r)
}

func showSubreport(r *Request) Answer {
	report, ok := r.report(false, r.Param("Rid"))
	if !ok || r.Param("ReportSubreportId") != "1" {
		return noReport(r.Param("Rid") + "/" + r.Param("ReportSubreportId"))
	}
	return Item("subreports", r.subreport(report))
}
