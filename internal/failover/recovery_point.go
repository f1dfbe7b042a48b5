// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// survivorPairs are the policy pairs as far as the survivor and the inventory know them. Without an inventory the target records say
// which policies replicate to the survivor, and where; the directory on the lost cluster is not known then. The inventory may be older than
// a policy, so an import, which names none, takes in what either of them knows.
func (s *Survey) survivorPairs(sc Scope, here, gone string, view *onefs.SyncView) ([]Pair, []string) {
	known := s.Pairs
	wanted := slices.Clone(sc.Policies)
	if len(wanted) == 0 {
		for _, p := range known {
			wanted = append(wanted, p.Name)
		}
		base := s.Clusters[here].ZonePath
		for name, records := range view.Targets {
			if base != "" && within(base, records[0].TargetPath) {
				wanted = append(wanted, strings.TrimSuffix(name, "_mirror"))
			}
		}
	}
	slices.Sort(wanted)
	var out []Pair
	var missing []string
	for _, name := range slices.Compact(wanted) {
		if i := slices.IndexFunc(known, func(p Pair) bool { return p.Name == name }); i >= 0 {
			out = append(out, known[i])
			continue
		}
		p, ok := survivorPair(name, here, gone, view)
		if !ok {
			missing = append(missing, name)
			continue
		}
		out = append(out, p)
	}
	return out, missing
}

func survivorPair(name, here, gone string, view *onefs.SyncView) (Pair, bool) {
	if p, ok := view.Policies[name]; ok {
		return Pair{Name: name, Home: here, Paths: map[string]string{here: p.SourceRootPath, gone: p.TargetPath}, Uninventoried: true}, true
	}
	if list := view.Targets[name]; len(list) == 1 {
		at := list[0].TargetPath
		return Pair{Name: name, Home: gone, Paths: map[string]string{here: at, gone: at}, Uninventoried: true}, true
	}
	return Pair{}, false
}

// rememberSource takes the lost cluster's identity from the target records of its policies, when no inventory has it. Records of one name
// from two clusters leave it open.
func (s *Survey) rememberSource(gone string, view *onefs.SyncView) {
	c := s.Clusters[gone]
	if c.GUID != "" {
		return
	}
	for _, p := range s.Pairs {
		if list := view.Targets[p.PolicyOn(gone)]; len(list) == 1 {
			c.GUID = list[0].SourceClusterGUID
		}
	}
	for _, p := range s.Pairs {
		if list := view.Targets[p.PolicyOn(gone)]; len(list) == 1 && list[0].SourceClusterGUID != c.GUID {
			c.GUID = "" // they come from different clusters: syncView then finds none, which is said
		}
	}
}

// readRecoveryPoints reads the beginning of the newest finished run of each policy from the survivor's own reports. The record's last
// update is not used: it says when data last came, not that a run was complete. Nor is the end of the run: a run copies a snapshot that it
// takes when it begins, so what was written while it ran is not in the copy. Reports of a third cluster's policy of the same name do not
// count.
func (e *Engine) readRecoveryPoints(ctx context.Context, s *Survey, here string) error {
	all, err := e.client(here).SyncTargetReports(ctx, onefs.ReportQuery{ReportsPerPolicy: targetReportsShown})
	if err != nil {
		return err
	}
	for name, t := range s.Clusters[here].Targets {
		t.Newest = 0
		for _, r := range all {
			if r.PolicyName == name && (r.PolicyID == t.ID || r.PolicyID == "") && r.State == onefs.StateFinished && sameAction(r.Action,
				actionSync) {
				t.Newest = max(t.Newest, runBegan(r))
			}
		}
		s.Clusters[here].Targets[name] = t
	}
	return nil
}

// runBegan is when a run began, Unix seconds; its end where the report does not say.
func runBegan(r onefs.SyncReport) int64 {
	switch {
	case r.StartTime != nil:
		return *r.StartTime
	case r.EndTime != nil:
		return *r.EndTime
	default:
		return 0
	}
}

// targetReportsShown looks past some failed runs for the newest finished one.
const targetReportsShown = 20

// recoveryPoint is the smallest over the pairs, as of the survivor's reports; ok is false when a policy has no finished run.
func (s *Survey) recoveryPoint(from, to string) (time.Time, bool) {
	var oldest int64
	for _, p := range s.Pairs {
		n := s.Clusters[to].Targets[p.PolicyOn(from)].Newest
		if n == 0 {
			return time.Time{}, false
		}
		if oldest == 0 || n < oldest {
			oldest = n
		}
	}
	return time.Unix(oldest, 0).UTC(), oldest > 0
}

// behind are the policies of which to holds nothing newer than a moment.
func (s *Survey) behind(from, to string, at time.Time) []string {
	var out []string
	for _, p := range s.Pairs {
		if f := p.PolicyOn(from); s.Clusters[to].Targets[f].Newest == at.Unix() {
			out = append(out, f)
		}
	}
	return out
}

// neverFinished are the policies of which to has no finished run.
func (s *Survey) neverFinished(from, to string) []string {
	var out []string
	for _, p := range s.Pairs {
		if f := p.PolicyOn(from); s.Clusters[to].Targets[f].Newest == 0 {
			out = append(out, f)
		}
	}
	return out
}
