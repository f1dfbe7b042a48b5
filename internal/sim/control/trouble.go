// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"cmp"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var trouble = []route{
	{"GET /faults", "the rules that make requests go wrong, with their counters", showFaults},
	{"POST /faults", `add a rule: {"name": "busy", "kind": "503", "cluster": "ps1", "path": "/sync/jobs", "count": 1}`, addFault},
	{"DELETE /faults", "take all rules away", clearFaults},
	{"GET /dials", "every dial: what it is set to, what it can be set to, the question", showDials},
	{"POST /dials", `set dials: {"page_size": "2"}`, setDials},
	{
		"POST /clusters/{cluster}",
		`lose a cluster: {"reachable": false}; say that the provider was told so: {"declared_lost": true}; ` +
			`refuse snapshots: {"snapshots_full": true}; run another release: {"release": "v9.7.0.0"}; ` +
			`lock a directory: {"smartlock": "/ifs/data/nas1"}; make one: {"directory": "/ifs/data/nas1/new"}`, setCluster,
	},
	{"POST /clusters/{cluster}/nodes/{lnn}", `take a node down: {"up": false}`, setNode},
	{"POST /directory", `take AD down: {"down": true}; or one controller: {"down": true, "controller": "dc1.demo.local"}`, setDirectory},
	{
		"POST /clusters/{cluster}/jobs",
		`make the next job of a policy go wrong: {"policy": "nas1", "action": "allow_write", "step": 0, "state": "failed", "text": "why"}; ` +
			`"state": "finished" with "io", "network", "checksum", "user_conflict", "chunks" and "files" ends well and leaves files out`,
		failJob,
	},
	{
		"POST /clusters/{cluster}/touch",
		`change the attributes of a file or directory and no byte: {"path": "/ifs/data/nas1/a/file0", "mode": "0600"}`, touch,
	},
}

