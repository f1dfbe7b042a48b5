// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

// privilege is a right that stages of a run need on both clusters (behaviour.md §11). "r" reads, "w" also writes; reading is enough for
// every plan.
type privilege struct {
	id, level string
	// stages are the lines of the process that need it.
	stages string
	// needed tells whether a run with this intent over this world needs it; nil means always.
	needed func(s *Survey, in Intent) bool
}

var privileges = []privilege{
	{id: "ISI_PRIV_LOGIN_PAPI", level: "r", stages: "every stage"},
	{id: "ISI_PRIV_CLUSTER", level: "r", stages: "0 readiness"},
	{id: "ISI_PRIV_LICENSE", level: "r", stages: "0 readiness"},
	{id: "ISI_PRIV_NS_IFS_ACCESS", level: "r", stages: "1 start, the journal and the lease"},
	{id: "ISI_PRIV_SYNCIQ", level: "w", stages: "2c last sync, 5 writes, 6 resync prep and mirror"},
	{id: "ISI_PRIV_NETWORK", level: "w", stages: "3 names, 8 finish"},
	{id: "ISI_PRIV_AUTH", level: "w", stages: "4 SPNs", needed: hasDirectory},
	{id: "ISI_PRIV_QUOTA", level: "w", stages: "7 quotas", needed: func(s *Survey, in Intent) bool { return in.MoveQuotas && s.hasQuotas() }},
	{id: "ISI_PRIV_SMB", level: "w", stages: "2a configuration, 2b fence, 8 finish", needed: func(s *Survey, in Intent) bool {
		return s.has(KindShare, in)
	}},
	{id: "ISI_PRIV_NFS", level: "w", stages: "2a configuration, 2b fence, 8 finish", needed: func(s *Survey, in Intent) bool {
		return s.has(KindExport, in) || s.has(KindAlias, in)
	}},
}

// name is the privilege as it stands in a survey.
func (p privilege) name() string { return p.id + " (" + p.level + ")" }

func hasDirectory(s *Survey, _ Intent) bool {
	for _, c := range s.Clusters {
		if len(c.AD) > 0 {
			return true
		}
	}
	return false
}

// has tells whether a run fences or copies objects of a kind.
func (s *Survey) has(kind string, in Intent) bool {
	if in.Fence == FenceNone && !in.CopyConfiguration {
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

// lacking are the privileges that a run with this intent needs on a cluster and the user has not.
func lacking(s *Survey, in Intent, cluster string) []privilege {
	var out []privilege
	for _, p := range privileges {
		for _, lack := range s.Clusters[cluster].Lacks {
			if lack == p.name() && (p.needed == nil || p.needed(s, in)) {
				out = append(out, p)
			}
		}
	}
	return out
}
