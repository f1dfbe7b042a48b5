// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// The fence "interfaces" takes the pool's interfaces away, which cuts SMB, NFS, S3 and HDFS on exactly this pool at once. The list goes to
// the journal before, as any original does, and comes back when the path no longer needs the fence. It is as good as the pool is the only
// way to the data: that is what its findings are about.

// KindPool is the kind of an original that is the interface list of a pool.
const KindPool = "pool"

// original is the pool's interface list as an object of the journal.
func (p *PoolView) original(pairs []Pair) Object {
	ifaces := make([]any, 0, len(p.Ifaces))
	for _, i := range p.Ifaces {
		ifaces = append(ifaces, map[string]any{"iface": i.Iface, "lnn": i.LNN})
	}
	o := Object{Kind: KindPool, ID: p.ID, Definition: Definition{"ifaces": ifaces}}
	for _, pair := range pairs {
		o.Pairs = append(o.Pairs, pair.Name)
	}
	return o
}

// ifaces are the interfaces of an original.
func (o Object) ifaces() []onefs.Iface {
	out := []onefs.Iface{}
	for _, x := range list(o.Definition["ifaces"]) {
		i, ok := x.(map[string]any)
		if !ok {
			continue
		}
		var lnn int
		if _, err := fmt.Sscan(fmt.Sprint(i["lnn"]), &lnn); err == nil {
			out = append(out, onefs.Iface{Iface: fmt.Sprint(i["iface"]), LNN: lnn})
		}
	}
	return out
}

// showPoolUnfenced shows the pool with the interfaces that it had before the fence. Interfaces that somebody has put into it meanwhile are
// left as they are.
func (s *Survey) showPoolUnfenced(cluster string) {
	p := s.Clusters[cluster].Pool
	if p == nil {
		return
	}
	was, ok := s.original(cluster, Object{Kind: KindPool, ID: p.ID}.address())
	p.Fenced = ok && p.Live == 0 && len(was.ifaces()) > 0
	if p.Fenced {
		p.Ifaces = was.ifaces()
	}
	p.Interfaces = len(p.Ifaces)
}

func unmetInterfaces(s *Survey, in Intent) []Step {
	from := in.From()
	p := s.Clusters[from].Pool
	needed := slices.ContainsFunc(s.Pairs, func(x Pair) bool { return s.Position(x, from, in.To()) == AtFrom })
	if p == nil || p.Fenced || p.Live == 0 || !needed {
		return nil
	}
	return []Step{{
		Keys: []Key{key(StageFence, from, KindPool, p.ID, "no interfaces")},
		Lane: from + "/network",
		lines: []line{{group: groupFenced, object: KindPool + p.ID, text: fmt.Sprintf("pool %s: %s, %d interfaces taken away until stage 8",
			p.ID, from, len(p.Ifaces))}},
		Effect: func(s *Survey) {
			s.Clusters[from].Pool.Fenced, s.Clusters[from].Pool.Live = true, 0
			for _, x := range s.Pairs {
				delete(s.Proven, lastSyncOf(x.PolicyOn(from)))
			}
		},
		Do: func(ctx context.Context, r *run, permit permit.Permit) error { return r.fencePool(ctx, permit, from) },
	}}
}

// liftInterfaces gives the pool its interfaces back as soon as no policy needs the fence any more.
func liftInterfaces(s *Survey, in Intent, cluster string, id StageID) []Step {
	p := s.Clusters[cluster].Pool
	if p == nil || !p.Fenced || !s.mayLift(p.original(s.Pairs), in, cluster) {
		return nil
	}
	return []Step{{
		Keys:  []Key{key(id, cluster, KindPool, p.ID, "as before the fence")},
		Lane:  cluster + "/network",
		lines: []line{{group: groupFenced, object: KindPool + p.ID, text: fmt.Sprintf("pool %s: %s, its interfaces come back", p.ID, cluster)}},
		Effect: func(s *Survey) {
			v := s.Clusters[cluster].Pool
			v.Fenced, v.Live = false, len(v.Ifaces)
		},
		Do: func(ctx context.Context, r *run, permit permit.Permit) error { return r.liftPool(ctx, permit, cluster) },
	}}
}

// fencePool takes the interfaces away. What they are is read once more, and noted, before.
func (r *run) fencePool(ctx context.Context, p permit.Permit, cluster string) error {
	pool, err := r.engine.readPool(ctx, cluster, r.intent.Pools[cluster])
	if err != nil {
		return err
	}
	original := pool.original(r.survey.Pairs)
	if err := r.note(ctx, func(rec *RunRecord) {
		if pool.Live == 0 {
			return
		}
		rec.Originals[cluster] = append(without(rec.Originals[cluster], original.address()), original)
		for _, pair := range r.survey.Pairs {
			delete(rec.Baselines, lastSyncOf(pair.PolicyOn(cluster)))
		}
	}); err != nil {
		return err
	}
	if err := r.putInterfaces(ctx, p, cluster, pool.ID, []onefs.Iface{}); err != nil {
		return err
	}
	left, err := r.engine.readPool(ctx, cluster, pool.ID)
	if err == nil && left.Live > 0 {
		err = fmt.Errorf("pool %s on %s: %d interfaces are still in it", pool.ID, cluster, left.Live)
	}
	return err
}

