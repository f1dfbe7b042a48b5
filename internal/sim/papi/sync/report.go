// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

var reportRoutes = []rest.Route{
	rest.Get("/sync/reports", func(r *rest.Request) rest.Answer { return listReports(r, false) }),
	rest.Get("/sync/reports/{SyncReportId}", func(r *rest.Request) rest.Answer { return oneReport(r, false, r.Param("SyncReportId")) }),
	rest.Get("/sync/reports/{Rid}/subreports", listSubreports),
	rest.Get("/sync/reports/{Rid}/subreports/{ReportSubreportId}", showSubreport),
	rest.Get("/sync/target/reports", func(r *rest.Request) rest.Answer { return listReports(r, true) }),
	rest.Get("/sync/target/reports/{TargetReportId}",
		func(r *rest.Request) rest.Answer { return oneReport(r, true, r.Param("TargetReportId")) }),
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

func shownReport(r *rest.Request, report synciq.Report) any {
	d := reportDoc{jobFacts: facts(r, report.Job), Policy: policyOf(report.Job), PolicyAction: report.Job.Policy.Action, SubreportCount: 1}
	d.ID = report.ID
	return d
}

func shownTargetReport(r *rest.Request, report synciq.Report) any {
	d := targetReportDoc{jobFacts: facts(r, report.Job), SourceHost: report.SourceHost, TargetPath: report.TargetPath, SubreportCount: 1}
	d.ID = report.ID
	return d
}

// listReports shows reports newest first, of each policy as many as reports_per_policy says: without it one (B§6).
func listReports(r *rest.Request, received bool) rest.Answer {
	all := synciq.Of(r.Cluster).Reports(received)
	slices.SortStableFunc(all, func(a, b synciq.Report) int { return b.Job.Started.Compare(a.Job.Started) })
	per := 1
	if n, given := r.Number("reports_per_policy"); given {
		per = n
	}
	seen := map[string]int{}
	var items []synciq.Report
	for _, report := range all {
		if !wants(r, report) {
			continue
		}
		if seen[report.Job.PolicyID]++; seen[report.Job.PolicyID] <= per {
			items = append(items, report)
		}
	}
	show := func(report synciq.Report) any { return shownReport(r, report) }
	if received {
		show = func(report synciq.Report) any { return shownTargetReport(r, report) }
	}
	return rest.Listing[synciq.Report]{Key: "reports", Items: items, Show: show}.Answer(r)
}

// wants tells whether a report meets the query: policy_name, state, newer_than (days).
func wants(r *rest.Request, report synciq.Report) bool {
	if name := r.Query.Get("policy_name"); name != "" && name != report.Job.PolicyName {
		return false
	}
	if state := r.Query.Get("state"); state != "" && state != report.Job.State {
		return false
	}
	days, given := r.Number("newer_than")
	return !given || report.Job.Started.After(r.World.Now().Add(-time.Duration(days)*24*time.Hour))
}

// findReport finds the newest report with that id.
func findReport(r *rest.Request, received bool, id string) (synciq.Report, bool) {
	for _, report := range slices.Backward(synciq.Of(r.Cluster).Reports(received)) {
		if report.ID == id {
			return report, true
		}
	}
	return synciq.Report{}, false
}

func oneReport(r *rest.Request, received bool, id string) rest.Answer {
	report, ok := findReport(r, received, id)
	switch {
	case !ok:
		return noReport(id)
	case received:
		return rest.Item("reports", shownTargetReport(r, report))
	}
	return rest.Item("reports", shownReport(r, report))
}

func noReport(id string) rest.Answer { return rest.NotFound("", "Report '%s' not found.", id) }

// subreport is the one attempt that a report consists of.
func subreport(r *rest.Request, report synciq.Report) any {
	d := subreportDoc{jobFacts: facts(r, report.Job), Policy: policyOf(report.Job), PolicyAction: report.Job.Policy.Action}
	d.ID = "1"
	return d
}

func listSubreports(r *rest.Request) rest.Answer {
	report, ok := findReport(r, false, r.Param("Rid"))
	if !ok {
		return noReport(r.Param("Rid"))
	}
	var items []synciq.Report
	if wants(r, report) {
		items = append(items, report)
	}
	return rest.Listing[synciq.Report]{
		Key: "subreports", Items: items,
		Show: func(report synciq.Report) any { return subreport(r, report) },
	}.Answer(r)
}

func showSubreport(r *rest.Request) rest.Answer {
	report, ok := findReport(r, false, r.Param("Rid"))
	if !ok || r.Param("ReportSubreportId") != "1" {
		return noReport(r.Param("Rid") + "/" + r.Param("ReportSubreportId"))
	}
	return rest.Item("subreports", subreport(r, report))
}
