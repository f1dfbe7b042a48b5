// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// ShowPoolUnfenced shows the pool with the interfaces that it had before the fence. Interfaces that somebody has put into it meanwhile are
// left as they are.
func ShowPoolUnfenced(s *survey.Survey, cluster string) {
	p := s.Clusters[cluster].Pool
	if p == nil {
		return
	}
	was, ok := s.Original(cluster, survey.Object{Kind: survey.KindPool, ID: p.ID}.Address())
	_, held := s.Held(cluster, was.Address())
	had := ok && len(was.Ifaces()) > 0
	p.Fenced = had && held && p.Live == 0
	p.Edited = had && !p.Fenced && !sameIfaces(p.Ifaces, was.Ifaces())
	if had && !p.Fenced && !p.Edited {
		s.Settle(cluster, was.Address())
	}
	if p.Fenced {
		p.Ifaces = was.Ifaces()
	}
	p.Interfaces = len(p.Ifaces)
}

// sameIfaces compares two lists in any order.
func sameIfaces(a, b []survey.Iface) bool {
	covered := func(a, b []survey.Iface) bool {
		return !slices.ContainsFunc(a, func(i survey.Iface) bool { return !slices.Contains(b, i) })
	}
	return covered(a, b) && covered(b, a)
}

// UnmetInterfaces is the step of stage 2b with which the fence "interfaces" takes all interfaces away from the pool that gives up its
// names. There is none once it has no interface, or when no policy still replicates away from it.
func UnmetInterfaces(s *survey.Survey, in survey.Intent) []run.Step {
	from := in.From()
	p := s.Clusters[from].Pool
	needed := slices.ContainsFunc(s.Pairs, func(x survey.Pair) bool { return position.Of(s, x, in.Direction()) == position.AtFrom })
	if p == nil || p.Fenced || p.Edited || p.Live == 0 || !needed {
		return nil
	}
	return []run.Step{{
		Keys: []survey.Key{survey.NewKey(survey.StageFence, from, survey.KindPool, p.ID, "no interfaces")},
		Lane: from + "/network",
		Lines: []run.Line{{
			Group: run.GroupFenced, Object: survey.KindPool + p.ID,
			Text: fmt.Sprintf("pool %s: %s, %d interfaces taken away until the end of the run", p.ID, from, len(p.Ifaces)),
		}},
		Effect: func(s *survey.Survey) {
			s.Clusters[from].Pool.Fenced, s.Clusters[from].Pool.Live = true, 0
			for _, x := range s.Pairs {
				delete(s.Proven, survey.LastSyncOf(x.PolicyOn(from)))
			}
		},
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			return fencePool(ctx, r, permit, from)
		},
	}}
}

// LiftInterfaces gives the pool its interfaces back as soon as no policy needs the fence any more.
func LiftInterfaces(s *survey.Survey, in survey.Intent, cluster string, id survey.StageID) []run.Step {
	p := s.Clusters[cluster].Pool
	if p == nil || !p.Fenced || !position.MayLift(s, p.Original(s.Pairs), in, cluster) {
		return nil
	}
	return []run.Step{{
		Keys: []survey.Key{survey.NewKey(id, cluster, survey.KindPool, p.ID, "as before the fence")},
		Lane: cluster + "/network",
		Lines: []run.Line{{
			Group: run.GroupFenced, Object: survey.KindPool + p.ID, Text: fmt.Sprintf("pool %s: %s, its interfaces come back", p.ID, cluster),
		}},
		Effect: func(s *survey.Survey) {
			v := s.Clusters[cluster].Pool
			v.Fenced, v.Live = false, len(v.Ifaces)
		},
		Do: func(ctx context.Context, r *run.Run, permit permit.Permit) error {
			return liftPool(ctx, r, permit, cluster)
		},
	}}
}

