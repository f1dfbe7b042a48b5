// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"

// QuotaUsage is what a quota counts (/quota/quotas, version 15). The simulated files have neither protection nor compression, so
// physical and logical sizes are the same.
type QuotaUsage struct {
	AppLogical              int64 `json:"applogical"`
	AppLogicalReady         bool  `json:"applogical_ready"`
	FSLogical               int64 `json:"fslogical"`
	FSLogicalReady          bool  `json:"fslogical_ready"`
	FSPhysical              int64 `json:"fsphysical"`
	FSPhysicalReady         bool  `json:"fsphysical_ready"`
	Inodes                  int64 `json:"inodes"`
	InodesReady             bool  `json:"inodes_ready"`
	Physical                int64 `json:"physical"`
	PhysicalData            int64 `json:"physical_data"`
	PhysicalDataReady       bool  `json:"physical_data_ready"`
	PhysicalProtection      int64 `json:"physical_protection"`
	PhysicalProtectionReady bool  `json:"physical_protection_ready"`
	PhysicalReady           bool  `json:"physical_ready"`
	ShadowRefs              int64 `json:"shadow_refs"`
	ShadowRefsReady         bool  `json:"shadow_refs_ready"`
}

// QuotaUse counts what a quota sees now. Until its scan has ended every ready flag is false.
func (c *Cluster) QuotaUse(d QuotaDomain) QuotaUsage {
	bytes, inodes := c.counted(d)
	return QuotaUsage{
		AppLogical: bytes, AppLogicalReady: d.Ready, FSLogical: bytes, FSLogicalReady: d.Ready, FSPhysical: bytes,
		FSPhysicalReady: d.Ready, Inodes: inodes, InodesReady: d.Ready, Physical: bytes, PhysicalData: bytes,
		PhysicalDataReady: d.Ready, PhysicalProtectionReady: d.Ready, PhysicalReady: d.Ready, ShadowRefsReady: d.Ready,
	}
}

// counted is what lies under the quota's path and, for a quota of one user or group, belongs to that one.
func (c *Cluster) counted(d QuotaDomain) (bytes, inodes int64) {
	if d.Persona == nil {
		u := c.FS.Usage(d.Path)
		return u.Bytes, u.Files + u.Dirs
	}
	c.FS.Walk(d.Path, func(i fs.Info) bool {
		owner := i.Owner
		if d.Type == "group" {
			owner = i.Group
		}
		if owner == d.Persona.Name {
			bytes += i.Size
			inodes++
		}
		return true
	})
	return bytes, inodes
}

// QuotaDenies returns an enforced quota whose hard limit a write of so many bytes at a path would pass; user and group are the
// writer's. A quota that is not ready enforces nothing yet.
func (c *Cluster) QuotaDenies(at, user, group string, adds int64) (QuotaDomain, bool) {
	for _, d := range c.Quota.quotas.All() {
		if !d.Enforced || !d.Ready || d.IsDefault() || d.Thresholds.Hard == nil || !fs.Within(at, d.Path) {
			continue
		}
		if d.Type == "user" && d.Persona != nil && d.Persona.Name != user ||
			d.Type == "group" && d.Persona != nil && d.Persona.Name != group {
			continue
		}
		if used, _ := c.counted(d); used+adds > *d.Thresholds.Hard {
			return d, true
		}
	}
	return QuotaDomain{}, false
}
