// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// proofCases are the findings about what reports prove, and about the snapshot before a resync prep.
var proofCases = map[string]findingCase{
	"run_counters_missing": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.counters(dial.Null) },
		cure:     func(r *ready, _ finding.Finding) { r.counters(dial.Given) },
	},
	"run_left_files": {
		severity: finding.Blocking,
		fire: func(r *ready) {
			r.quiet()
			r.World.Do(func() {
				left := synciq.JobFault{State: "finished", Skipped: synciq.Skipped{IO: 1}}
				synciq.Of(r.Cluster(Prod)).FailNextJob("nas1", siq.Sync, left)
			})
			r.runs(1)
		},
		cure: func(r *ready, _ finding.Finding) { r.runs(5) }, // the report is none of the newest any more
	},
	"attributes_changed": {
		severity: finding.Risk, adopted: true,
		fire: (*ready).touchedToTheEnd,
		cure: func(r *ready, _ finding.Finding) {
			if _, err := r.Engine.Run(r.t.Context(), r.in, r.survey()); err != nil {
				r.t.Error(err)
			}
		},
	},
	"snapshot_before_prep": {
		severity: finding.Blocking,
		fire:     func(r *ready) { r.snapshotLicence("Unlicensed") },
		cure:     func(r *ready, _ finding.Finding) { r.snapshotLicence("Licensed") },
	},
}

func (r *ready) counters(value string) {
	r.World.Do(func() {
		if r.World.Dials == nil {
			r.World.Dials = dial.Values{}
		}
		r.World.Dials[dial.SkipCounters] = value
	})
}

func (r *ready) snapshotLicence(status string) {
	r.World.Do(func() {
		r.Cluster(Prod).Config.Licenses.Put("SNAPSHOTIQ", world.License{ID: "SNAPSHOTIQ", Status: status})
	})
}

// runs lets nas1 run so often.
func (r *ready) runs(n int) {
	for range n {
		r.do(Prod, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1"}`)
		time.Sleep(5 * time.Minute) // bubble
	}
}

// touchedToTheEnd stops a run whose last sync carries changes of attributes alone, before it is put back. What touched the files has ended
// since.
func (r *ready) touchedToTheEnd() {
	ctx, stop := context.WithCancel(r.t.Context())
	b := On(r.t, r.Site, Options{Quiet: true, Logged: func(line string) {
		if strings.HasPrefix(line, "sync carried changes, one more") {
			stop()
		}
	}})
	ended := b.every(2*time.Second, func(turn int) {
		attributes := fs.Attr{Mode: []string{"0700", "0750"}[turn%2], Owner: "root", Group: "wheel"}
		_ = b.Cluster(Prod).FS.Touch("/ifs/data/nas1/a/file0", fs.Clients, attributes)
	})
	time.Sleep(10 * time.Second) // bubble
	if _, err := b.Engine.Run(ctx, r.in, b.Engine.Survey(ctx, Scope(r.in, nil))); err == nil {
		r.t.Error("the run is over before it was stopped")
	}
	time.Sleep(5 * time.Minute) // bubble: a run that was asked for ends
	ended()
}
