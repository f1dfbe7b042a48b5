// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// assemble cuts what was read to the policies of the resource, and shows fenced definitions without the fence.
func (e *Engine) assemble(ctx context.Context, s *Survey, sc Scope, raw map[string]*rawView, what area) {
	known := s.Pairs
	if what.has(areaSync) {
		s.Pairs, s.Missing = pairs(s, sc, raw)
		s.Undeclared = s.undeclared(raw)
	}
	if what.has(areaJournal) {
		e.readJournals(ctx, s, sc, raw, what)
	}
	if what.has(areaSync) {
		e.rememberPairs(ctx, s, known)
		for key, v := range raw {
			syncView(s, key, v.sync)
		}
		s.readThrough(raw)
	}
	for _, key := range slices.Sorted(maps.Keys(raw)) { // reads are sent here: in an order that does not change from run to run
		v := raw[key]
		if what.has(areaNetwork) || what.has(areaJournal) {
			s.showPoolUnfenced(key)
		}
		if what.has(areaNetwork) && what.has(areaSync) {
			c := s.Clusters[key]
			c.PoolRules, c.PoolSync, c.PoolOthers = poolUse(key, s, raw)
		}
		if what.has(areaObjects) {
			s.Clusters[key].Objects = s.ownObjects(key, v.objects)
		}
		if what.has(areaQuotas) {
			quotas, err := e.ownQuotas(ctx, key, v.quotas, s.Pairs, true)
			if err != nil {
				s.Clusters[key].Unread, s.Clusters[key].UnreadKind = err.Error(), unreadKind(err)
			}
			s.Clusters[key].Quotas = quotas
			above, err := s.quotasAbove(key, v.quotas)
			if err != nil {
				s.Clusters[key].Unread, s.Clusters[key].UnreadKind = err.Error(), unreadKind(err)
			}
			s.Clusters[key].Facts.QuotasAbove = above
		}
	}
	if what.has(areaObjects) {
		for key, v := range raw {
			s.Clusters[key].Facts.Namesakes = s.namesakes(key, v.objects)
		}
	}
	if what.has(areaSync) || what.has(areaJournal) {
		e.prove(ctx, s)
		e.readReturn(ctx, s)
	}
	if what.has(areaSync) {
		e.readForks(ctx, s)
	}
}

// pairs finds the declared policies, or all between the two clusters below the zone's base path. Which cluster is a policy's home is read
// from where the policy of that name lives; the other must be its target.
func pairs(s *Survey, sc Scope, raw map[string]*rawView) ([]Pair, []string) {
	keys := s.keys()
	var out []Pair
	var missing []string
	find := func(name string) (Pair, bool) {
		for _, home := range keys {
			other := s.other(home)
			p, ok := raw[home].sync.Policies[name]
			if !ok || !s.faces(raw, home, other, p) {
				continue
			}
			return Pair{Name: name, Home: home, Paths: map[string]string{home: p.SourceRootPath, other: p.TargetPath}}, true
		}
		return Pair{}, false
	}
	wanted := slices.Clone(sc.Policies)
	if len(wanted) == 0 {
		wanted = s.zonePolicies(raw)
	}
	slices.Sort(wanted)
	for _, name := range slices.Compact(wanted) {
		if p, ok := find(name); ok {
			out = append(out, p)
		} else {
			missing = append(missing, name)
		}
	}
	return out, missing
}

// faces tells whether a policy replicates to the other cluster of the pair: its target record lies there with this cluster's GUID, or,
// before its first run, its mirror or nothing at all speaks against it and its target host is not a third cluster's record.
func (s *Survey) faces(raw map[string]*rawView, home, other string, p onefs.SyncPolicy) bool {
	for _, t := range raw[other].sync.Targets[p.Name] {
		if t.SourceClusterGUID == s.Clusters[home].GUID && (t.TargetPath == p.TargetPath || t.ID == p.ID) {
			return true
		}
	}
	if m, ok := raw[other].sync.Policies[p.Name+"_mirror"]; ok && m.SourceRootPath == p.TargetPath {
		return true
	}
	// Never run: no record anywhere. It is taken for a policy of this pair; readiness says that it has never run.
	return p.LastStarted == nil
}

