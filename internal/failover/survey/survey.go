// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
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
	// Missing are declared policies that were found on neither cluster.
	Missing []string `json:"missing,omitempty"`
	// Undeclared are policies of the pool's access zone that replicate between the two clusters and are not covered.
	Undeclared []string `json:"undeclared,omitempty"`
	// Run is the open run of the newest readable journal, nil when no run is open.
	Run *RunRecord `json:"run,omitempty"`
	// Takeover is set from an uncontrolled move until the lost cluster is protected again.
	Takeover *Takeover `json:"takeover,omitempty"`
	// Local are, by cluster key, the names ever seen live on the pool while it was standby: they never move. A missing key means
	// that no record exists, an empty list that nothing was seen.
	Local map[string][]string `json:"local,omitempty"`
	// LastRun is the id of the last finished run.
	LastRun string `json:"last_run,omitempty"`
	// Proven holds, by purpose of a witness, what the reports say since its baseline.
	Proven map[string]Proof `json:"proven,omitempty"`
	// JournalRevision is the revision of the newest readable journal.
	JournalRevision int64 `json:"journal_revision,omitempty"`
	// Directory is what Active Directory itself says; nil when SPNs go through OneFS.
	Directory *DirectoryView `json:"directory,omitempty"`
	// Settings are provider settings that change what a plan means. A run refuses if they differ between plan and apply.
	Settings Settings `json:"settings"`
}

// Settings are the provider-wide settings that a plan depends on.
type Settings struct {
	Readiness string            `json:"readiness"`
	SPNWriter string            `json:"spn_writer"`
	Lost      map[string]string `json:"lost,omitempty"`
}

// Proof is what reports say about runs of one policy after the baseline of the open run.
type Proof struct {
	// Ran is true when a run finished, Quiet when the newest of them moved nothing.
	Ran   bool `json:"ran"`
	Quiet bool `json:"quiet"`
}

// Pair is one SyncIQ policy and its mirror.
type Pair struct {
	Name string `json:"name"`
	// Home is the key of the cluster on which the policy (not its mirror) lives.
	Home string `json:"home"`
	// Paths maps each cluster key to the directory that the policy replicates there.
	Paths map[string]string `json:"paths"`
	// Uninventoried: the pair is known from a survivor alone. No inventory has what lies below its directory on the lost cluster.
	Uninventoried bool `json:"uninventoried,omitempty"`
}

// Mirror is the name of the mirror policy (synciq.md §1.2, white paper appendix A).
func (p Pair) Mirror() string { return p.Name + "_mirror" }

// PolicyOn is the name of the policy of this pair that lives on a cluster.
func (p Pair) PolicyOn(cluster string) string {
	if cluster == p.Home {
		return p.Name
	}
	return p.Mirror()
}

// ClusterView is what one cluster says.
type ClusterView struct {
	// Unread says why the cluster could not be read; empty when everything below was read.
	Unread string `json:"unread,omitempty"`
	// UnreadKind is "unreachable", "refused" (401/403), "certificate", "lost" or "other".
	UnreadKind string `json:"unread_kind,omitempty"`

	// Seen is when the cluster was last read, by the runner's clock, RFC 3339, to the hour: it is the age of the inventory.
	Seen string `json:"seen,omitempty"`

	Name    string `json:"name,omitempty"`
	GUID    string `json:"guid,omitempty"`
	Version int    `json:"version,omitempty"`
	// Nodes is how many nodes the cluster has, NodesAsked how many can be asked one by one for their open files and sessions.
	Nodes      int `json:"nodes,omitempty"`
	NodesAsked int `json:"nodes_asked,omitempty"`
	// SyncService and Licences are what readiness judges.
	SyncService string            `json:"sync_service,omitempty"`
	Licences    map[string]string `json:"licences,omitempty"`

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

	AD       []ADView              `json:"ad,omitempty"`
	Policies map[string]PolicyView `json:"policies,omitempty"`
	Targets  map[string]TargetView `json:"targets,omitempty"`
	Objects  []Object              `json:"objects,omitempty"`
	Quotas   []Quota               `json:"quotas,omitempty"`
	// Zones are the access zones of the cluster, for objects that have to be created in one.
	Zones []string `json:"zones,omitempty"`
	// Kept are the snapshots that a run of this tool took before a returned cluster's data may be discarded.
	Kept []string `json:"kept,omitempty"`
	// Shared are the policies of a returned cluster of which it still has the snapshot that both clusters share.
	Shared []string `json:"shared,omitempty"`
	// Journal is "" when the directory can be used, otherwise what is wrong with it.
	Journal string `json:"journal,omitempty"`
	// Privileges that the user lacks, of those that a move needs.
	Lacks []string `json:"lacks,omitempty"`
	// Facts are what readiness judges beside what a move reads and writes.
	Facts Facts `json:"facts,omitzero"`
}

