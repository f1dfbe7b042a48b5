// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// kerberosSkew is how far clocks may differ before Kerberos fails (synciq.md §8).
const kerberosSkew = 5 * time.Minute

// readFacts reads what readiness judges. The settings of SyncIQ are read already.
func (v *rawView) readFacts(ctx context.Context, c *onefs.Client) error {
	rules, err := c.SyncRules(ctx)
	if err != nil {
		return err
	}
	v.facts.Throttles = map[string]string{}
	for _, r := range rules {
		if r.Enabled {
			v.facts.Throttles[r.ID] = fmt.Sprintf("%s to %d", r.Type, r.Limit)
		}
	}
	smb, err := c.SMBService(ctx)
	if err != nil {
		return err
	}
	nfs, err := c.NFSService(ctx)
	if err != nil {
		return err
	}
	v.facts.NoSMB, v.facts.NoNFS = !smb, !nfs
	if skew, known := c.ClockSkew(); known {
		v.facts.Skewed = skew.Abs() > kerberosSkew
	}
	peers, err := c.SyncPeerCertificates(ctx)
	if err != nil {
		return err
	}
	v.facts.Peers = certificateViews(peers)
	if v.facts.Certificate == "" {
		return nil
	}
	own, err := c.SyncServerCertificates(ctx)
	if err != nil {
		return err
	}
	v.facts.Own = certificateViews(own)
	return nil
}

func certificateViews(list []onefs.Certificate) []CertificateView {
	var out []CertificateView
	for _, c := range list {
		out = append(out, CertificateView{ID: c.ID, Name: c.Name, Subject: c.Subject, Status: c.Status, Ends: c.NotAfter})
	}
	return out
}

// down are the nodes that the cluster itself counts as down.
func down(c *onefs.ClusterConfig) []int {
	var out []int
	for _, d := range c.Devices {
		if !d.IsUp {
			out = append(out, d.LNN)
		}
	}
	slices.Sort(out)
	return out
}

// policyFacts are what the policy and its jobs say. Where its target host leads to is told by the other cluster.
func policyFacts(p onefs.SyncPolicy, jobs []onefs.SyncJob) PolicyFacts {
	out := PolicyFacts{
		LastFailed: ended(p.LastJobState), PasswordSet: p.PasswordSet, Certificate: p.TargetCertificateID,
		Restricted: p.RestrictTargetNetwork,
	}
	if n := p.SourceNetwork; n != nil {
		out.Pinned = n.Subnet + "." + n.Pool
	}
	if len(jobs) > 0 {
		out.Job = jobs[0].State
	}
	return out
}

// readThrough finds for each policy the pool of the other cluster that its target host leads to.
func (s *Survey) readThrough(raw map[string]*rawView) {
	for _, key := range s.keys() {
		there, here := raw[s.other(key)].pools, raw[key].pools
		for name, v := range s.Clusters[key].Policies {
			if p := hostPool(there, v.TargetHost); p != nil {
				v.Through, v.Dynamic = p.ID, p.AllocMethod != "" && p.AllocMethod != "static"
			} else if p := hostPool(here, v.TargetHost); p != nil {
				v.Back = p.ID
			}
			s.Clusters[key].Policies[name] = v
		}
	}
}

// hostPool is the pool that answers a host name or owns an address.
func hostPool(pools []onefs.Pool, host string) *onefs.Pool {
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

// undeclared are the zone's policies that the resource does not cover, mirrors aside.
func (s *Survey) undeclared(raw map[string]*rawView) []string {
	return slices.DeleteFunc(s.zonePolicies(raw), func(name string) bool {
		return slices.ContainsFunc(s.Pairs, func(p Pair) bool { return p.Name == name || p.Mirror() == name })
	})
}

// namesakes finds shares that stand in the way of copies: same name, same zone, another directory.
func (s *Survey) namesakes(cluster string, all []Object) []Object {
	var out []Object
	for _, o := range all {
		if o.Kind != KindShare || slices.ContainsFunc(s.Clusters[cluster].Objects, func(x Object) bool { return x.address() == o.address() }) {
			continue
		}
		if slices.ContainsFunc(s.Clusters[s.other(cluster)].Objects, func(x Object) bool {
			return x.Kind == KindShare && strings.EqualFold(x.Zone, o.Zone) && strings.EqualFold(x.ID, o.ID)
		}) {
			out = append(out, Object{Kind: o.Kind, Zone: o.Zone, ID: o.ID, Paths: o.Paths})
		}
	}
	return out
}

// quotasAbove are quotas on directories above a policy's directory.
func (s *Survey) quotasAbove(cluster string, all []onefs.Quota) ([]Quota, error) {
	var out []Quota
	for _, q := range all {
		if _, inside := s.pairAt(cluster, q.Path); inside || !s.above(cluster, q.Path) {
			continue
		}
		d, err := q.Raw.Definition(onefs.KindQuota, onefs.VerbCreate)
		if err != nil {
			return nil, err
		}
		delete(d, "path")
		if q.Type == "directory" {
			delete(d, "persona")
		}
		v := Quota{ID: q.ID, Type: q.Type, Path: q.Path, Ready: q.Ready, Limits: describeLimits(q.Thresholds), Definition: d}
		if q.Persona != nil {
			v.Who = q.Persona.ID
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b Quota) int { return compare(a.Path+"|"+a.Type+"|"+a.Who, b.Path+"|"+b.Type+"|"+b.Who) })
	return out, nil
}