// zonePolicies are all policies between the two clusters at or below the base path of the pool's access zone.
func (s *Survey) zonePolicies(raw map[string]*rawView) []string {
	seen := map[string]bool{}
	for _, home := range s.keys() {
		base := s.Clusters[home].ZonePath
		if base == "" {
			continue
		}
		other := s.other(home)
		for name, p := range raw[home].sync.Policies {
			if within(base, p.SourceRootPath) && p.LastStarted != nil && s.faces(raw, home, other, p) && !mirrorOf(raw[other], p) {
				seen[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// mirrorOf tells whether a policy is the mirror of one that lives on the other cluster.
func mirrorOf(other *rawView, p onefs.SyncPolicy) bool {
	home, ok := strings.CutSuffix(p.Name, "_mirror")
	if !ok {
		return false
	}
	_, exists := other.sync.Policies[home]
	return exists
}

// syncView keeps the policies and target records of the pairs.
func syncView(s *Survey, key string, all *onefs.SyncView) {
	c := s.Clusters[key]
	c.Policies, c.Targets = map[string]PolicyView{}, map[string]TargetView{}
	for _, pair := range s.Pairs {
		if p, ok := all.Policies[pair.PolicyOn(key)]; ok {
			view := policyView(p)
			view.PolicyFacts = policyFacts(p, all.Jobs[p.Name])
			c.Policies[p.Name] = view
		}
		for _, t := range all.Targets[pair.PolicyOn(s.other(key))] {
			if t.SourceClusterGUID == s.Clusters[s.other(key)].GUID {
				c.Targets[t.Name] = TargetView{ID: t.ID, Path: t.TargetPath, State: t.FailoverFailbackState, Namesakes: namesakes(all, t)}
			}
		}
	}
}

// namesakes are the ids of other records of the same name.
func namesakes(all *onefs.SyncView, own onefs.SyncTargetPolicy) []string {
	var out []string
	for _, t := range all.Targets[own.Name] {
		if t.ID != own.ID {
			out = append(out, t.ID)
		}
	}
	slices.Sort(out)
	return out
}

func policyView(p onefs.SyncPolicy) PolicyView {
	return PolicyView{
		ID: p.ID, Enabled: p.Enabled, Conflicted: p.Conflicted, Action: p.Action,
		Schedule:   Schedule{Text: p.Schedule, JobDelay: narrow(p.JobDelay), RPOAlert: narrow(p.RPOAlert), Priority: p.Priority},
		SourcePath: p.SourceRootPath, TargetPath: p.TargetPath, TargetHost: p.TargetHost, Filtered: p.Filtered(),
		DomainMarked: p.SourceDomainMarked != nil && *p.SourceDomainMarked, NoFailback: p.DisableFOFB || p.DisableSTF, Encrypted: p.Encrypted,
	}
}

func narrow(p *int64) *int {
	if p == nil {
		return nil
	}
	v := int(*p)
	return &v
}

// prove reads the reports that the open run's witnesses ask for.
func (e *Engine) prove(ctx context.Context, s *Survey) {
	s.Proven = nil
	if s.Run == nil || len(s.Run.Baselines) == 0 {
		return
	}
	byCluster := map[string]map[string][]report{}
	var g errgroup.Group
	all := make([]map[string][]report, len(s.keys()))
	for i, key := range s.keys() {
		g.Go(func() (err error) { all[i], err = e.reports(ctx, key); return err })
	}
	if err := g.Wait(); err != nil {
		// Without reports nothing is proven; that costs one more sync.
		return
	}
	for i, key := range s.keys() {
		byCluster[key] = all[i]
	}
	s.Proven = map[string]Proof{}
	for _, pair := range s.Pairs {
		for _, key := range s.keys() {
			name := pair.PolicyOn(key)
			for _, witness := range []string{lastSyncOf(name), mirrorRunOf(name)} {
				if base, ok := s.Run.Baselines[witness]; ok {
					p := proof(byCluster[key][name], baseline{base, s.Run.Baselines[since(witness)]})
					p.Quiet = p.Quiet || p.Ran && e.options.OneSyncIsEnough
					s.Proven[witness] = p
				}
			}
		}
	}
}

// proof looks at the newest sync report after the baseline.
func proof(list []report, base baseline) Proof {
	for _, r := range list {
		if !base.precedes(r) {
			break
		}
		if sameAction(r.action, actionSync) && (r.state == stateFinished || r.state == stateSkipped) {
			return Proof{Ran: true, Quiet: r.quiet()}
		}
		if sameAction(r.action, actionSync) && r.over() {
			return Proof{}
		}
	}
	return Proof{}
}

// readJournals takes the newer readable copy; one lost copy is exact. With both lost, the record of the last read serves; if there was none
// and the clusters show a run, it is made again from what was read before it.
func (e *Engine) readJournals(ctx context.Context, s *Survey, sc Scope, raw map[string]*rawView, what area) {
	var newest *Journal
	for _, key := range s.keys() {
		j, err := e.readJournal(ctx, key, sc.ID)
		s.Clusters[key].Journal = ""
		if err != nil {
			s.Clusters[key].Journal = fmt.Sprintf("journal directory %s: %v", e.options.JournalDirectory, err)
			continue
		}
		if j != nil && (newest == nil || j.Revision > newest.Revision) {
			newest = j
		}
	}
	switch {
	case newest != nil:
		s.Run, s.Local, s.LastRun, s.JournalRevision, s.Takeover = newest.Run, newest.Local, newest.LastRun, newest.Revision, newest.Takeover
	case sc.Prior != nil && s.Run == nil && s.Takeover == nil && what == areaAll && s.journalsAbsent():
		s.Run = s.rebuilt(sc.Prior, raw, e.options.RunID)
	case sc.Prior != nil && s.Run != nil && s.Takeover == nil && what == areaAll:
		s.Run = s.Run.amended(sc.Prior, raw)
	}
	if s.Run != nil {
		s.Run = s.Run.clone()
	}
}