// fencePool takes the interfaces away. What they are is read once more, and noted, before.
func fencePool(ctx context.Context, r *run.Run, p permit.Permit, cluster string) error {
	pool, err := Read(ctx, r.Engine, cluster, r.Intent.Pools[cluster])
	if err != nil {
		return err
	}
	original := pool.Original(r.Survey.Pairs)
	if was, held := r.Survey.Held(cluster, original.Address()); held && pool.Live > 0 && !sameIfaces(was.Ifaces(), pool.Ifaces) {
		return fmt.Errorf("pool %s on %s: its interfaces are not those that the journal noted: somebody changes them", pool.ID, cluster)
	}
	if err := r.Note(ctx, func(rec *survey.RunRecord) {
		if pool.Live == 0 {
			return
		}
		rec.Originals[cluster] = append(survey.Without(rec.Originals[cluster], original.Address()), original)
		for _, pair := range r.Survey.Pairs {
			delete(rec.Witnesses, survey.LastSyncOf(pair.PolicyOn(cluster)))
		}
	}); err != nil {
		return err
	}
	if err := putInterfaces(ctx, r, p, cluster, pool.ID, nil); err != nil {
		return err
	}
	left, err := Read(ctx, r.Engine, cluster, pool.ID)
	if err == nil && left.Live > 0 {
		err = fmt.Errorf("pool %s on %s: %d interfaces are still in it", pool.ID, cluster, left.Live)
	}
	return err
}

// liftPool gives the interfaces back, unless somebody has put some in since.
func liftPool(ctx context.Context, r *run.Run, p permit.Permit, cluster string) error {
	pool, err := Read(ctx, r.Engine, cluster, r.Intent.Pools[cluster])
	if err != nil {
		return err
	}
	was, ok := r.Survey.Original(cluster, survey.Object{Kind: survey.KindPool, ID: pool.ID}.Address())
	switch {
	case !ok:
		return fmt.Errorf("pool %s on %s: the journal has no original of its interfaces", pool.ID, cluster)
	case pool.Live > 0:
		return nil // the look after the stage sees whose they are
	}
	return putInterfaces(ctx, r, p, cluster, pool.ID, was.Ifaces())
}

func putInterfaces(ctx context.Context, r *run.Run, p permit.Permit, cluster, pool string, ifaces []survey.Iface) error {
	wanted := make([]onefs.Iface, 0, len(ifaces)) // never nil: an empty list takes every interface away
	for _, i := range ifaces {
		wanted = append(wanted, onefs.Iface(i))
	}
	if err := r.Engine.Client(cluster).UpdatePool(ctx, p, pool, onefs.PoolUpdate{Ifaces: &wanted}); err != nil {
		return fmt.Errorf("interfaces of pool %s on %s: %w", pool, cluster, err)
	}
	return nil
}

// LeadsTo tells whether a host name or an address belongs to the pool.
func LeadsTo(p *survey.PoolView, host string, ranges []onefs.Range) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return onefs.InRanges(ranges, host)
	}
	return slices.ContainsFunc(p.All(), func(n string) bool { return names.Equal(n, host) })
}

// InterfaceReadiness are the reasons for which the fence "interfaces" is refused.
func InterfaceReadiness(s *survey.Survey, in survey.Intent) []finding.Finding {
	c := s.Clusters[in.From()]
	if in.Fence != survey.FenceInterfaces || c.Pool == nil {
		return nil
	}
	var out []finding.Finding
	at := func(id finding.ID, text string) {
		out = append(out, finding.New(id, fmt.Sprintf("pool %s on %s", c.Pool.ID, in.From()),
			text,
			`use fence = "shares_and_exports"`))
	}
	if len(c.PoolRules) > 0 {
		at(finding.FencePoolRules, "has rules ("+strings.Join(c.PoolRules, ", ")+") that would put interfaces back")
	}
	if len(c.PoolSync) > 0 {
		at(finding.FencePoolReplicates, "is needed by SyncIQ: "+strings.Join(c.PoolSync, "; "))
	}
	if others := alsoThrough(c); len(others) > 0 {
		at(finding.FenceOtherWay, "is not the only way to the data: "+strings.Join(others, "; "))
	}
	return out
}

// alsoThrough are the other ways by which clients reach the policies' directories: other pools, and objects of the System zone.
func alsoThrough(c *survey.ClusterView) []string {
	var out []string
	for _, p := range c.PoolOthers {
		out = append(out, "pool "+p+" serves it too")
	}
	for _, o := range c.Objects {
		if o.Kind != survey.KindAlias && !strings.EqualFold(o.Zone, c.Pool.Zone) && len(o.Pairs) > 0 {
			out = append(out, o.Label()+" shows it in another access zone")
		}
	}
	return out
}
