// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mirror

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Intent is what a mirror resource declares.
type Intent struct {
	// Policy is the name of the policy on its home cluster, never the mirror's name.
	Policy string `json:"policy"`
	// Source is the key of the cluster where the policy lives, Target the key of the cluster that it replicates to.
	Source string `json:"source"`
	Target string `json:"target"`
	// Schedule is what the replicating policy shall have; nil keeps what it has, "" means by hand.
	Schedule *string `json:"schedule,omitempty"`
}

// ID is the id of the mirror resource: "prod/nas1/dr".
func (in Intent) ID() string { return in.Source + "/" + in.Policy + "/" + in.Target }

// clusters are the two keys, sorted.
func (in Intent) clusters() []string {
	keys := []string{in.Source, in.Target}
	slices.Sort(keys)
	return keys
}

// Repair is one act that keeps a pair alive. It names no cluster and no policy: a failover in the same apply may turn the roles between
// plan and act, and the act then belongs to the policy that replicates after it.
type Repair string

// The repairs in the order in which they are done.
const (
	RepairEnable   Repair = "enable"
	RepairConflict Repair = "clear the conflict"
	RepairSchedule Repair = "set the schedule"
	RepairRun      Repair = "run once and prove it by the report"
)

// Position is what stands against replication, in words for people.
type Position string

// Positions of a pair, the first that holds.
const (
	// MirrorReplicating: enabled, free of conflict, and it has run since the roles turned.
	Replicating Position = "replicating"
	// MirrorNotRun: the roles turned and no run has finished since.
	NotRun Position = "not run since the roles turned"
	// MirrorConflicted: the last run failed, and OneFS starts no other.
	Conflicted Position = "conflicted"
	// MirrorDisabled: the policy that should replicate is switched off.
	Disabled Position = "disabled"
	// MirrorNeverRun: the policy has never run, so there is no pair yet.
	MirrorNeverRun Position = "never run"
	// MirrorUnfinished: a failover has begun and not ended.
	Unfinished Position = "a run is unfinished"
	// MirrorUnexpected: no run leaves the pair like this.
	MirrorUnexpected Position = "unexpected"
)

// Survey is what both clusters say about one pair, without ages: planned values are a function of it.
type Survey struct {
	Intent Intent `json:"intent"`
	// Unread says, by cluster key, why a cluster could not be read; Lost are the clusters that are declared lost.
	Unread map[string]string `json:"unread,omitempty"`
	Lost   []string          `json:"lost,omitempty"`
	// UnreadKind tells how, by cluster key, in the words of ClusterView.
	UnreadKind map[string]string `json:"unread_kind,omitempty"`
	// Home and Away are the policy on the source and its mirror on the target.
	Home Side `json:"home"`
	Away Side `json:"away"`
	// Run is the id of an open failover run that names the policy, "" without one. Journal says why that cannot be told.
	Run     string `json:"run,omitempty"`
	Journal string `json:"journal,omitempty"`
}

// Side is one of the two policies with its target record.
type Side struct {
	// Policy is "absent", "enabled" or "disabled"; Record is the failover_failback_state of its target record, or "absent".
	Policy     string `json:"policy"`
	Record     string `json:"record"`
	Conflicted bool   `json:"conflicted,omitempty"`
	Schedule   string `json:"schedule"`
	// Ran is true when a run has finished since the policy took over the replication.
	Ran bool `json:"ran,omitempty"`
}

// Blind tells that the pair cannot be judged: a cluster was not read, or is declared lost.
func (s *Survey) Blind() bool { return len(s.Unread) > 0 }

// side is the policy that lives on a cluster.
func (s *Survey) side(cluster string) Side {
	if cluster == s.Intent.Source {
		return s.Home
	}
	return s.Away
}

// policyOn is the name of the policy that lives on a cluster.
func (in Intent) policyOn(cluster string) string {
	p := survey.Pair{Name: in.Policy, Home: in.Source}
	return p.PolicyOn(cluster)
}
