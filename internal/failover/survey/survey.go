// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"slices"
)

// Survey is everything that was read from both clusters at one time, in a canonical form without ages or counters: it is stored in
// Terraform's private state, and planned values are a function of it.
type Survey struct {
	ID    string            `json:"id"`
	Pools map[string]string `json:"pools"`
	// Clusters holds one view per cluster key.
	Clusters map[string]*ClusterView `json:"clusters"`
	// Pairs are the SyncIQ policies covered, sorted by name.
	Pairs []Pair `json:"pairs"`
	// Missing are declared policies that no pair covers: they exist on neither cluster, or replicate elsewhere, or are Ambiguous.
	Missing []string `json:"missing,omitempty"`
	// Ambiguous are the policies of one name on both clusters that each replicate to the other one, declared or not.
	Ambiguous []Namesakes `json:"ambiguous,omitempty"`
	// Undeclared are policies of the pool's access zone that replicate between the two clusters and are not covered.
	Undeclared []string `json:"undeclared,omitempty"`
	// Run is the open run of the newest readable journal, nil when no run is open.
	Run *RunRecord `json:"run,omitempty"`
	// Takeover is set from an uncontrolled move until the lost cluster is protected again.
	Takeover *Takeover `json:"takeover,omitempty"`
	// Drill is the open drill of the newest readable journal, nil without one.
	Drill *Drill `json:"drill,omitempty"`
	// Unsettled are the originals that a run before this one had to leave in the journal; see Journal.
	Unsettled map[string][]Object `json:"unsettled,omitempty"`
	// Disbelieved says why the newest copy of the journal does not count, as the end of a sentence that begins with "the journal"; empty if
	// it does.
	Disbelieved string `json:"disbelieved,omitempty"`
	// Local are, by cluster key, the names ever seen live on the pool while it was standby: they never move. A missing key means
	// that no record exists, an empty list that nothing was seen.
	Local map[string][]string `json:"local,omitempty"`
	// LastRun is the id of the last finished run.
	LastRun string `json:"last_run,omitempty"`
	// Proven holds, by witness, what the reports say since its baseline.
	Proven Proofs `json:"proven,omitempty"`
	// JournalRevision is the revision of the newest readable journal.
	JournalRevision int64 `json:"journal_revision,omitempty"`
	// Directory is what Active Directory itself says; nil when SPNs go through OneFS.
	Directory *DirectoryView `json:"directory,omitempty"`
	// Settings are provider settings that change what a plan means. A run refuses if they differ between plan and apply.
	Settings Settings `json:"settings"`
}

// ClusterView is what one cluster says.
type ClusterView struct {
	// Unread says why the cluster could not be read; empty when everything below was read.
	Unread string `json:"unread,omitempty"`
	// UnreadKind is Unreachable, NotAsked, Refused, OtherCluster, "certificate", "lost" or "other".
	UnreadKind string `json:"unread_kind,omitempty"`

	// Seen is when the cluster was last read, by the runner's clock, RFC 3339, to the hour: it is the age of the inventory.
	Seen string `json:"seen,omitempty"`

	Name    string `json:"name,omitempty"`
	GUID    string `json:"guid,omitempty"`
	Version int    `json:"version,omitempty"`
	// Release is the release of OneFS, such as "v9.5.0.0"; Version is that of its API.
	Release string `json:"release,omitempty"`
	// Nodes is how many nodes the cluster has, NodesAsked how many can be asked one by one for their open files and sessions.
	Nodes      int `json:"nodes,omitempty"`
	NodesAsked int `json:"nodes_asked,omitempty"`
	// SyncService and Licences are what readiness judges.
	SyncService string            `json:"sync_service,omitempty"`
	Licences    map[string]string `json:"licences,omitempty"`

	// Host is the name or address by which the provider reaches the cluster, HostPool the pool that it belongs to, "" for none of them.
	Host     string `json:"host,omitempty"`
	HostPool string `json:"host_pool,omitempty"`

	Pool     *PoolView `json:"pool,omitempty"`
	ZonePath string    `json:"zone_path,omitempty"`
	// ZonePools are the pools of the same access zone that are not tagged ignore.
	ZonePools []string `json:"zone_pools,omitempty"`
	// Owners maps every name, live or parked, of the cluster's other pools to the pool that has it.
	Owners map[string]string `json:"owners,omitempty"`
	// PoolRules, PoolSync and PoolOthers are what else the pool is used for: rules that fill it, SyncIQ, and the pools that serve the same
	// directories.
	PoolRules  []string `json:"pool_rules,omitempty"`
	PoolSync   []string `json:"pool_sync,omitempty"`
	PoolOthers []string `json:"pool_others,omitempty"`
	// Served are, by undeclared policy, the shares and exports of the pool's access zone through which clients reach its directory.
	Served map[string][]string `json:"served,omitempty"`

	AD       []ADView              `json:"ad,omitempty"`
	Policies map[string]PolicyView `json:"policies,omitempty"`
	Targets  map[string]TargetView `json:"targets,omitempty"`
	// PolicyNames are all SyncIQ policies of the cluster, whatever they replicate; Strays those that do not replicate to the other one.
	PolicyNames []string `json:"policy_names,omitempty"`
	Strays      []Stray  `json:"strays,omitempty"`
	Objects     []Object `json:"objects,omitempty"`
	Quotas      []Quota  `json:"quotas,omitempty"`
	// Zones are the access zones of the cluster, for objects that have to be created in one.
	Zones []string `json:"zones,omitempty"`
	// Kept are the snapshots that a run of this tool took before a returned cluster's data may be discarded.
	Kept []string `json:"kept,omitempty"`
	// Shared are the policies of a returned cluster of which it still has the snapshot that both clusters share.
	Shared []string `json:"shared,omitempty"`
	// Journal is "" when the directory can be used, otherwise what is wrong with it.
	Journal string `json:"journal,omitempty"`
	// JournalDenied is true where the cluster refuses the journal to this account.
	JournalDenied bool `json:"journal_denied,omitempty"`
	// JournalFormat is the format of a journal that a later release has written; 0 for one that this release reads, and without one.
	JournalFormat int `json:"journal_format,omitempty"`
	// Privileges that the user lacks, of those that a move needs.
	Lacks []string `json:"lacks,omitempty"`
	// Facts are what readiness judges beside what a move reads and writes.
	Facts Facts `json:"facts,omitzero"`
}

// Keys are the keys of the two clusters, sorted.
func (s *Survey) Keys() []string {
	var out []string
	for k := range s.Pools {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Other is the key of the other cluster, "" if there is none.
func (s *Survey) Other(key string) string {
	for _, k := range s.Keys() {
		if k != key {
			return k
		}
	}
	return ""
}

// PolicyNames are the home names of the pairs covered.
func (s *Survey) PolicyNames() []string {
	out := make([]string, 0, len(s.Pairs))
	for _, p := range s.Pairs {
		out = append(out, p.Name)
	}
	return out
}
