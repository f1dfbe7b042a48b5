// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var shareRoutes = []rest.Route{
	rest.Get("/protocols/smb/shares", listShares),
	rest.Post("/protocols/smb/shares", createShare),
	rest.Delete("/protocols/smb/shares", deleteShares),
	rest.Get("/protocols/smb/shares/{SmbShareId}", showShare),
	rest.Put("/protocols/smb/shares/{SmbShareId}", changeShare),
	rest.Delete("/protocols/smb/shares/{SmbShareId}", deleteShare),
	rest.Get("/protocols/smb/shares-summary", summarizeShares),
}

func findShare(r *rest.Request) (world.SMBShare, *rest.Answer) {
	s, ok := r.Cluster.SMB.Share(r.Zone(), r.Param("SmbShareId"))
	if !ok {
		return s, rest.Refuse(rest.NotFound("share", "Share '%s' not found.", r.Param("SmbShareId")))
	}
	return s, nil
}

func shownShare(r *rest.Request, s world.SMBShare) any {
	s.ID, s.ZID = s.Name, r.Cluster.ZoneNumber(s.Zone)
	return s
}

func listShares(r *rest.Request) rest.Answer {
	shares := r.Cluster.SMB.Shares(r.Zone())
	if skip, ok := r.Number("offset"); ok {
		shares = shares[min(max(skip, 0), len(shares)):]
	}
	return rest.Listing[world.SMBShare]{
		Key: "shares", Items: shares, Digest: true,
		Show: func(s world.SMBShare) any { return shownShare(r, s) },
	}.Answer(r)
}

func showShare(r *rest.Request) rest.Answer {
	s, bad := findShare(r)
	if bad != nil {
		return *bad
	}
	return rest.Item("shares", shownShare(r, s))
}

func createShare(r *rest.Request) rest.Answer {
	in := struct {
		world.SMBShare

		CreatePath bool   `json:"create_path"`
		InZone     string `json:"zone"`
	}{SMBShare: world.NewSMBShare(r.Zone(), "", "")}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	s := in.SMBShare
	if in.InZone != "" {
		r.SettleZone(&in.InZone)
		if r.Query.Has("zone") && in.InZone != r.Zone() {
			return rest.BadRequest("zone", "the zone in the body is not the zone in the query")
		}
		s.Zone = in.InZone
	}
	if bad := checkShare(r, &s, in.CreatePath); bad != nil {
		return *bad
	}
	if _, exists := r.Cluster.SMB.Share(s.Zone, s.Name); exists {
		return rest.Conflict("name", "Share '%s' already exists: File exists", s.Name)
	}
	if bad := shareCollision(r); bad != nil {
		return *bad
	}
	if in.CreatePath && !r.Cluster.FS.Exists(s.Path) {
		if bad := makeDirectory(r, s.Path); bad != nil {
			return *bad
		}
	}
	r.Cluster.SMB.PutShare(r.Cluster.Ordered(s))
	return rest.Created(s.Name)
}

func changeShare(r *rest.Request) rest.Answer {
	before, bad := findShare(r)
	if bad != nil {
		return *bad
	}
	in := struct {
		world.SMBShare

		InZone string `json:"zone"`
	}{SMBShare: before}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	after := in.SMBShare
	if in.InZone != "" && in.InZone != before.Zone {
		return rest.BadRequest("zone", "a share cannot move to another access zone")
	}
	if bad := checkShare(r, &after, false); bad != nil {
		return *bad
	}
	if _, taken := r.Cluster.SMB.Share(after.Zone, after.Name); taken && !strings.EqualFold(after.Name, before.Name) {
		return rest.Conflict("name", "Share '%s' already exists: File exists", after.Name)
	}
	if bad := shareCollision(r); bad != nil {
		return *bad
	}
	r.Cluster.SMB.RenameShare(before, r.Cluster.Ordered(after))
	return rest.Done()
}

func deleteShare(r *rest.Request) rest.Answer {
	s, bad := findShare(r)
	if bad != nil {
		return *bad
	}
	if bad := shareCollision(r); bad != nil {
		return *bad
	}
	r.Cluster.SMB.DeleteShare(s.Zone, s.Name)
	return rest.Done()
}

// deleteShares deletes every share of the zone, as a collection's DELETE does (behaviour.md 3).
func deleteShares(r *rest.Request) rest.Answer {
	if bad := shareCollision(r); bad != nil {
		return *bad
	}
	for _, s := range r.Cluster.SMB.Shares(r.Zone()) {
		r.Cluster.SMB.DeleteShare(s.Zone, s.Name)
	}
	return rest.Done()
}

func summarizeShares(r *rest.Request) rest.Answer {
	return rest.OK(map[string]any{"summary": map[string]any{"count": len(r.Cluster.SMB.Shares(r.Zone()))}})
}
