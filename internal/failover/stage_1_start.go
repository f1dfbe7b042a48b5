// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"maps"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 1, "Failover is initiated": from here on the journal on both clusters knows that a run is open, what it moves, and what it
// will have to put back.

func unmetStart(s *Survey, in Intent) []Step {
	if s.Run != nil {
		return nil
	}
	moving, _ := movingNames(s, in)
	return unmetStartNamed(s, in, moving)
}

func unmetStartNamed(s *Survey, in Intent, moving []string) []Step {
	if s.Run != nil {
		return nil
	}
	record := RunRecord{
		From: in.From(), To: in.To(), Uncontrolled: s.lost(in.From()), Order: in.CutoverOrder,
		Names: moving, SPNs: movingSPNs(s, in, moving),
		Schedules: schedules(s, in), Baselines: map[string]int64{}, Originals: map[string][]Object{},
		Unknown: s.lostOriginals(),
	}
	if t := s.Takeover; t != nil && t.Lost == in.From() {
		// The schedules of before the takeover hold: those on the returned cluster were taken off when it was isolated.
		record.Names, record.SPNs = t.Names, t.SPNs
		maps.Copy(record.Schedules, t.Schedules)
	}
	out := []Step{{
		Keys:   []Key{key(StageStart, "both", "journal", in.ID, "open")},
		Lane:   "journal",
		Effect: func(s *Survey) { s.Run = record.clone() },
		Do:     func(ctx context.Context, r *run, _ permit.Permit) error { return r.open(ctx, record) },
	}}
	return out
}

// schedules are those of the policies that replicate now, wherever they live.
func schedules(s *Survey, in Intent) map[string]Schedule {
	out := map[string]Schedule{}
	for _, p := range s.Pairs {
		holder := in.From()
		switch s.Position(p, in.From(), in.To()) {
		case AtTo, ReverseDisabled, ReverseNeverRun, ReverseOpening, ReverseOpen, ReverseClosing, ReversePreparing, ReverseSettling:
			holder = in.To()
		}
		if v, ok := s.Clusters[holder].Policies[p.PolicyOn(holder)]; ok {
			out[p.Name] = v.Schedule
		}
	}
	return out
}

func (r RunRecord) clone() *RunRecord {
	r.Schedules = maps.Clone(r.Schedules)
	r.Baselines = maps.Clone(r.Baselines)
	r.Originals = maps.Clone(r.Originals)
	r.Opening = slices.Clone(r.Opening)
	return &r
}
