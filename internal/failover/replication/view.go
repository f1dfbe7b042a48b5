// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// JobError is a SyncIQ job that ended without success.
type JobError struct {
	Action, Policy, Cluster, State string
	JobID                          int64
	Errors                         []string
}

func (e *JobError) Error() string {
	action := e.Action
	if action == "" {
		action = "sync"
	}
	s := fmt.Sprintf("%s %s on %s: job %s", action, e.Policy, e.Cluster, e.State)
	if e.JobID > 0 {
		s += fmt.Sprintf(", report %d", e.JobID)
	}
	if len(e.Errors) > 0 {
		s += ": " + fmt.Sprintf("%q", e.Errors[0])
	}
	return s
}

// SyncView keeps the policies and target records of the pairs.
func SyncView(s *survey.Survey, key string, all *onefs.SyncView) {
	c := s.Clusters[key]
	c.Policies, c.Targets = map[string]survey.PolicyView{}, map[string]survey.TargetView{}
	for _, pair := range s.Pairs {
		if p, ok := all.Policies[pair.PolicyOn(key)]; ok {
			view := policyView(p)
			view.PolicyFacts = policyFacts(p, all.Jobs[p.Name])
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

func narrow(p *int64) *int {
	if p == nil {
		return nil
	}
	v := int(*p)
	return &v
}

// Proof looks at the newest sync report after the baseline.
func Proof(list []survey.Report, base survey.Baseline) survey.Proof {
	for _, r := range list {
		if !precedes(base, r) {
			break
		}
		if survey.SameAction(r.Action, survey.ActionSync) && (r.State == survey.StateFinished || r.State == survey.StateSkipped) {
			return survey.Proof{Ran: true, Quiet: quiet(r)}
		}
		if survey.SameAction(r.Action, survey.ActionSync) && r.Over() {
			return survey.Proof{}
		}
	}
	return survey.Proof{}
}
