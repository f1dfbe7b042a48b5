// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Survey reads both clusters. It never fails: a cluster that cannot be read is marked with the reason, and its prior view is kept for
// nothing but its static facts.
func Survey(ctx context.Context, e *clusters.Set, sc survey.Scope) *survey.Survey {
	return Again(ctx, e, sc, nil, survey.AreaAll)
}

// Again reads areas of both clusters. What is not read again is taken from before, which must be a survey of the same scope then.
func Again(ctx context.Context, e *clusters.Set, sc survey.Scope, before *survey.Survey, what survey.Area) *survey.Survey {
	out := &survey.Survey{ID: sc.ID, Pools: sc.Pools, Clusters: map[string]*survey.ClusterView{}, Settings: settings(e, sc)}
	if before != nil {
		c := before.Clone()
		c.Settings = out.Settings
		out = c
	} else if sc.Prior != nil {
		p := sc.Prior.Clone()
		out.Local, out.LastRun, out.Run, out.JournalRevision, out.Pairs = p.Local, p.LastRun, p.Run, p.JournalRevision, p.Pairs
		out.Takeover, out.Unsettled, out.Undeclared, out.Drill = p.Takeover, p.Unsettled, p.Undeclared, p.Drill
		// What was seen last of a cluster that cannot be read now is the inventory for the day on which it is gone.
		out.Clusters = p.Clusters
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	raw := map[string]*rawView{}
	for key, pool := range sc.Pools {
		if c := e.Clusters[key]; c != nil && !c.Lost.IsZero() {
			continue
		}
		wg.Go(func() {
			v := readCluster(ctx, e, key, pool, what)
			mu.Lock()
			defer mu.Unlock()
			raw[key] = v
		})
	}
	wg.Wait()
	for key, v := range raw {
		view := out.Clusters[key]
		if view == nil {
			view = &survey.ClusterView{}
		}
		v.site(key, view, what, out.Takeover != nil && out.Takeover.Lost == key)
		out.Clusters[key] = view
	}
	read := 0
	for _, v := range raw {
		if v.err == nil {
			read++
		}
	}
	switch {
	case read == len(sc.Pools):
		assemble(ctx, e, out, sc, raw, what)
	case read == 1 && len(raw) == 1:
		assembleSurvivor(ctx, e, out, sc, raw, what)
	default:
		markLost(e, out)
	}
	if what.Has(survey.AreaAD) {
		spn.ReadDirectory(ctx, e, out)
	}
	return out
}

// rawView is what was read from one cluster, before it is cut to the policies of the resource.
type rawView struct {
	err     error
	config  *onefs.ClusterConfig
	latest  int
	nodes   *onefs.NodeTable
	service string
	license map[string]string
	lacks   []string
	facts   survey.Facts
	zones   []onefs.Zone
	pools   []onefs.Pool
	subnets []onefs.Subnet
	pool    *survey.PoolView
	// host is the name or address of the endpoint, hostPool the pool that has it.
	host, hostPool string
	ad             []survey.ADView
	sync           *onefs.SyncView
	objects        []survey.Object
	strangers      []string
	owner          string
	quotas         []onefs.Quota
}

// readCluster reads the areas of one cluster side by side; the client bounds how many requests run at a time.
func readCluster(ctx context.Context, e *clusters.Set, key, pl string, what survey.Area) *rawView {
	v := &rawView{}
	c := e.Client(key)
	if c == nil {
		v.err = e.WhyNoClient(key)
		return v
	}
	if what == survey.AreaAll {
		// One cheap call first: a dead cluster costs one connection time-out, not twenty.
		if v.latest, v.err = c.Latest(ctx); v.err != nil {
			return v
		}
	}
	outer := ctx
	g, ctx := errgroup.WithContext(outer)
	read := func(a survey.Area, f func() error) {
		if what.Has(a) {
			g.Go(f)
		}
	}
	read(survey.AreaSite, func() (err error) { v.config, err = c.ClusterConfig(ctx); return err })
	read(survey.AreaSite, func() error { return v.readSite(ctx, c) })
	read(survey.AreaSite|survey.AreaObjects|survey.AreaNetwork|survey.AreaAD, func() (err error) { v.zones, err = c.Zones(ctx); return err })
	read(survey.AreaNetwork|survey.AreaAD, func() (err error) { v.pools, err = c.Pools(ctx); return err })
	read(survey.AreaNetwork, func() (err error) { v.subnets, err = c.Subnets(ctx); return err })
	read(survey.AreaSync, func() (err error) { v.sync, err = c.Watcher().Look(ctx); return err })
	read(survey.AreaQuotas, func() (err error) { v.quotas, err = c.Quotas(ctx, onefs.QuotaQuery{}); return err })
	if v.err = g.Wait(); v.err != nil {
		return v
	}
	v.pool = pool.View(v.pools, v.subnets, pl)
	v.host = c.Host()
	if what.Has(survey.AreaNetwork) {
		v.hostPool = hostPool(outer, c, v.pools)
	}
	g, ctx = errgroup.WithContext(outer)
	read(survey.AreaSite, func() error { v.strangers, v.owner = journal.Strangers(ctx, e, key); return nil })
	read(survey.AreaSite, func() error { v.nodes = nodes(ctx, c, v.config); return nil })
	read(survey.AreaObjects, func() (err error) { v.objects, err = share.ReadObjects(ctx, e, c, v.zones); return err })
	read(survey.AreaAD, func() (err error) {
		v.ad, err = spn.ReadADs(ctx, e, key, v.zones, v.pool, what == survey.AreaAll)
		return err
	})
	v.err = g.Wait()
	return v
}

// hostPool is the pool that the endpoint belongs to, by its name or by an address that the name leads to.
func hostPool(ctx context.Context, c *onefs.Client, pools []onefs.Pool) string {
	for _, host := range append([]string{c.Host()}, c.HostAddresses(ctx)...) {
		if p := pool.HostPool(pools, host); p != nil {
			return p.ID
		}
	}
	return ""
}

// site fills the view's own facts, or marks it unread. A cluster that is not the one of before is not read: what was seen last stays, and
// with it whose answers are wanted. One that was lost and has returned is judged where its takeover is.
func (v *rawView) site(key string, view *survey.ClusterView, what survey.Area, returned bool) {
	view.Unread, view.UnreadKind = "", ""
	if v.err == nil && what.Has(survey.AreaSite) && view.GUID != "" && v.config.GUID != "" && view.GUID != v.config.GUID && !returned {
		v.err = fmt.Errorf("%s answers as cluster %s with the GUID %s, and not with %s as before", v.host, v.config.Name,
			v.config.GUID, view.GUID)
		view.Unread, view.UnreadKind = v.err.Error(), survey.OtherCluster
		return
	}
	if v.err != nil {
		view.Unread, view.UnreadKind = clusters.Why(key, v.err), clusters.UnreadKind(v.err)
		return
	}
	view.Seen = time.Now().UTC().Truncate(time.Hour).Format(time.RFC3339)
	if what.Has(survey.AreaSite) {
		view.Name, view.GUID, view.Nodes, view.NodesAsked = v.config.Name, v.config.GUID, len(v.config.Devices), len(v.nodes.Asked)
		if v.latest > 0 {
			view.Version = v.latest
		}
		view.Release = ""
		if v.config.OneFS != nil {
			view.Release = v.config.OneFS.Release
		}
		clients := view.Facts.Clients
		view.SyncService, view.Licences, view.Lacks, view.Facts = v.service, v.license, v.lacks, v.facts
		view.Facts.Down, view.Facts.Unasked, view.Facts.Clients = down(v.config), unasked(v.nodes), clients
		view.Facts.Strangers, view.Facts.JournalOf = v.strangers, v.owner
		view.Zones = nil
		for _, z := range v.zones {
			view.Zones = append(view.Zones, z.Name)
		}
	}
	if what.Has(survey.AreaNetwork) {
		view.Host, view.HostPool = v.host, v.hostPool
		view.Pool = v.pool
		view.Owners, view.ZonePools, view.ZonePath = pool.Owners(v.pools, v.pool), nil, ""
		if v.pool != nil {
			view.ZonePools = pool.ZonePools(v.pools, v.pool.Zone)
			for _, z := range v.zones {
				if strings.EqualFold(z.Name, v.pool.Zone) {
					view.ZonePath = z.Path
				}
			}
		}
	}
	if what.Has(survey.AreaAD) {
		view.AD = spn.KeepAccounts(v.ad, view.AD)
	}
}

// settings are the provider's settings that a plan depends on.
func settings(e *clusters.Set, sc survey.Scope) survey.Settings {
	out := survey.Settings{Readiness: e.Options.Readiness, SPNWriter: survey.SPNsThroughOneFS, Lost: map[string]string{}}
	if e.Options.Directory != nil {
		out.SPNWriter = survey.SPNsByLDAP
	}
	for k := range sc.Pools {
		if c := e.Clusters[k]; c != nil && !c.Lost.IsZero() {
			out.Lost[k] = c.Lost.UTC().Format(time.RFC3339)
		}
	}
	return out
}
