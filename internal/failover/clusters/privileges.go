// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clusters

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Privilege is a right of OneFS that stages of a run need on both clusters (behaviour.md §11). "r" reads, "w" also writes; reading is
// enough for every plan.
type Privilege struct {
	ID, Level string
	// Stages are the lines of the process that need it.
	Stages string
	// needed tells whether a run with this intent over this world needs it; nil means always.
	needed func(s *survey.Survey, in survey.Intent) bool
}

// Privileges are all the rights that this tool ever uses, in the order in which a run needs them.
var Privileges = []Privilege{
	{ID: "ISI_PRIV_LOGIN_PAPI", Level: "r", Stages: "every stage"},
	{ID: "ISI_PRIV_CLUSTER", Level: "r", Stages: "0 readiness"},
	{ID: "ISI_PRIV_LICENSE", Level: "r", Stages: "0 readiness"},
	{ID: "ISI_PRIV_NS_IFS_ACCESS", Level: "r", Stages: "1 start, the journal and the lease"},
	{ID: "ISI_PRIV_SYNCIQ", Level: "w", Stages: "2c last sync, 5 writes, 6 resync prep and mirror"},
	{ID: "ISI_PRIV_SNAPSHOT", Level: "w", Stages: "6 resync prep, the snapshots before it"},
	{ID: "ISI_PRIV_NETWORK", Level: "w", Stages: "3 names, 8 finish"},
	{ID: "ISI_PRIV_AUTH", Level: "w", Stages: "4 SPNs", needed: hasDirectory},
	{ID: "ISI_PRIV_QUOTA", Level: "w", Stages: "7 quotas", needed: func(s *survey.Survey, in survey.Intent) bool {
		return in.MoveQuotas && HasQuotas(s)
	}},
	{ID: "ISI_PRIV_SMB", Level: "w", Stages: "2a configuration, 2b fence, 8 finish", needed: func(s *survey.Survey, in survey.Intent) bool {
		return has(s, survey.KindShare, in)
	}},
	{ID: "ISI_PRIV_NFS", Level: "w", Stages: "2a configuration, 2b fence, 8 finish", needed: func(s *survey.Survey, in survey.Intent) bool {
		return has(s, survey.KindExport, in) || has(s, survey.KindAlias, in)
	}},
}

// Name is the privilege as it stands in a survey.
func (p Privilege) Name() string { return p.ID + " (" + p.Level + ")" }

func hasDirectory(s *survey.Survey, _ survey.Intent) bool {
	for _, c := range s.Clusters {
		if len(c.AD) > 0 {
			return true
		}
	}
	return false
}

// has tells whether a run fences or copies objects of a kind.
func has(s *survey.Survey, kind string, in survey.Intent) bool {
	if in.Fence == survey.FenceNone && !in.CopyConfiguration {
		return false
	}
	for _, c := range s.Clusters {
		for _, o := range c.Objects {
			if o.Kind == kind {
				return true
			}
		}
	}
	return false
}

// Lacking are the privileges that a run with this intent needs on a cluster and the user has not.
func Lacking(s *survey.Survey, in survey.Intent, cluster string) []Privilege {
	var out []Privilege
	for _, p := range Privileges {
		for _, lack := range s.Clusters[cluster].Lacks {
			if lack == p.Name() && (p.needed == nil || p.needed(s, in)) {
				out = append(out, p)
			}
		}
	}
	return out
}

// HasQuotas tells whether either cluster has a quota at or below the directory of a policy.
func HasQuotas(s *survey.Survey) bool {
	for _, c := range s.Clusters {
		if len(c.Quotas) > 0 {
			return true
		}
	}
	return false
}
