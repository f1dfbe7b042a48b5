// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package pool

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// HostPool is the pool that answers a host name or owns an address.
func HostPool(pools []onefs.Pool, host string) *onefs.Pool {
	ip, err := netip.ParseAddr(host)
	for i, p := range pools {
		if err != nil {
			if slices.ContainsFunc(
				append([]string{p.ScDNSZone}, p.ScDNSZoneAliases...),
				func(n string) bool { return n != "" && names.Equal(n, host) },
			) {
				return &pools[i]
			}
			continue
		}
		for _, r := range p.Ranges {
			low, lowErr := netip.ParseAddr(r.Low)
			high, highErr := netip.ParseAddr(r.High)
			if lowErr == nil && highErr == nil && low.Compare(ip) <= 0 && ip.Compare(high) <= 0 {
				return &pools[i]
			}
		}
	}
	return nil
}

// View is one pool with the service addresses of its subnet; nil when it does not exist.
func View(pools []onefs.Pool, subnets []onefs.Subnet, id string) *survey.PoolView {
	for _, p := range pools {
		if p.ID != id {
			continue
		}
		v := &survey.PoolView{
			ID:         p.ID,
			Zone:       p.AccessZone,
			ZoneName:   p.ScDNSZone,
			Aliases:    p.ScDNSZoneAliases,
			Interfaces: len(p.Ifaces),
			Ifaces:     shown(p.Ifaces),
			Live:       len(p.Ifaces),
			TTL:        p.ScTTL,
			Suspended:  p.ScSuspendedNodes,
		}
		v.Ignored = Ignored(p)
		for _, s := range subnets {
			if s.ID == p.Groupnet+"."+p.Subnet || s.ID == p.ScSubnet {
				for _, r := range s.ServiceAddresses {
					v.Service = append(v.Service, r.Low)
				}
			}
		}
		slices.Sort(v.Service)
		v.Service = slices.Compact(v.Service)
		return v
	}
	return nil
}

// Ignored tells whether one of the names of the pool is the tag that takes it out of every failover.
func Ignored(p onefs.Pool) bool {
	return slices.ContainsFunc(append([]string{p.ScDNSZone}, p.ScDNSZoneAliases...), func(n string) bool {
		return names.KindOf(n) == names.Ignore
	})
}

// Read reads one pool now.
func Read(ctx context.Context, e *clusters.Set, cluster, id string) (*survey.PoolView, error) {
	p, err := e.Client(cluster).Pool(ctx, id)
	if err != nil {
		return nil, err
	}
	return View([]onefs.Pool{*p}, nil, id), nil
}

// Owners maps the names of all other pools to their pool.
func Owners(pools []onefs.Pool, own *survey.PoolView) map[string]string {
	out := map[string]string{}
	for _, p := range pools {
		if own != nil && p.ID == own.ID {
			continue
		}
		for _, n := range append([]string{p.ScDNSZone}, p.ScDNSZoneAliases...) {
			if n != "" {
				out[names.Canonical(n)] = p.ID
			}
		}
	}
	return out
}

// ZonePools are the ids of the pools in an access zone that are not tagged ignore, sorted.
func ZonePools(pools []onefs.Pool, zone string) []string {
	var out []string
	for _, p := range pools {
		if strings.EqualFold(p.AccessZone, zone) && !Ignored(p) {
			out = append(out, p.ID)
		}
	}
	slices.Sort(out)
	return out
}

// shown are the interfaces as a survey has them, nil without any list.
func shown(ifaces []onefs.Iface) []survey.Iface {
	if ifaces == nil {
		return nil
	}
	out := make([]survey.Iface, 0, len(ifaces))
	for _, i := range ifaces {
		out = append(out, survey.Iface(i))
	}
	return out
}
