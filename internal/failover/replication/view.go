// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// SyncView keeps the policies and target records of the pairs.
func SyncView(s *survey.Survey, key string, all *onefs.SyncView) {
	c := s.Clusters[key]
	known := c.Policies
	c.Policies, c.Targets = map[string]survey.PolicyView{}, map[string]survey.TargetView{}
	for _, pair := range s.Pairs {
		if p, ok := all.Policies[pair.PolicyOn(key)]; ok {
			view := policyView(p)
			view.PolicyFacts, view.Ran = policyFacts(p, all.Jobs[p.Name]), Ran(p)
			view.Runs = known[p.Name].Runs // the reports are read in a whole look
			c.Policies[p.Name] = view
		}
		for _, t := range all.Targets[pair.PolicyOn(s.Other(key))] {
			if t.SourceClusterGUID == s.Clusters[s.Other(key)].GUID {
				c.Targets[t.Name] = survey.TargetView{ID: t.ID, Path: t.TargetPath, State: t.FailoverFailbackState, Namesakes: namesakes(all, t)}
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

func policyView(p onefs.SyncPolicy) survey.PolicyView {
	return survey.PolicyView{
		ID: p.ID, Enabled: p.Enabled, Conflicted: p.Conflicted, Action: p.Action,
		Schedule:   survey.Schedule{Text: p.Schedule, JobDelay: narrow(p.JobDelay), RPOAlert: narrow(p.RPOAlert), Priority: p.Priority},
		SourcePath: p.SourceRootPath, TargetPath: p.TargetPath, TargetHost: p.TargetHost, Filtered: p.Filtered(),
		DomainMarked: p.SourceDomainMarked != nil && *p.SourceDomainMarked, NoFailback: p.DisableFOFB || p.DisableSTF, Encrypted: p.Encrypted,
	}
}

// Ran tells whether a run has ended. A first one that is under way has no record to show yet.
func Ran(p onefs.SyncPolicy) bool {
	return p.LastSuccess != nil || p.LastStarted != nil && survey.Report{State: p.LastJobState}.Over()
}

func narrow(p *int64) *int {
	if p == nil {
		return nil
	}
	v := int(*p)
	return &v
}

// policyFacts are what the policy and its jobs say. Where its target host leads to is told by the other cluster.
func policyFacts(p onefs.SyncPolicy, jobs []onefs.SyncJob) survey.PolicyFacts {
	out := survey.PolicyFacts{
		LastFailed: survey.Ended(p.LastJobState), PasswordSet: p.PasswordSet, Certificate: p.TargetCertificateID,
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
