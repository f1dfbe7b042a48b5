// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package observe

import (
	"context"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/look"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// PoolInfo is an IP pool with its names sorted by what they are for.
type PoolInfo struct {
	ID, Zone, ZoneName string
	Aliases            []string
	// Names are live production names, Parked the production names behind place-holders.
	Names, Parked []string
	// Hint is the key that pairs the pool with one on another cluster, "" without one.
	Hint       string
	Ignored    bool
	TTL        int
	Interfaces int
}

// Pools lists the pools of a cluster, sorted by id.
func Pools(ctx context.Context, e *clusters.Set, cluster string) ([]PoolInfo, error) {
	c := e.Client(cluster)
	if c == nil {
		return nil, e.WhyNoClient(cluster)
	}
	all, err := c.Pools(ctx)
	if err != nil {
		return nil, err
	}
	var out []PoolInfo
	for _, p := range all {
		out = append(out, poolInfo(p))
	}
	slices.SortFunc(out, func(a, b PoolInfo) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

func poolInfo(p onefs.Pool) PoolInfo {
	view := survey.PoolView{ZoneName: p.ScDNSZone, Aliases: p.ScDNSZoneAliases}
	out := PoolInfo{
		ID: p.ID, Zone: p.AccessZone, ZoneName: p.ScDNSZone, Aliases: p.ScDNSZoneAliases, Names: view.Production(), Ignored: pool.Ignored(p),
		TTL: p.ScTTL, Interfaces: len(p.Ifaces),
	}
	for _, n := range view.All() {
		if original, ok := names.Unparked(names.Canonical(n)); ok {
			out.Parked = append(out.Parked, original)
		}
		if key, _, ok := names.ParseHint(n); ok && out.Hint == "" {
			out.Hint = key
		}
	}
	return out
}

// PairInfo are two pools that belong together.
type PairInfo struct {
	Key   string
	Pools map[string]string
	Zone  string
	// Policies are those whose data the pools serve; empty where another pool of the access zone may have some of them.
	Policies []string
	// Names are the live production names of the serving pool; Serving is "" where neither or both serve.
	Names   []string
	Serving string
}

// Unpaired is a pool that belongs to no pair, and why.
type Unpaired struct{ Cluster, Pool, Reason string }

// PoolPairs finds pairs of pools by their hints. Clusters that cannot be read are told with the reason.
func PoolPairs(ctx context.Context, e *clusters.Set, a, b string) (pairs []PairInfo, left []Unpaired, unread map[string]string) {
	pools, unread := map[string][]PoolInfo{}, map[string]string{}
	for _, k := range []string{a, b} {
		list, err := Pools(ctx, e, k)
		if err != nil {
			unread[k] = err.Error()
		}
		pools[k] = list
	}
	if len(unread) > 0 {
		return nil, nil, unread
	}
	for _, k := range []string{a, b} {
		other := map[string]string{a: b, b: a}[k]
		for _, p := range pools[k] {
			partner, why := partnerOf(p, pools[k], pools[other])
			switch {
			case p.Ignored:
			case why != "":
				left = append(left, Unpaired{Cluster: k, Pool: p.ID, Reason: why})
			case k == a:
				pairs = append(pairs, PairInfo{Key: p.Hint, Pools: map[string]string{a: p.ID, b: partner.ID}, Zone: p.Zone})
			}
		}
	}
	for i := range pairs {
		describePair(ctx, e, &pairs[i])
	}
	return pairs, left, unread
}

// partnerOf finds the one pool of the other cluster with the same hint.
func partnerOf(p PoolInfo, own, other []PoolInfo) (PoolInfo, string) {
	if p.Hint == "" {
		return PoolInfo{}, "has no hint igls-<key>-<tail> among its aliases"
	}
	same := func(list []PoolInfo) []PoolInfo {
		return slices.DeleteFunc(slices.Clone(list), func(x PoolInfo) bool { return x.Ignored || x.Hint != p.Hint })
	}
	found := same(other)
	switch {
	case len(same(own)) > 1:
		return PoolInfo{}, "shares the hint key " + p.Hint + " with another pool of its cluster"
	case len(found) == 0:
		return PoolInfo{}, "finds no pool with the hint key " + p.Hint + " on the other cluster"
	case len(found) > 1:
		return PoolInfo{}, "finds more than one pool with the hint key " + p.Hint + " on the other cluster"
	case found[0].Zone != p.Zone:
		return PoolInfo{}, "lies in access zone " + p.Zone + ", its partner " + found[0].ID + " in " + found[0].Zone
	default:
		return found[0], ""
	}
}

// describePair reads both sides of a pair for what an import would find.
func describePair(ctx context.Context, e *clusters.Set, p *PairInfo) {
	s := look.Survey(ctx, e, survey.Scope{ID: p.Key, Pools: p.Pools})
	p.Serving = position.Serving(s)
	if p.Serving != "" {
		p.Names = s.Clusters[p.Serving].Pool.Production()
	}
	if s.OnlyPool() {
		p.Policies = s.PolicyNames()
	}
}

// PolicyInfo is a SyncIQ policy.
type PolicyInfo struct {
	Name, SourcePath, TargetHost, TargetPath, Schedule, LastJob string
	Enabled, Conflicted, Mirror                                 bool
	// FailsBack tells whether OneFS can fail the policy back at all.
	FailsBack bool
	// LastSuccess is Unix seconds by the cluster's clock, 0 for never. RPO is in seconds, 0 for none.
	LastSuccess, RPO int64
}

// Policies lists the SyncIQ policies whose source is a cluster, sorted by name.
func Policies(ctx context.Context, e *clusters.Set, cluster string) ([]PolicyInfo, error) {
	c := e.Client(cluster)
	if c == nil {
		return nil, e.WhyNoClient(cluster)
	}
	all, err := c.SyncPolicies(ctx)
	if err != nil {
		return nil, err
	}
	var out []PolicyInfo
	for _, p := range all {
		v := PolicyInfo{
			Name: p.Name, SourcePath: p.SourceRootPath, TargetHost: p.TargetHost, TargetPath: p.TargetPath, Schedule: p.Schedule,
			LastJob: p.LastJobState, Enabled: p.Enabled, Conflicted: p.Conflicted, Mirror: strings.HasSuffix(p.Name, "_mirror"),
			FailsBack: p.Action == "sync" && !p.Filtered() && !p.DisableFOFB && !p.DisableSTF,
		}
		if p.LastSuccess != nil {
			v.LastSuccess = *p.LastSuccess
		}
		if p.RPOAlert != nil {
			v.RPO = *p.RPOAlert
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b PolicyInfo) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}