// liftPool gives the interfaces back, unless somebody has put some in since.
func (r *run) liftPool(ctx context.Context, p permit.Permit, cluster string) error {
	pool, err := r.engine.readPool(ctx, cluster, r.intent.Pools[cluster])
	if err != nil {
		return err
	}
	was, ok := r.survey.original(cluster, Object{Kind: KindPool, ID: pool.ID}.address())
	switch {
	case !ok:
		return fmt.Errorf("pool %s on %s: the journal has no original of its interfaces", pool.ID, cluster)
	case pool.Live > 0:
		r.byHand(fmt.Sprintf("pool %s on %s: somebody has put interfaces into it since the fence; it is left as it is", pool.ID, cluster))
		return nil
	}
	return r.putInterfaces(ctx, p, cluster, pool.ID, was.ifaces())
}

func (r *run) putInterfaces(ctx context.Context, p permit.Permit, cluster, pool string, ifaces []onefs.Iface) error {
	if err := r.engine.client(cluster).UpdatePool(ctx, p, pool, onefs.PoolUpdate{Ifaces: &ifaces}); err != nil {
		return fmt.Errorf("interfaces of pool %s on %s: %w", pool, cluster, err)
	}
	return nil
}

// poolUse says what else the pool is used for, as far as the fence would disturb it or be evaded by it.
func poolUse(key string, s *Survey, raw map[string]*rawView) (rules, sync, others []string) {
	own := s.Clusters[key].Pool
	if own == nil {
		return nil, nil, nil
	}
	var self onefs.Pool
	elsewhere := 0
	for _, p := range raw[key].pools {
		switch {
		case p.ID == own.ID:
			self = p
			rules = p.Rules
			continue
		case servesPairs(key, s, raw[key].zones, p):
			others = append(others, p.ID)
		}
		elsewhere += len(p.Ifaces)
	}
	short := func(n *onefs.SourceNetwork) bool { return n != nil && n.Pool == self.Name && n.Subnet == self.Subnet }
	for name, p := range raw[key].sync.Policies {
		if short(p.SourceNetwork) {
			sync = append(sync, fmt.Sprintf("policy %s on %s is bound to it", name, key))
		}
	}
	for name, p := range raw[s.other(key)].sync.Policies {
		if own.leadsTo(p.TargetHost, self.Ranges) {
			sync = append(sync, fmt.Sprintf("policy %s on %s replicates to %s, which is in it", name, s.other(key), p.TargetHost))
		}
	}
	if elsewhere == 0 && len(self.Ifaces) > 0 {
		sync = append(sync, "no other pool of "+key+" has interfaces")
	}
	slices.Sort(sync)
	return rules, sync, others
}

// leadsTo tells whether a host name or an address belongs to the pool.
func (p *PoolView) leadsTo(host string, ranges []onefs.Range) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return inRanges(ranges, host)
	}
	return slices.ContainsFunc(p.all(), func(n string) bool { return names.Equal(n, host) })
}

// servesPairs: clients of the other pool reach the policies' directories, because its access zone holds them or lies in them.
func servesPairs(key string, s *Survey, zones []onefs.Zone, p onefs.Pool) bool {
	if len(p.Ifaces) == 0 {
		return false
	}
	for _, z := range zones {
		if !strings.EqualFold(z.Name, p.AccessZone) || z.System {
			continue // the System zone reaches everything; what it shares of the data shows among shares and exports
		}
		for _, pair := range s.Pairs {
			if within(z.Path, pair.Paths[key]) || within(pair.Paths[key], z.Path) {
				return true
			}
		}
	}
	return false
}

// interfaceReadiness are the reasons for which the fence "interfaces" is refused.
func interfaceReadiness(s *Survey, in Intent) []Finding {
	c := s.Clusters[in.From()]
	if in.Fence != FenceInterfaces || c.Pool == nil {
		return nil
	}
	var out []Finding
	at := func(id, text string) {
		out = append(out, Finding{
			ID: id, Severity: Blocking, Attribute: "fence", Object: fmt.Sprintf("pool %s on %s", c.Pool.ID, in.From()), Text: text,
			Cure: `use fence = "shares_and_exports"`,
		})
	}
	if len(c.PoolRules) > 0 {
		at("fence_pool_rules", "has rules ("+strings.Join(c.PoolRules, ", ")+") that would put interfaces back")
	}
	if len(c.PoolSync) > 0 {
		at("fence_pool_replicates", "is needed by SyncIQ: "+strings.Join(c.PoolSync, "; "))
	}
	if others := c.alsoThrough(); len(others) > 0 {
		at("fence_other_way", "is not the only way to the data: "+strings.Join(others, "; "))
	}
	return out
}

// alsoThrough are the other ways by which clients reach the policies' directories: other pools, and objects of the System zone.
func (c *ClusterView) alsoThrough() []string {
	var out []string
	for _, p := range c.PoolOthers {
		out = append(out, "pool "+p+" serves it too")
	}
	for _, o := range c.Objects {
		if o.Kind != KindAlias && !strings.EqualFold(o.Zone, c.Pool.Zone) && len(o.Pairs) > 0 {
			out = append(out, o.label()+" shows it in another access zone")
		}
	}
	return out
}
