// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var smbShareRoutes = []Route{
	{"GET", "/protocols/smb/shares", listSMBShares},
	{"POST", "/protocols/smb/shares", createSMBShare},
	{"DELETE", "/protocols/smb/shares", deleteSMBShares},
	{"GET", "/protocols/smb/shares/{SmbShareId}", showSMBShare},
	{"PUT", "/protocols/smb/shares/{SmbShareId}", changeSMBShare},
	{"DELETE", "/protocols/smb/shares/{SmbShareId}", deleteSMBShare},
	{"GET", "/protocols/smb/shares-summary", summarizeSMBShares},
}

func (r *Request) share() (world.SMBShare, *Answer) {
	s, ok := r.Cluster.SMB.Share(r.Zone(), r.Param("SmbShareId"))
	if !ok {
		return s, refuse(NotFound("share", "Share '%s' not found.", r.Param("SmbShareId")))
	}
	return s, nil
}

func (r *Request) shownShare(s world.SMBShare) any {
	s.ID, s.ZID = s.Name, r.Cluster.ZoneNumber(s.Zone)
	return s
}

func listSMBShares(r *Request) Answer {
	shares := r.Cluster.SMB.Shares(r.Zone())
	if skip, ok := r.Number("offset"); ok {
		shares = shares[min(max(skip, 0), len(shares)):]
	}
	return Listing[world.SMBShare]{Key: "shares", Items: shares, Show: r.shownShare, Digest: true}.Answer(r)
}

func showSMBShare(r *Request) Answer {
	s, bad := r.share()
	if bad != nil {
		return *bad
	}
	return Item("shares", r.shownShare(s))
}

func createSMBShare(r *Request) Answer {
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
		if r.Query.Has("zone") && in.InZone != r.Zone() {
			return BadRequest("zone", "the zone in the body is not the zone in the query")
		}
		s.Zone = in.InZone
	}
	if bad := r.checkShare(&s, in.CreatePath); bad != nil {
		return *bad
	}
	if _, exists := r.Cluster.SMB.Share(s.Zone, s.Name); exists {
		return Conflict("name", "Share '%s' already exists: File exists", s.Name)
	}
	if bad := r.shareCollision(); bad != nil {
		return *bad
	}
	if in.CreatePath && !r.Cluster.FS.Exists(s.Path) {
		if bad := r.makeDirectory(s.Path); bad != nil {
			return *bad
		}
	}
	r.Cluster.SMB.PutShare(r.Cluster.Ordered(s))
	return Created(s.Name)
}

func changeSMBShare(r *Request) Answer {
	before, bad := r.share()
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
		return BadRequest("zone", "a share cannot move to another access zone")
	}
	if bad := r.checkShare(&after, false); bad != nil {
		return *bad
	}
	if _, taken := r.Cluster.SMB.Share(after.Zone, after.Name); taken && !strings.EqualFold(after.Name, before.Name) {
		return Conflict("name", "Share '%s' already exists: File exists", after.Name)
	}
	if bad := r.shareCollision(); bad != nil {
		return *bad
	}
	r.Cluster.SMB.RenameShare(before, r.Cluster.Ordered(after))
	return Done()
}

func deleteSMBShare(r *Request) Answer {
	s, bad := r.share()
	if bad != nil {
		return *bad
	}
	if bad := r.shareCollision(); bad != nil {
		return *bad
	}
	r.Cluster.SMB.DeleteShare(s.Zone, s.Name)
	return Done()
}

// deleteSMBShares deletes every share of the zone, as a collection's DELETE does (behaviour.md 3).
func deleteSMBShares(r *Request) Answer {
	if bad := r.shareCollision(); bad != nil {
		return *bad
	}
	for _, s := range r.Cluster.SMB.Shares(r.Zone()) {
		r.Cluster.SMB.DeleteShare(s.Zone, s.Name)
	}
	return Done()
}

func summarizeSMBShares(r *Request) Answer {
	return OK(map[string]any{"summary": map[string]any{"count": len(r.Cluster.SMB.Shares(r.Zone()))}})
}
