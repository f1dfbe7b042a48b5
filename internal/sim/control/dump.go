// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// State is everything that is true at one instant, as far as a test of a failover may want to know.
type State struct {
	Now      time.Time           `json:"now"`
	Clusters map[string]Cluster  `json:"clusters"`
	Accounts map[string][]string `json:"accounts,omitempty"` // machine account to its SPNs
	Clients  []clients.Client    `json:"clients"`
	Writers  []clients.Writer    `json:"writers"`
	Acks     int                 `json:"acknowledged"`
}

// Cluster is one cluster's part of the truth.
type Cluster struct {
	GUID      string                    `json:"guid"`
	Reachable bool                      `json:"reachable"`
	Nodes     []world.Node              `json:"nodes"`
	Pools     map[string]world.Pool     `json:"pools"`
	Names     []string                  `json:"names"` // that SmartConnect answers for
	Policies  map[string]Policy         `json:"policies"`
	Targets   map[string]Target         `json:"targets"`
	Jobs      []Job                     `json:"jobs"`
	Reports   []Job                     `json:"reports"`
	Domains   []fs.Domain               `json:"domains"` // paths that clients cannot write to
	Shares    []world.SMBShare          `json:"shares"`
	Exports   []world.NFSExport         `json:"exports"`
	Aliases   map[string]world.NFSAlias `json:"aliases"`
	Quotas    []world.QuotaDomain       `json:"quotas"`
	Sessions  []world.SMBSession        `json:"sessions"`
	OpenFiles []world.SMBOpenFile       `json:"open_files"`
	Locks     []world.NFSLock           `json:"locks"`
}

// Policy is a policy on its source cluster.
type Policy struct {
	ID         string    `json:"id"`
	Enabled    bool      `json:"enabled"`
	Schedule   string    `json:"schedule"`
	Conflicted bool      `json:"conflicted"`
	Source     string    `json:"source"`
	TargetHost string    `json:"target_host"`
	Target     string    `json:"target"`
	Success    time.Time `json:"last_success"`
}

// Target is the record of a policy on its target cluster.
type Target struct {
	ID    string `json:"id"`
	State string `json:"state"` // committed: readers of the API may still see the one before
	Path  string `json:"path"`
}

// Job is a job, or what a report says of one.
type Job struct {
	Policy string    `json:"policy"`
	Action string    `json:"action"`
	Number int64     `json:"number"`
	State  string    `json:"state"`
	Error  string    `json:"error,omitempty"`
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
}

// Dump tells the truth about a world. The lock is held.
func Dump(w *world.World) State {
	out := State{
		Now: w.Now(), Clusters: map[string]Cluster{}, Clients: orEmpty(clients.All(w)), Writers: orEmpty(clients.Writers(w)),
		Acks: len(clients.Acks(w)),
	}
	for _, c := range w.Clusters() {
		out.Clusters[c.Name] = dumpCluster(c)
	}
	if w.Forest != nil {
		out.Accounts = map[string][]string{}
		for _, a := range w.Forest.Accounts() {
			out.Accounts[a] = orEmpty(w.Forest.Truth(a))
		}
	}
	return out
}

func dumpCluster(c *world.Cluster) Cluster {
	out := Cluster{
		GUID: c.GUID, Reachable: c.Reachable, Nodes: c.Nodes, Pools: map[string]world.Pool{}, Names: []string{},
		Policies: map[string]Policy{}, Targets: map[string]Target{}, Jobs: []Job{}, Reports: []Job{}, Aliases: map[string]world.NFSAlias{},
		Domains: orEmpty(c.FS.Domains()), Shares: orEmpty(c.SMB.Shares("")), Exports: orEmpty(c.NFS.Exports("")),
		Quotas: orEmpty(c.Quota.All()), Sessions: orEmpty(c.SMB.Sessions(0)), OpenFiles: orEmpty(c.SMB.OpenFiles(0)),
		Locks: orEmpty(c.NFS.Locks(false)),
	}
	for id, p := range c.Network.Pools.All() {
		out.Pools[id] = p
		out.Names = append(out.Names, c.AnsweredNames(p)...)
	}
	for _, p := range synciq.Of(c).Policies() {
		out.Policies[p.Name] = Policy{
			ID: p.ID, Enabled: p.Enabled(), Schedule: p.Schedule, Conflicted: p.Conflicted, Source: p.SourceRootPath,
			TargetHost: p.TargetHost, Target: p.TargetPath, Success: p.LastSuccess,
		}
	}
	for _, t := range synciq.Of(c).TargetRecords() {
		out.Targets[t.Name] = Target{ID: t.ID, State: string(t.State()), Path: t.TargetPath}
	}
	for _, j := range synciq.Of(c).Jobs() {
		out.Jobs = append(out.Jobs, dumpJob(j))
	}
	for _, r := range synciq.Of(c).Reports(false) {
		out.Reports = append(out.Reports, dumpJob(r.Job))
	}
	for _, z := range c.Zones.Values() {
		for _, a := range c.NFS.Aliases(z.Name) {
			out.Aliases[a.Zone+a.Name] = a
		}
	}
	return out
}

func dumpJob(j synciq.Job) Job {
	return Job{
		Policy: j.PolicyName, Action: string(j.Action), Number: j.Number, State: j.State, Error: j.Error, Start: j.Started, End: j.Ended,
	}
}
