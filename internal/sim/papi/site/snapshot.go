// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var snapshotRoutes = []rest.Route{
	rest.Get("/snapshot/snapshots", listSnapshots),
	rest.Post("/snapshot/snapshots", createSnapshot),
	rest.Delete("/snapshot/snapshots", deleteSnapshots),
	rest.Get("/snapshot/snapshots/{SnapshotSnapshotId}", showSnapshot),
	rest.Put("/snapshot/snapshots/{SnapshotSnapshotId}", changeSnapshot),
	rest.Delete("/snapshot/snapshots/{SnapshotSnapshotId}", deleteSnapshot),
	rest.Get("/snapshot/snapshots-summary", summariseSnapshots),
}

// snapshotLicence is asked for when a snapshot is made.
const snapshotLicence = "SNAPSHOTIQ"

func shownSnapshot(c *world.Cluster, s world.Snapshot) any {
	out := map[string]any{
		"id": s.ID, "name": s.Name, "path": s.Path, "created": s.Created.Unix(), "expires": nil, "has_locks": false,
		"pct_filesystem": 0.0, "pct_reserve": 0.0, "schedule": nil, "shadow_bytes": 0, "size": s.Tree.Usage(s.Path).Bytes,
		"state": "active", "alias": nil, "target_id": nil, "target_name": nil,
	}
	if !s.Expires.IsZero() {
		out["expires"] = s.Expires.Unix()
	}
	if s.Target != 0 {
		out["size"], out["target_id"] = 0, s.Target
		if target, ok := c.Snapshots.Get(fmt.Sprint(s.Target)); ok {
			out["target_name"] = target.Name
		}
	}
	for _, other := range c.Snapshots.Values() {
		if other.Target == s.ID {
			out["alias"] = other.Name
		}
	}
	return out
}

func listSnapshots(r *rest.Request) rest.Answer {
	kind, state := r.Query.Get("type"), r.Query.Get("state")
	var items []world.Snapshot
	for _, s := range r.Cluster.Snapshots.Values() {
		alias := s.Target != 0
		if kind == "alias" && !alias || kind == "real" && alias || state == "deleting" {
			continue
		}
		items = append(items, s)
	}
	show := func(s world.Snapshot) any { return shownSnapshot(r.Cluster, s) }
	return rest.Listing[world.Snapshot]{Key: "snapshots", Items: items, Show: show}.Answer(r)
}

func findSnapshot(r *rest.Request) (world.Snapshot, *rest.Answer) {
	s, ok := r.Cluster.Snapshots.Get(r.Param("SnapshotSnapshotId"))
	if !ok {
		return s, rest.Refuse(rest.NotFound("", "%s snapshot not found", r.Param("SnapshotSnapshotId")))
	}
	return s, nil
}

func showSnapshot(r *rest.Request) rest.Answer {
	s, bad := findSnapshot(r)
	if bad != nil {
		return *bad
	}
	return rest.Item("snapshots", shownSnapshot(r.Cluster, s))
}

// snapshotBody is what requests may say. null in expires takes the end away; a raw value tells it from absent.
type snapshotBody struct {
	Alias   *string         `json:"alias" max:"255"`
	Expires json.RawMessage `json:"expires"`
	Name    *string         `json:"name" max:"255"`
	Path    *string         `json:"path" api:"create"`
}

