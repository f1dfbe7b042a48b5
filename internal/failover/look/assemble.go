// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// assemble cuts what was read to the policies of the resource, and shows fenced definitions without the fence.
func assemble(ctx context.Context, e *clusters.Set, s *survey.Survey, sc survey.Scope, raw map[string]*rawView, what survey.Area) {
	known := s.Pairs
	if what.Has(survey.AreaSync) {
		s.Pairs, s.Missing = pairs(s, sc, raw)
		s.Ambiguous = namesakes(s, raw)
		s.Undeclared = undeclared(s, raw)
	}
	if what.Has(survey.AreaJournal) {
		readJournals(ctx, e, s, sc, raw, what)
	}
	if what.Has(survey.AreaSync) {
		rememberPairs(ctx, e, s, known)
		if what == survey.AreaAll {
			whereabouts(ctx, e, s, raw)
		}
		for key, v := range raw {
			replication.SyncView(s, key, v.sync)
		}
		readThrough(s, raw)
		if what == survey.AreaAll {
			readHardLinks(ctx, e, s)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(raw)) { // reads are sent here: in an order that does not change from run to run
		v := raw[key]
		if what.Has(survey.AreaNetwork) || what.Has(survey.AreaJournal) {
			pool.ShowPoolUnfenced(s, key)
		}
		if what.Has(survey.AreaNetwork) && what.Has(survey.AreaSync) {
			c := s.Clusters[key]
			c.PoolRules, c.PoolSync, c.PoolOthers = poolUse(key, s, raw)
		}
		if what.Has(survey.AreaObjects) && what.Has(survey.AreaSync) && what.Has(survey.AreaNetwork) {
			setServed(key, s, raw)
		}
		if what.Has(survey.AreaObjects) {
			s.Clusters[key].Objects = share.OwnObjects(s, key, v.objects)
		}
		if what.Has(survey.AreaQuotas) {
			quotas, err := quota.Own(ctx, e, key, v.quotas, s.Pairs, true)
			if err != nil {
				s.Clusters[key].Unread, s.Clusters[key].UnreadKind = clusters.Why(key, err), clusters.UnreadKind(err)
			}
			s.Clusters[key].Quotas = quotas
			above, err := quota.Above(s, key, v.quotas)
			if err != nil {
				s.Clusters[key].Unread, s.Clusters[key].UnreadKind = clusters.Why(key, err), clusters.UnreadKind(err)
			}
			s.Clusters[key].Facts.QuotasAbove = above
		}
	}
	if what.Has(survey.AreaObjects) {
		for key, v := range raw {
			s.Clusters[key].Facts.Namesakes = share.Namesakes(s, key, v.objects)
		}
	}
	if what == survey.AreaAll {
		lookAtClients(ctx, e, s, raw)
	}
	if what.Has(survey.AreaSync) || what.Has(survey.AreaJournal) {
		prove(ctx, e, s, what)
		readReturn(ctx, e, s)
	}
	if what.Has(survey.AreaSync) {
		replication.ReadForks(ctx, e, s)
	}
}

// lookAtClients looks who is connected to the side that serves, or to both where that is not clear.
func lookAtClients(ctx context.Context, e *clusters.Set, s *survey.Survey, raw map[string]*rawView) {
	serving := position.Serving(s)
	for _, key := range s.Keys() {
		s.Clusters[key].Facts.Clients = nil
		if serving == "" || serving == key {
			s.Clusters[key].Facts.Clients = session.Seen(ctx, e.Client(key), s, key, raw[key].pools)
		}
	}
}

// prove reads the reports that the open run's witnesses ask for, and in a whole look also what they say of the policies' newest runs.
func prove(ctx context.Context, e *clusters.Set, s *survey.Survey, what survey.Area) {
	s.Proven = nil
	due := s.Run != nil && len(s.Run.Witnesses) > 0
	if !due && what != survey.AreaAll {
		return
	}
	byCluster := map[string]map[string][]survey.Report{}
	var g errgroup.Group
	all := make([]map[string][]survey.Report, len(s.Keys()))
	for i, key := range s.Keys() {
		g.Go(func() (err error) { all[i], err = synciq.Reports(ctx, e, key); return err })
	}
	if err := g.Wait(); err != nil {
		// Without reports nothing is proven; that costs one more sync.
		e.Options.Log(ctx, "the reports could not be read", map[string]any{"error": err.Error()})
		return
	}
	for i, key := range s.Keys() {
		byCluster[key] = all[i]
		for name := range s.Clusters[key].Policies {
			s.Clusters[key].SetPolicy(name, func(v *survey.PolicyView) { v.Runs = synciq.RunFacts(all[i][name]) })
		}
	}
	if !due {
		return
	}
	s.Proven = survey.Proofs{}
	for _, pair := range s.Pairs {
		for _, key := range s.Keys() {
			name := pair.PolicyOn(key)
			for _, purpose := range survey.Purposes {
				witness := survey.Witness{Purpose: purpose, Policy: name}
				if since, ok := s.Run.Witnesses[witness]; ok {
					s.Proven[witness] = synciq.Proof(byCluster[key][name], since, s.Run.Accepted)
				}
			}
		}
	}
}

// unsettled is what the journal says of it, without what was seen to be settled since that was written: nobody writes a journal but a run.
func unsettled(j *survey.Journal, prior *survey.Survey) map[string][]survey.Object {
	if len(j.Unsettled) == 0 || prior == nil || prior.JournalRevision != j.Revision {
		return j.Unsettled
	}
	out := map[string][]survey.Object{}
	for k, list := range j.Unsettled {
		for _, o := range list {
			if _, still := survey.FindObject(prior.Unsettled[k], o.Address()); still {
				out[k] = append(out[k], o)
			}
		}
	}
	return out
}

// readJournals takes the newer readable copy; one lost copy is exact. With both lost, the record of the last read serves; if there was none
// and the clusters show a run, it is made again from what was read before it.
func readJournals(ctx context.Context, e *clusters.Set, s *survey.Survey, sc survey.Scope, raw map[string]*rawView, what survey.Area) {
	var newest *survey.Journal
	copies := map[string]*survey.Journal{}
	from := ""
	for _, key := range s.Keys() {
		j, err := journal.Read(ctx, e, key, sc.ID)
		s.Clusters[key].Journal, s.Clusters[key].JournalFormat = "", survey.Later(err)
		s.Clusters[key].JournalDenied = errors.Is(err, onefs.ErrForbidden)
		if err != nil {
			s.Clusters[key].Journal = fmt.Sprintf("journal directory %s: %v", e.Options.JournalDirectory, err)
			continue
		}
		if copies[key] = j; j != nil && (newest == nil || j.Revision > newest.Revision) {
			newest, from = j, key
		}
	}
	s.Disbelieved = ""
	if newest != nil {
		b := believer{s: s, prior: sc.Prior, raw: raw, other: copies[s.Other(from)], from: from}
		newest, s.Disbelieved = b.believe(newest)
	}
	switch {
	case newest != nil:
		s.Run, s.Local, s.LastRun, s.JournalRevision, s.Takeover = newest.Run, newest.Local, newest.LastRun, newest.Revision, newest.Takeover
		s.Unsettled, s.Drill = unsettled(newest, sc.Prior), newest.Drill
	case sc.Prior != nil && s.Run == nil && s.Takeover == nil && what == survey.AreaAll && s.JournalsAbsent():
		s.Run = rebuilt(s, sc.Prior, raw, e.Options.RunID)
	case sc.Prior != nil && s.Run != nil && s.Takeover == nil && what == survey.AreaAll:
		s.Run = amended(*s.Run, sc.Prior, raw)
	}
	if s.Run != nil {
		s.Run = s.Run.Clone()
	}
	if s.Drill != nil {
		d := *s.Drill
		d.Overdue = !d.Until.IsZero() && time.Now().After(d.Until)
		s.Drill = &d
	}
}
