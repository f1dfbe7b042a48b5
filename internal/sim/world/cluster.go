// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"maps"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// Cluster is one simulated PowerScale cluster. Each area keeps its state in one struct of its own, in a file of its own, with a
// clone method beside it; a new area needs a field here and a line in clone, or is a [Part] in a package of its own.
type Cluster struct {
	// Name is the site's name for the cluster, such as "ps1"; upper-cased with a $ it is the machine account in AD.
	Name string
	// GUID is the cluster's identity to SyncIQ: a target with another GUID makes a policy fail.
	GUID string
	// Reachable is false while the cluster is lost: no answers to HTTP, DNS, clients or the other cluster.
	Reachable bool
	// Nodes are the cluster's nodes in order of LNN.
	Nodes []Node

	// FS is the live file tree.
	FS *fs.Tree

	Access     Access
	Config     Config
	Network    Network
	Zones      Zones
	Snapshots  Snapshots
	Events     Events
	Statistics Statistics
	SMB        SMB
	NFS        NFS
	Quota      Quota
	WORM       []WORMDomain
	// CloudPools are the names of CloudPools storages.
	CloudPools []string
	Auth       Auth

	world *World
	parts map[string]Part
}

// Node is one node of a cluster.
type Node struct {
	LNN   int  // logical node number, may be renumbered
	DevID int  // device id, never changes
	Up    bool // false: the node answers nothing and holds no address
}

// World is the world the cluster belongs to.
func (c *Cluster) World() *World { return c.world }

// Node returns the node with that LNN, or nil.
func (c *Cluster) Node(lnn int) *Node {
	for i := range c.Nodes {
		if c.Nodes[i].LNN == lnn {
			return &c.Nodes[i]
		}
	}
	return nil
}

func (c *Cluster) clone(into *World) *Cluster {
	tree := c.FS
	if tree != nil {
		tree = tree.Clone()
	}
	out := &Cluster{
		Name: c.Name, GUID: c.GUID, Reachable: c.Reachable, Nodes: slices.Clone(c.Nodes), FS: tree,
		Access: c.Access.clone(), Config: c.Config.clone(), Network: c.Network.clone(), Zones: c.Zones.clone(),
		Snapshots: c.Snapshots.clone(), Events: c.Events.clone(), Statistics: c.Statistics.clone(),
		SMB: c.SMB.clone(), NFS: c.NFS.clone(), Quota: c.Quota.clone(), WORM: slices.Clip(c.WORM),
		CloudPools: slices.Clip(c.CloudPools), Auth: c.Auth.clone(),
		world: into,
	}
	out.parts = maps.Clone(c.parts)
	for name, p := range out.parts {
		out.parts[name] = p.ClonePart(out)
	}
	return out
}
