// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

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
		v.facts.Skewed = skew.Abs() > survey.KerberosSkew
	}
	peers, err := c.SyncPeerCertificates(ctx)
	if err != nil {
		return err
	}
	v.facts.Peers = certificateViews(peers)
	v.readAssumed(ctx, c)
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

func certificateViews(list []onefs.Certificate) []survey.CertificateView {
	var out []survey.CertificateView
	for _, c := range list {
		out = append(out, survey.CertificateView{ID: c.ID, Name: c.Name, Subject: c.Subject, Status: c.Status, Ends: c.NotAfter})
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

// readThrough finds for each policy the pool of the other cluster that its target host leads to.
func readThrough(s *survey.Survey, raw map[string]*rawView) {
	for _, key := range s.Keys() {
		there, here := raw[s.Other(key)].pools, raw[key].pools
		for name, v := range s.Clusters[key].Policies {
			if p := pool.HostPool(there, v.TargetHost); p != nil {
				v.Through, v.Dynamic = p.ID, p.AllocMethod != "" && p.AllocMethod != "static"
				if v.Zone = p.AccessZone; strings.EqualFold(v.Zone, "System") {
					v.Zone = ""
				}
			} else if p := pool.HostPool(here, v.TargetHost); p != nil {
				v.Back = p.ID
			}
			s.Clusters[key].Policies[name] = v
		}
	}
}

// setServed notes what serves the directories of the undeclared policies on a cluster.
func setServed(key string, s *survey.Survey, raw map[string]*rawView) {
	s.Clusters[key].Served = nil
	for _, name := range s.Undeclared {
		if p, ok := raw[key].sync.Policies[name]; ok {
			syncready.SetServed(s.Clusters[key], name, p.SourceRootPath, raw[key].objects)
		} else if p, ok := raw[s.Other(key)].sync.Policies[name]; ok {
			syncready.SetServed(s.Clusters[key], name, p.TargetPath, raw[key].objects)
		}
	}
}

// undeclared are the zone's policies that the resource does not cover, mirrors aside.
func undeclared(s *survey.Survey, raw map[string]*rawView) []string {
	return slices.DeleteFunc(zonePolicies(s, raw), func(name string) bool {
		return slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool { return p.Name == name || p.Mirror() == name })
	})
}
