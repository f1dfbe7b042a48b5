// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// assumption is a path that no contract of ours has. Whether it answers is a dial, and what it answers is assumed; so nothing of it is
// held against the contract.
type assumption struct {
	// path is matched by its beginning; Params has what follows, without the slash, as "below".
	path, dial, rights string
	get                func(*rest.Request) rest.Answer
}

var assumptions = []assumption{
	{"/snapshot/changelists", dial.Changelists, "ISI_PRIV_SNAPSHOT", changelist},
	{"/worm/domains", dial.WORMDomains, "ISI_PRIV_WORM", wormDomains},
	{"/cloud/pools", dial.CloudPools, "ISI_PRIV_CLOUDPOOLS", cloudPools},
}

// assumed finds the assumption that a path of the platform API, without its version, speaks of.
func assumed(path string) (assumption, string, bool) {
	for _, a := range assumptions {
		if path == a.path {
			return a, "", true
		}
		if below, ok := strings.CutPrefix(path, a.path+"/"); ok {
			return a, below, true
		}
	}
	return assumption{}, "", false
}

// findAssumed is find for assumed paths; nil if the path is none.
func findAssumed(r *rest.Request, path string) *rest.Operation {
	a, below, ok := assumed(path)
	if !ok {
		return nil
	}
	r.Path, r.Params = a.path, map[string]string{"below": below}
	return &rest.Operation{
		Allows: func(string) bool { return true },
		Do: func(r *rest.Request) rest.Answer {
			switch {
			case r.World.Dials.Is(a.dial, "404"):
				return rest.NotFound("", "path '%s' does not exist", a.path)
			case r.World.Dials.Is(a.dial, "403"):
				return rest.Forbidden("Privilege check failed. The following read privilege is required: %s", a.rights)
			case r.Method != http.MethodGet:
				return *rest.NoMethod(r.Method)
			}
			return a.get(r)
		},
	}
}

// mostChanges is how many paths a changelist names.
const mostChanges = 1000

// changelist answers /snapshot/changelists/{older}_{newer}/entries: what differs between two snapshots of one directory.
func changelist(r *rest.Request) rest.Answer {
	name, _ := strings.CutSuffix(r.Param("below"), "/entries")
	older, newer, _ := strings.Cut(name, "_")
	a, ok := snapshotNumbered(r.Cluster, older)
	b, also := snapshotNumbered(r.Cluster, newer)
	if !ok || !also || a.Path != b.Path {
		return rest.NotFound("", "changelist %s not found", name)
	}
	paths, err := fs.Changes(a.Tree, b.Tree, a.Path, mostChanges)
	if err != nil {
		return rest.Internal("%v", err)
	}
	entries := []any{}
	for _, p := range paths {
		entries = append(entries, map[string]any{"path": p})
	}
	return rest.OK(map[string]any{"entries": entries, "resume": nil, "total": len(entries)})
}

func snapshotNumbered(c *world.Cluster, number string) (world.Snapshot, bool) {
	if _, err := strconv.ParseInt(number, 10, 64); err != nil {
		return world.Snapshot{}, false
	}
	return c.Snapshots.Get(number)
}

// wormDomains lists the SmartLock directories.
func wormDomains(r *rest.Request) rest.Answer {
	domains := []any{}
	for _, d := range r.Cluster.WORM {
		domains = append(domains, d)
	}
	return rest.OK(map[string]any{"domains": domains, "resume": nil, "total": len(domains)})
}

// cloudPools lists the CloudPools storages.
func cloudPools(r *rest.Request) rest.Answer {
	pools := []any{}
	for _, name := range r.Cluster.CloudPools {
		pools = append(pools, map[string]any{"id": name, "name": name})
	}
	return rest.OK(map[string]any{"pools": pools, "resume": nil, "total": len(pools)})
}
