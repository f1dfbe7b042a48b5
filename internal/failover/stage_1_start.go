// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"maps"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Stage 1, "Failover is initiated": from here on the journal on both clusters knows that a run is open, what it moves, and what it
// will have to put back.

func unmetStart(s *survey.Survey, in survey.Intent) []run.Step {
	if s.Run != nil {
		return nil
	}
	moving, _ := pool.MovingNames(s, in)
	return unmetStartNamed(s, in, moving)
}

func unmetStartNamed(s *survey.Survey, in survey.Intent, moving []string) []run.Step {
	if s.Run != nil {
		return nil
	}
	record := survey.RunRecord{
		From: in.From(), To: in.To(), Uncontrolled: s.Lost(in.From()), Order: in.CutoverOrder,
		Names: moving, SPNs: spn.Moving(s, in, moving),
		Schedules: position.Schedules(s, in), Witnesses: survey.Witnesses{}, Originals: map[string][]survey.Object{},
		Unknown: lostOriginals(s),
	}
	if t := s.Takeover; t != nil && t.Lost == in.From() {
		// The schedules of before the takeover hold: those on the returned cluster were taken off when it was isolated.
		record.Names, record.SPNs = t.Names, t.SPNs
		maps.Copy(record.Schedules, t.Schedules)
	}
	out := []run.Step{{
		Keys:   []survey.Key{survey.NewKey(survey.StageStart, "both", "journal", in.ID, "open")},
		Lane:   "journal",
		Lines:  []run.Line{{Object: in.ID, Text: "journal of " + survey.PoolName(in) + ": a new run is opened"}},
		Effect: func(s *survey.Survey) { s.Run, s.Drill = record.Clone(), drill.Rest(s) },
		Do:     func(ctx context.Context, r *run.Run, p permit.Permit) error { return open(ctx, r, p, record) },
	}}
	return out
}

// lostOriginals are, by cluster, what share.OriginalLost and Survey.HalfMadeQuota find, for the record of a run that begins.
func lostOriginals(s *survey.Survey) map[string][]string {
	out := map[string][]string{}
	for _, k := range s.Keys() {
		for _, o := range s.Clusters[k].Objects {
			if share.OriginalLost(s, k, o) {
				out[k] = append(out[k], o.Address())
			}
		}
		there := s.QuotaIndex(s.Other(k))
		for _, q := range s.Clusters[k].Quotas {
			if s.HalfMadeQuota(k, q, there) {
				out[k] = append(out[k], q.Address())
			}
		}
	}
	return out
}

// open is stage 1: the journal of the run on both clusters.
func open(ctx context.Context, r *run.Run, p permit.Permit, record survey.RunRecord) error {
	record.ID = r.Engine.Options.RunID()
	record.Started = journal.StartTime()
	if r.Engine.Client(record.From) != nil {
		record.Remount = nfsClients(ctx, r.Engine, record.From, r.Survey)
	}
	if t := r.Survey.Takeover; t == nil || t.Lost != record.From {
		// On a cluster that is back nothing is written before its schedules are off. The right was proved by the takeover.
		if err := spn.ProveSPNRight(ctx, r, p, record); err != nil {
			return err
		}
	}
	r.Survey.Local = position.StandbyNames(r.Survey)
	if record.Uncontrolled {
		r.Survey.Local[record.To] = position.OwnNames(r.Survey, survey.Direction{From: record.From, To: record.To}, record.Names)
	}
	r.Survey.Drill = drill.Rest(r.Survey) // the record has the schedules now
	j := r.Journal(record.Clone())
	if err := journal.Write(ctx, r.Engine, r.Own(), r.Intent.To(), r.Intent.From(), j); err != nil {
		return err
	}
	r.Survey.Run, r.Survey.JournalRevision = j.Run, j.Revision
	return nil
}
