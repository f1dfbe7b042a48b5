// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// Survey reads both clusters. It never fails: a cluster that cannot be read is marked with the reason, and its prior view is kept for
// nothing but its static facts.
func (e *Engine) Survey(ctx context.Context, sc Scope) *Survey {
	return e.look(ctx, sc, nil, areaAll)
}

// look reads areas of both clusters. What is not read again is taken from before, which must be a survey of the same scope then.
func (e *Engine) look(ctx context.Context, sc Scope, before *Survey, what area) *Survey {
	out := &Survey{ID: sc.ID, Pools: sc.Pools, Clusters: map[string]*ClusterView{}, Settings: e.settings(sc)}
	if before != nil {
		c := before.clone()
		c.Settings = out.Settings
		out = c
	} else if sc.Prior != nil {
		p := sc.Prior.clone()
		out.Local, out.LastRun, out.Run, out.JournalRevision, out.Pairs = p.Local, p.LastRun, p.Run, p.JournalRevision, p.Pairs
		out.Takeover = p.Takeover
		// What was seen last of a cluster that cannot be read now is the inventory for the day on which it is gone.
		out.Clusters = p.Clusters
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	raw := map[string]*rawView{}
	for key, pool := range sc.Pools {
		if c := e.clusters[key]; c != nil && !c.Lost.IsZero() {
			continue
		}
		wg.Go(func() {
			v := e.readCluster(ctx, key, pool, what)
			mu.Lock()
			defer mu.Unlock()
			raw[key] = v
		})
	}
	wg.Wait()
	for key, v := range raw {
		view := out.Clusters[key]
		if view == nil {
			view = &ClusterView{}
		}
		v.site(view, what)
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
		e.assemble(ctx, out, sc, raw, what)
	case read == 1 && len(raw) == 1:
		e.assembleSurvivor(ctx, out, sc, raw, what)
	default:
		e.markLost(out)
	}
	if what.has(areaAD) {
		e.readDirectory(ctx, out)
	}
	return out
}

// rawView is what was read from one cluster, before it is cut to the policies of the resource.
type rawView struct {
	err     error
	config  *onefs.ClusterConfig
	latest  int
	asked   int
	service string
	license map[string]string
	lacks   []string
	facts   Facts
	zones   []onefs.Zone
	pools   []onefs.Pool
	subnets []onefs.Subnet
	pool    *PoolView
	ad      []ADView
	sync    *onefs.SyncView
	objects []Object
	quotas  []onefs.Quota
}

// readCluster reads the areas of one cluster side by side; the client bounds how many requests run at a time.
func (e *Engine) readCluster(ctx context.Context, key, pool string, what area) *rawView {
	v := &rawView{}
	c := e.client(key)
	if c == nil {
		v.err = e.noClient(key)
		return v
	}
	v.asked = c.NodeCount()
	if what == areaAll {
		// One cheap call first: a dead cluster costs one connection time-out, not twenty.
		if v.latest, v.err = c.Latest(ctx); v.err != nil {
			return v
		}
	}
	outer := ctx
	g, ctx := errgroup.WithContext(outer)
	read := func(a area, f func() error) {
		if what.has(a) {
			g.Go(f)
		}
	}
	read(areaSite, func() (err error) { v.config, err = c.ClusterConfig(ctx); return err })
	read(areaSite, func() error { return v.readSite(ctx, c) })
	read(areaSite|areaObjects|areaNetwork|areaAD, func() (err error) { v.zones, err = c.Zones(ctx); return err })
	read(areaNetwork|areaAD, func() (err error) { v.pools, err = c.Pools(ctx); return err })
	read(areaNetwork, func() (err error) { v.subnets, err = c.Subnets(ctx); return err })
	read(areaSync, func() (err error) { v.sync, err = c.Watcher().Look(ctx); return err })
	read(areaQuotas, func() (err error) { v.quotas, err = c.Quotas(ctx, onefs.QuotaQuery{}); return err })
	if v.err = g.Wait(); v.err != nil {
		return v
	}
	v.pool = poolView(v.pools, v.subnets, pool)
	g, ctx = errgroup.WithContext(outer)
	read(areaObjects, func() (err error) { v.objects, err = e.readObjects(ctx, c, v.zones); return err })
	read(areaAD, func() (err error) { v.ad, err = e.readADs(ctx, key, v.zones, v.pool, what == areaAll); return err })
	v.err = g.Wait()
	return v
}

// noClient says why a cluster is not dialled.
func (e *Engine) noClient(key string) error {
	c := e.clusters[key]
	switch {
	case c == nil:
		return errors.New("the provider block has no cluster " + key)
	case !c.Lost.IsZero():
		return errors.New("declared lost since " + c.Lost.UTC().Format(time.RFC3339))
	default:
		return errors.New("its connection values are not known yet")
	}
}

// site fills the view's own facts, or marks it unread.
func (v *rawView) site(view *ClusterView, what area) {
	view.Unread, view.UnreadKind = "", ""
	if v.err != nil {
		view.Unread, view.UnreadKind = v.err.Error(), unreadKind(v.err)
		return
	}
	view.Seen = time.Now().UTC().Truncate(time.Hour).Format(time.RFC3339)
	if what.has(areaSite) {
		view.Name, view.GUID, view.Nodes, view.NodesAsked = v.config.Name, v.config.GUID, len(v.config.Devices), v.asked
		if v.latest > 0 {
			view.Version = v.latest
		}
		view.SyncService, view.Licences, view.Lacks, view.Facts = v.service, v.license, v.lacks, v.facts
		view.Facts.Down = down(v.config)
		view.Zones = nil
		for _, z := range v.zones {
			view.Zones = append(view.Zones, z.Name)
		}
	}
	if what.has(areaNetwork) {
		view.Pool = v.pool
		view.Owners, view.ZonePools, view.ZonePath = owners(v.pools, v.pool), nil, ""
		if v.pool != nil {
			view.ZonePools = zonePools(v.pools, v.pool.Zone)
			for _, z := range v.zones {
				if strings.EqualFold(z.Name, v.pool.Zone) {
					view.ZonePath = z.Path
				}
			}
		}
	}
	if what.has(areaAD) {
		view.AD = keepAccounts(v.ad, view.AD)
	}
}

func unreadKind(err error) string {
	switch {
	case errors.Is(err, onefs.ErrCertificate):
		return "certificate"
	case errors.Is(err, onefs.ErrUnauthorized), errors.Is(err, onefs.ErrForbidden):
		return "refused"
	case errors.Is(err, onefs.ErrUnreachable):
		return "unreachable"
	default:
		return "other"
	}
}

// settings are the provider's settings that a plan depends on.
func (e *Engine) settings(sc Scope) Settings {
	out := Settings{Readiness: e.options.Readiness, SPNWriter: SPNsThroughOneFS, Lost: map[string]string{}}
	if e.options.Directory != nil {
		out.SPNWriter = SPNsByLDAP
	}
	for k := range sc.Pools {
		if c := e.clusters[k]; c != nil && !c.Lost.IsZero() {
			out.Lost[k] = c.Lost.UTC().Format(time.RFC3339)
		}
	}
	return out
}
