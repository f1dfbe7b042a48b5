// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// RunReportFormat is the format of the report of a run that this release writes.
const RunReportFormat = 1

// RunPath is where the report of a run lies.
func RunPath(e *clusters.Set, id string) string {
	return e.Options.JournalDirectory + "/runs/" + url.PathEscape(id) + ".json"
}

// ErrNoRun is a run of which no cluster has a report.
var ErrNoRun = errors.New("no report of this run")

// RunReport reads the report of a run from the first of the clusters that has it. With unread clusters the answer is their reasons beside
// ErrNoRun.
func RunReport(ctx context.Context, e *clusters.Set, id string, keys []string) (*survey.RunReport, map[string]string, error) {
	unread := map[string]string{}
	for _, k := range keys {
		c := e.Client(k)
		if c == nil {
			unread[k] = e.WhyNoClient(k).Error()
			continue
		}
		b, err := c.ReadFile(ctx, RunPath(e, id))
		switch {
		case errors.Is(err, onefs.ErrNotFound):
			continue
		case err != nil:
			unread[k] = err.Error()
			continue
		}
		r := new(survey.RunReport)
		if err := json.Unmarshal(b, r); err != nil {
			return nil, unread, fmt.Errorf("the report of run %s on %s cannot be read: %w", id, k, err)
		}
		if r.Format != RunReportFormat {
			return nil, unread, fmt.Errorf(
				"the report of run %s on %s has format %d; this release reads format %d",
				id,
				k,
				r.Format,
				RunReportFormat,
			)
		}
		return r, unread, nil
	}
	return nil, unread, ErrNoRun
}