func createSnapshot(r *rest.Request) rest.Answer {
	var in snapshotBody
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	c := r.Cluster
	name := fmt.Sprintf("Snapshot: %s", r.World.Now().Format("2006Jan02, 3:04 PM"))
	rest.Set(&name, in.Name)
	switch {
	case in.Path == nil:
		return rest.Fail(400, "AEC_ARG_REQUIRED", "path", "property 'path' is required").Because(rest.RuleBadValue)
	case *in.Path != "/ifs" && !strings.HasPrefix(*in.Path, "/ifs/"):
		return rest.BadRequest("path", "path '%s' is not below /ifs", *in.Path)
	case !c.FS.Exists(*in.Path):
		return rest.NotFound("path", "path '%s' does not exist", *in.Path)
	case !c.Config.Licensed(snapshotLicence, r.World.Now()):
		return rest.Unlicensed("SnapshotIQ is not licensed.")
	case c.Snapshots.Full:
		return rest.Internal("snapshot '%s' cannot be made: No space left on device", name)
	}
	if _, taken := c.Snapshots.Get(name); taken {
		return rest.Conflict("name", "snapshot '%s' already exists", name)
	}
	at, bad := expiry(r, in.Expires)
	if bad != nil {
		return *bad
	}
	s := c.AddSnapshot(name, *in.Path, c.FS.Snapshot())
	c.ExpireSnapshot(s, at)
	if in.Alias != nil {
		c.AddSnapshotAlias(*in.Alias, s)
	}
	s, _ = c.Snapshots.Get(fmt.Sprint(s.ID))
	return rest.CreatedObject(shownSnapshot(c, s))
}

// expiry reads when a snapshot ends: seconds since 1970, in the future, or null.
func expiry(r *rest.Request, raw json.RawMessage) (time.Time, *rest.Answer) {
	if len(raw) == 0 || string(raw) == "null" {
		return time.Time{}, nil
	}
	var seconds int64
	if json.Unmarshal(raw, &seconds) != nil {
		return time.Time{}, rest.Refuse(rest.BadRequest("expires", "'expires' must be a whole number").Because(rest.RuleBadValue))
	}
	at := time.Unix(seconds, 0).UTC()
	if !at.After(r.World.Now()) {
		return at, rest.Refuse(rest.BadRequest("expires", "'expires' is in the past"))
	}
	return at, nil
}

func changeSnapshot(r *rest.Request) rest.Answer {
	s, bad := findSnapshot(r)
	if bad != nil {
		return *bad
	}
	var in snapshotBody
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	if in.Alias != nil {
		return rest.OutOfScope("changing the alias of a snapshot is not simulated")
	}
	if in.Name != nil && *in.Name != s.Name {
		if _, taken := r.Cluster.Snapshots.Get(*in.Name); taken {
			return rest.Conflict("name", "snapshot '%s' already exists", *in.Name)
		}
		s.Name = *in.Name
	}
	at := s.Expires
	if in.Expires != nil {
		if at, bad = expiry(r, in.Expires); bad != nil {
			return *bad
		}
	}
	r.Cluster.ExpireSnapshot(s, at)
	return rest.Done()
}

func deleteSnapshot(r *rest.Request) rest.Answer {
	s, bad := findSnapshot(r)
	if bad != nil {
		return *bad
	}
	r.Cluster.DropSnapshot(fmt.Sprint(s.ID))
	return rest.Done()
}

// deleteSnapshots deletes every snapshot, as a DELETE of a collection does.
func deleteSnapshots(r *rest.Request) rest.Answer {
	kind := r.Query.Get("type")
	for _, s := range r.Cluster.Snapshots.Values() {
		if alias := s.Target != 0; kind == "alias" && !alias || kind == "real" && alias {
			continue
		}
		r.Cluster.DropSnapshot(fmt.Sprint(s.ID))
	}
	return rest.Done()
}

func summariseSnapshots(r *rest.Request) rest.Answer {
	count, aliases, size := 0, 0, int64(0)
	for _, s := range r.Cluster.Snapshots.Values() {
		count++
		if s.Target != 0 {
			aliases++
			continue
		}
		size += s.Tree.Usage(s.Path).Bytes
	}
	return rest.OK(map[string]any{"summary": map[string]any{
		"active_count": count - aliases, "active_size": size, "aliases_count": aliases, "count": count, "deleting_count": 0,
		"deleting_size": 0, "shadow_bytes": 0, "size": size,
	}})
}