func touch(c *call) (any, error) {
	var in struct {
		Path string `json:"path"`
		Mode string `json:"mode"`
	}
	cluster, err := c.cluster()
	if err != nil {
		return nil, err
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	info, err := cluster.FS.Stat(in.Path)
	if err != nil {
		return nil, missing("%v", err)
	}
	info.Attr.Mode = in.Mode
	return nil, cluster.FS.Touch(in.Path, fs.Clients, info.Attr)
}

func showFaults(c *call) (any, error) { return orEmpty(c.w.Face.Faults), nil }

func clearFaults(c *call) (any, error) {
	c.w.Face.Faults = nil
	return nil, nil
}

func addFault(c *call) (any, error) {
	var r fault.Rule
	if err := c.read(&r); err != nil {
		return nil, err
	}
	if !slices.Contains(fault.Kinds(), r.Kind) {
		return nil, wrong("there is no fault of kind %q; there are %v", r.Kind, fault.Kinds())
	}
	r.Seen, r.Hits = 0, 0
	c.w.Face.Faults = append(slices.Clone(c.w.Face.Faults), r)
	return c.w.Face.Faults, nil
}

type shownDial struct {
	Value  string   `json:"value"`
	Values []string `json:"values"`
	Text   string   `json:"text"`
}

func showDials(c *call) (any, error) {
	out := map[string]shownDial{}
	for _, d := range dial.All() {
		out[d.Name] = shownDial{c.w.Dials.Text(d.Name), d.Values, d.Text}
	}
	return out, nil
}

func setDials(c *call) (any, error) {
	var in dial.Values
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if err := in.Check(); err != nil {
		return nil, wrong("%v", err)
	}
	for name, value := range in {
		if err := c.w.Dials.Set(name, value); err != nil {
			return nil, wrong("%v", err)
		}
	}
	return c.w.Dials, nil
}

// cluster finds the cluster that the path names.
func (c *call) cluster() (*world.Cluster, error) {
	name := c.http.PathValue("cluster")
	if found := c.w.Cluster(name); found != nil {
		return found, nil
	}
	return nil, missing("there is no cluster %q", name)
}

func setCluster(c *call) (any, error) {
	var in struct {
		Reachable    *bool `json:"reachable"`
		DeclaredLost *bool `json:"declared_lost"`
		// SnapshotsFull refuses new snapshots; Release is what the cluster runs; SmartLock makes a directory a SmartLock one.
		SnapshotsFull *bool  `json:"snapshots_full"`
		Release       string `json:"release"`
		SmartLock     string `json:"smartlock"`
		// SmartLockType is "enterprise", or "compliance"; CloudPool adds a CloudPools storage.
		SmartLockType string `json:"smartlock_type"`
		CloudPool     string `json:"cloud_pool"`
		// Directory is made by somebody, so that a default-directory quota above it makes one for it.
		Directory string `json:"directory"`
	}
	cluster, err := c.cluster()
	if err != nil {
		return nil, err
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if in.Reachable != nil {
		cluster.Reachable = *in.Reachable
	}
	if in.SnapshotsFull != nil {
		cluster.Snapshots.Full = *in.SnapshotsFull
	}
	if in.Release != "" {
		cluster.Config.Release = in.Release
	}
	if in.SmartLock != "" {
		cluster.AddWORMDomain(in.SmartLock, cmp.Or(in.SmartLockType, "enterprise"))
	}
	if in.CloudPool != "" {
		cluster.CloudPools = append(slices.Clip(cluster.CloudPools), in.CloudPool)
	}
	if in.Directory != "" {
		if err := cluster.FS.Mkdir(in.Directory, false, fs.Write{At: c.w.Now()}); err != nil {
			return nil, wrong("%v", err)
		}
		cluster.DirectoryMade(in.Directory)
	}
	if in.DeclaredLost != nil {
		invariant.DeclareLost(c.w, cluster.Name, *in.DeclaredLost)
	}
	return nil, nil
}

func setNode(c *call) (any, error) {
	var in struct {
		Up *bool `json:"up"`
	}
	cluster, err := c.cluster()
	if err != nil {
		return nil, err
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	for i, n := range cluster.Nodes {
		if c.http.PathValue("lnn") != decimal(n.LNN) {
			continue
		}
		if in.Up != nil {
			cluster.Nodes[i].Up = *in.Up
			if !*in.Up {
				for _, session := range cluster.SMB.Sessions(n.LNN) {
					cluster.SMB.CloseSession(session.ID)
				}
			}
		}
		return nil, nil
	}
	return nil, missing("%s has no node %s", cluster.Name, c.http.PathValue("lnn"))
}

func setDirectory(c *call) (any, error) {
	var in struct {
		Down       bool   `json:"down"`
		Controller string `json:"controller"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	switch {
	case c.w.Forest == nil:
		return nil, missing("the site has no Active Directory")
	case in.Controller == "":
		c.w.Forest.Down = in.Down
	case !c.w.Forest.SetControllerDown(in.Controller, in.Down):
		return nil, missing("there is no domain controller %q", in.Controller)
	}
	return nil, nil
}

func failJob(c *call) (any, error) {
	var in struct {
		Policy string     `json:"policy"`
		Action siq.Action `json:"action"`
		Step   int        `json:"step"`
		State  string     `json:"state"`
		Text   string     `json:"text"`
		// What a run that finishes leaves out, and what its report admits.
		Files        []string `json:"files"`
		IO           int64    `json:"io"`
		Network      int64    `json:"network"`
		Checksum     int64    `json:"checksum"`
		UserConflict int64    `json:"user_conflict"`
		Chunks       int64    `json:"chunks"`
	}
	cluster, err := c.cluster()
	if err != nil {
		return nil, err
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if !slices.Contains(siq.Actions, in.Action) || !in.Action.StartsJob() {
		return nil, wrong("no job is started by %q", in.Action)
	}
	if !slices.Contains([]string{"failed", "needs_attention", "canceled", "running", "finished"}, in.State) {
		return nil, wrong("state must be failed, needs_attention, canceled, running for a job that hangs, or finished for one that leaves "+
			"something out, not %q", in.State)
	}
	synciq.Of(cluster).FailNextJob(in.Policy, in.Action, synciq.JobFault{
		Step: in.Step, State: in.State, Text: in.Text, Files: in.Files,
		Skipped: synciq.Skipped{IO: in.IO, Network: in.Network, Checksum: in.Checksum, UserConflict: in.UserConflict, Chunks: in.Chunks},
	})
	return nil, nil
}
