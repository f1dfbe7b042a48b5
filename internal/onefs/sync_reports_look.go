// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import "context"

// reportsPerPolicy is how many reports of each policy a shared look reads: the newest job and enough before it to see past other actions.
const reportsPerPolicy = 5

// Reports is the shared look at the newest job reports of all policies of this cluster: reads do not grow with the number of policies
// that wait for a report, pages aside.
func (c *Client) Reports() *ReportLook { return c.reports }

// ReportLook is what Reports answers.
type ReportLook struct{ *sharedLook[[]SyncReport] }

func newReportLook(c *Client) *ReportLook {
	return &ReportLook{newSharedLook(func(ctx context.Context) ([]SyncReport, error) {
		return c.SyncReports(ctx, ReportQuery{ReportsPerPolicy: reportsPerPolicy})
	})}
}
