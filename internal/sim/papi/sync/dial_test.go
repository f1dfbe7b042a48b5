// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync_test

import (
	"slices"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// dialScripts are the traces in which each dial of SyncIQ must make a difference. Dials of rows and guards are tried in all their
// values by TestSyncOverHTTP, so the plain script and a few others are enough here.
var dialScripts = map[string]func(s *site) []string{
	"lag_enabled":      (*site).watch,
	"lag_job":          (*site).watch,
	"lag_target_state": (*site).watch,
	"lag_job_gone":     (*site).watch,
	"lag_report":       (*site).watch,
	"wrong_state_status": func(s *site) []string {
		_, _, body := s.Do(prepIt)
		return []string{string(body)}
	},
	"mirror_schedule": func(s *site) []string {
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"schedule":"every 7 days at 3:00"}`))
		return s.script()
	},
	"schedule_after_prep": func(s *site) []string {
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"schedule":"every 7 days at 3:00"}`))
		return s.script()
	},
	"next_run_when_conflicted": func(s *site) []string {
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"schedule":"every 7 days at 3:00"}`))
		s.failNext("ps1", "nas1", siq.Sync)
		return s.script()
	},
	"failed_run": func(s *site) []string {
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"schedule":"when-source-modified","job_delay":600}`))
		s.failNext("ps1", "nas1", siq.Sync).answered(runIt, 201, "").Wait(2 * time.Minute)
		_, _, body := s.Do(papitest.Request{Method: "GET", Path: onePS1 + policies + "/nas1"})
		return append(s.script(), string(body))
	},
	"failed_job_state": func(s *site) []string {
		s.World.Do(func() { s.World.Cluster("ps2").GUID = "another" })
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"target_host":"nowhere"}`))
		return s.script()
	},
	"reverse_checked_at": func(s *site) []string {
		s.Run(papitest.Post(onePS2+policies, `{"name":"nas1_mirror","action":"sync","source_root_path":"/ifs/x","target_host":"ps1",
			"target_path":"/ifs/x"}`, 201, ""))
		return s.script()
	},
	"source_closed_at": func(s *site) []string {
		s.job(onePS1, `{"id":"nas1"}`).job(onePS2, `{"id":"nas1","action":"allow_write"}`).answered(prepIt, 201, "")
		s.Wait(43e9)
		if s.write("ps1", "probe") {
			return []string{"open"}
		}
		return []string{"closed"}
	},
	"enabled_lag_on_starts": func(s *site) []string {
		s.Run(papitest.Put(onePS1+policies+"/nas1", `{"enabled":false}`))
		s.later().Run(papitest.Put(onePS1+policies+"/nas1", `{"enabled":true}`))
		status, _, body := s.Do(runIt)
		return []string{string(rune(status)), string(body)}
	},
}

// watch looks every second at what a run, an allow_write and a change of the switch leave behind.
func (s *site) watch() []string {
	var out []string
	for _, r := range []papitest.Request{runIt, allowIt, {Method: "PUT", Path: onePS1 + policies + "/nas1", Body: `{"enabled":false}`}} {
		s.Do(r)
		for range 70 {
			for _, url := range []string{onePS1 + policies, onePS1 + jobs, onePS2 + targets, onePS1 + reports, onePS2 + received} {
				_, _, body := s.Do(papitest.Request{Method: "GET", Path: url})
				out = append(out, string(body))
			}
			s.Wait(1e9)
		}
	}
	return out
}

// byRows are the dials that decide rows or guards.
func byRows() map[string]bool {
	out := map[string]bool{}
	for _, r := range siq.Rows() {
		out[r.Dial] = true
	}
	for _, g := range siq.Guards() {
		out[g.Dial] = true
	}
	return out
}

// TestNoDeadDial: every value of every dial of SyncIQ gives a trace of its own. Dials of rows are proven by the rows' answers.
func TestNoDeadDial(t *testing.T) {
	t.Parallel()
	base := newSyncSite(t)
	base.Face.Checker = nil
	base.Run(papitest.Post(onePS1+policies, newPolicy, 201, ""))
	alive, rows := 0, byRows()
	for _, d := range siq.Dials {
		if rows[d.Name] {
			alive++
			continue
		}
		run := dialScripts[d.Name]
		if run == nil {
			run = (*site).script
		}
		var traces [][]string
		for _, v := range d.Values {
			trace := run(base.clone().dial(d.Name, v))
			if slices.ContainsFunc(traces, func(other []string) bool { return slices.Equal(other, trace) }) {
				t.Errorf("%s=%s gives the same trace as another value", d.Name, v)
			}
			traces = append(traces, trace)
		}
		alive++
	}
	t.Logf("dials of SyncIQ: %d, alive: %d, of which %d decide rows", len(siq.Dials), alive, len(rows)-1)
}