// PoolView is an IP pool: its SmartConnect names in their order.
type PoolView struct {
	ID       string   `json:"id"`
	Zone     string   `json:"zone"`
	ZoneName string   `json:"zone_name"`
	Aliases  []string `json:"aliases,omitempty"`
	Ignored  bool     `json:"ignored,omitempty"`
	// Service are the SmartConnect service addresses (SSIP) of the pool's subnet.
	Service    []string `json:"service,omitempty"`
	Interfaces int      `json:"interfaces"`
	TTL        int      `json:"ttl"`
	// Ifaces are the interfaces of the pool, those before the fence while Fenced. Live is how many it has now.
	Ifaces []onefs.Iface `json:"ifaces,omitempty"`
	Live   int           `json:"live,omitempty"`
	Fenced bool          `json:"fenced,omitempty"`
	// Suspended are the nodes (LNN) that SmartConnect is told not to hand out.
	Suspended []int `json:"suspended,omitempty"`
}

// ADView is one Active Directory provider of the pool's access zone.
type ADView struct {
	Provider string   `json:"provider"`
	Account  string   `json:"account"`
	Status   string   `json:"status,omitempty"`
	DC       string   `json:"dc,omitempty"`
	SPNs     []string `json:"spns,omitempty"`
	// Twice are those SPNs that another account of the forest holds as well.
	Twice []string `json:"twice,omitempty"`
	// Wanted are those that OneFS recommends and that were not registered.
	Wanted []string `json:"wanted,omitempty"`
}

// PolicyView is a SyncIQ policy on the cluster where it lives.
type PolicyView struct {
	ID           string   `json:"id"`
	Enabled      bool     `json:"enabled"`
	Conflicted   bool     `json:"conflicted,omitempty"`
	Action       string   `json:"action"`
	Schedule     Schedule `json:"schedule"`
	SourcePath   string   `json:"source_path"`
	TargetPath   string   `json:"target_path"`
	TargetHost   string   `json:"target_host"`
	Filtered     bool     `json:"filtered,omitempty"`
	DomainMarked bool     `json:"domain_marked,omitempty"`
	NoFailback   bool     `json:"no_failback,omitempty"`
	Encrypted    bool     `json:"encrypted,omitempty"`
	// PolicyFacts are what readiness judges.
	PolicyFacts
}

// Schedule is what is carried over from a policy to its mirror so that the new production is protected as the old one was.
type Schedule struct {
	Text     string `json:"text"`
	JobDelay *int   `json:"job_delay,omitempty"`
	RPOAlert *int   `json:"rpo_alert,omitempty"`
	Priority int    `json:"priority,omitempty"`
}

// TargetView is the record of a policy on the cluster that receives it.
type TargetView struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	// State is the failover_failback_state.
	State string `json:"state"`
	// Namesakes are the ids of records of other policies with the same name.
	Namesakes []string `json:"namesakes,omitempty"`
	// Newest is the beginning of the newest finished run in the receiving cluster's reports, Unix seconds: the state that the copy holds.
	// It is read only when the other cluster is lost. 0 means that there is none.
	Newest int64 `json:"newest,omitempty"`
}

// Quota is a SmartQuotas quota at or below a policy path.
type Quota struct {
	ID     string `json:"id"`
	Pair   string `json:"pair"`
	Type   string `json:"type"`
	Path   string `json:"path"`
	Who    string `json:"who,omitempty"`
	Linked bool   `json:"linked,omitempty"`
	Ready  bool   `json:"ready"`
	// Limits is the short text for people: "hard 10 GiB".
	Limits string `json:"limits,omitempty"`
	// Definition are the properties to create it with, path left out.
	Definition Definition `json:"definition"`
	// Notifications is "default", "custom" or "disabled"; Rules are the custom rules.
	Notifications string       `json:"notifications,omitempty"`
	Rules         []Definition `json:"rules,omitempty"`
}

// Key identifies the quota independent of the side, its path given as seen from the pair's directory.
func (q Quota) Key(root string) string {
	snaps := "live"
	if v, _ := q.Definition["include_snapshots"].(bool); v {
		snaps = "with snapshots"
	}
	return q.Pair + "|" + q.Type + "|" + relative(root, q.Path) + "|" + q.Who + "|" + snaps
}
