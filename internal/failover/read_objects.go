// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// readObjects reads shares, exports and aliases of all access zones.
func (e *Engine) readObjects(ctx context.Context, c *onefs.Client, zones []onefs.Zone) ([]Object, error) {
	var mu sync.Mutex
	var out []Object
	g, ctx := errgroup.WithContext(ctx)
	add := func(o Object, raw onefs.Raw, kind onefs.Kind) error {
		d, err := raw.Definition(kind, onefs.VerbCreate)
		if err != nil {
			return err
		}
		o.Definition = d
		for _, k := range []string{"name", "zone"} {
			delete(o.Definition, k)
		}
		mu.Lock()
		defer mu.Unlock()
		out = append(out, o)
		return nil
	}
	for _, z := range zones {
		g.Go(func() error {
			shares, err := c.SMBShares(ctx, z.Name)
			for _, s := range shares {
				if err := add(Object{Kind: KindShare, Zone: z.Name, ID: s.Name, Paths: []string{s.Path}}, s.Raw, onefs.KindSMBShare); err != nil {
					return err
				}
			}
			return err
		})
		g.Go(func() error {
			exports, err := c.NFSExports(ctx, z.Name)
			for _, x := range exports {
				o := Object{Kind: KindExport, Zone: z.Name, ID: strconv.FormatInt(x.ID, 10), Paths: x.Paths}
				if err := add(o, x.Raw, onefs.KindNFSExport); err != nil {
					return err
				}
			}
			return err
		})
		g.Go(func() error {
			aliases, err := c.NFSAliases(ctx, z.Name)
			for _, a := range aliases {
				if err := add(Object{Kind: KindAlias, Zone: z.Name, ID: a.Name, Paths: []string{a.Path}}, a.Raw, onefs.KindNFSAlias); err != nil {
					return err
				}
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Object) int { return compare(a.address(), b.address()) })
	return out, nil
}

// ownObjects keeps the objects at, below or above the policies' directories, and shows the fenced ones as they were.
func (s *Survey) ownObjects(cluster string, all []Object) []Object {
	var out []Object
	for _, o := range all {
		inside, outside := 0, 0
		for _, path := range o.Paths {
			fixed := staticPrefix(path)
			switch p, ok := s.pairAt(cluster, fixed); {
			case ok:
				inside++
				if !slices.Contains(o.Pairs, p.Name) {
					o.Pairs = append(o.Pairs, p.Name)
				}
			case s.above(cluster, fixed):
				outside++
				o.Above = true
			default:
				outside++
			}
		}
		if inside == 0 && !o.Above {
			continue
		}
		if inside > 0 && outside > 0 {
			o.Above = true
		}
		if was, ok := s.original(cluster, o.address()); ok {
			fenced := Object{Kind: o.Kind, Definition: was.Definition}
			if sameFields(fence(fenced), o.Definition, fencedProperties(o.Kind)) &&
				!sameFields(was.Definition, o.Definition, fencedProperties(o.Kind)) {
				o.Fenced = true
				for _, k := range fencedProperties(o.Kind) {
					o.Definition[k] = was.Definition[k]
					if was.Definition[k] == nil {
						delete(o.Definition, k)
					}
				}
			}
		}
		out = append(out, o)
	}
	return out
}

func sameFields(a, b Definition, properties []string) bool {
	x, y := Definition{}, Definition{}
	for _, k := range properties {
		x[k], y[k] = a[k], b[k]
	}
	return x.equal(y)
}

func (s *Survey) pairAt(cluster, path string) (Pair, bool) {
	var best Pair
	found := false
	for _, p := range s.Pairs {
		if within(p.Paths[cluster], path) && (!found || len(p.Paths[cluster]) > len(best.Paths[cluster])) {
			best, found = p, true
		}
	}
	return best, found
}

// above: a policy's directory lies below the path.
func (s *Survey) above(cluster, path string) bool {
	return slices.ContainsFunc(s.Pairs, func(p Pair) bool { return within(path, p.Paths[cluster]) })
}

// readQuotas reads the quotas of the pairs now.
func (e *Engine) readQuotas(ctx context.Context, cluster string, pairs []Pair, rules bool) ([]Quota, error) {
	all, err := e.client(cluster).Quotas(ctx, onefs.QuotaQuery{})
	if err != nil {
		return nil, err
	}
	return e.ownQuotas(ctx, cluster, all, pairs, rules)
}

// ownQuotas keeps the quotas at or below the policies' directories, with their own notification rules.
func (e *Engine) ownQuotas(ctx context.Context, cluster string, all []onefs.Quota, pairs []Pair, rules bool) ([]Quota, error) {
	s := &Survey{Pairs: pairs}
	var out []Quota
	for _, q := range all {
		p, ok := s.pairAt(cluster, q.Path)
		if !ok {
			continue
		}
		d, err := q.Raw.Definition(onefs.KindQuota, onefs.VerbCreate)
		if err != nil {
			return nil, err
		}
		delete(d, "path")
		if persona, ok := d["persona"].(map[string]any); ok {
			// An id says everything; names resolve differently on two clusters.
			if id, ok := persona["id"]; ok && id != "" {
				d["persona"] = map[string]any{"id": id}
			}
		}
		if d["type"] == "directory" || strings.HasPrefix(fmt.Sprint(d["type"]), "default-") {
			delete(d, "persona")
		}
		v := Quota{
			ID: q.ID, Pair: p.Name, Type: q.Type, Path: q.Path, Linked: q.IsLinked(), Ready: q.Ready, Limits: describeLimits(q.Thresholds),
			Definition: d, Notifications: q.Notifications,
		}
		if q.Persona != nil && d["persona"] != nil {
			v.Who = q.Persona.ID
		}
		if rules && v.Notifications == "custom" {
			if v.Rules, err = e.readRules(ctx, cluster, q.ID); err != nil {
				return nil, err
			}
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b Quota) int { return compare(a.Path+"|"+a.Type+"|"+a.Who, b.Path+"|"+b.Type+"|"+b.Who) })
	return out, nil
}

func (e *Engine) readRules(ctx context.Context, cluster, quota string) ([]Definition, error) {
	list, err := e.client(cluster).QuotaNotifications(ctx, quota)
	if err != nil {
		return nil, err
	}
	var out []Definition
	for _, n := range list {
		d, err := n.Raw.Definition(onefs.KindQuotaNotification, onefs.VerbCreate)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Definition) int { return compare(string(a.text()), string(b.text())) })
	return out, nil
}

// describeLimits is "hard 10 GiB, soft 8 GiB".
func describeLimits(t onefs.QuotaThresholds) string {
	var parts []string
	for _, x := range []struct {
		name  string
		bytes *int64
	}{{"hard", t.Hard}, {"soft", t.Soft}, {"advisory", t.Advisory}} {
		if x.bytes != nil {
			parts = append(parts, x.name+" "+size(*x.bytes))
		}
	}
	return strings.Join(parts, ", ")
}

// size is a number of bytes in the largest binary unit that divides it.
func size(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}
	i := 0
	for n != 0 && n%1024 == 0 && i < len(units)-1 {
		n /= 1024
		i++
	}
	return fmt.Sprintf("%d %s", n, units[i])
}
