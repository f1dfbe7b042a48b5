// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"encoding/base64"
	"encoding/binary"
	"path"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// EventQuotaScanned is the end of a QuotaScan; ID is the quota's.
const EventQuotaScanned EventKind = "quota.scanned"

// AddQuota makes a quota, gives it an id and returns it. Where the path holds files already, the quota is not ready until a
// QuotaScan has ended ("Creating one on a directory with data starts a QuotaScan", B§9). The caller has checked that it is new.
func (c *Cluster) AddQuota(d QuotaDomain) QuotaDomain {
	d = c.newQuota(d)
	d.Ready = c.FS.Usage(d.Path).Files == 0 || c.scanTime() == 0
	c.Quota.quotas.Put(d.ID, d)
	if !d.Ready {
		c.world.After(c.scanTime(), EventQuotaScanned, c.Name, d.ID, "")
	}
	return d
}

// SeedQuota makes a quota that has been there for long: it is ready.
func (c *Cluster) SeedQuota(d QuotaDomain) QuotaDomain {
	d = c.newQuota(d)
	d.Ready = true
	c.Quota.quotas.Put(d.ID, d)
	return d
}

func (c *Cluster) newQuota(d QuotaDomain) QuotaDomain {
	c.Quota.lastID++
	d.ID = quotaID(c.GUID, c.Quota.lastID)
	if !d.IsDefault() && d.Linked == nil {
		no := false
		d.Linked = &no
	}
	return d
}

// ChangeQuota replaces a quota. Linked quotas follow when it is a default one.
func (c *Cluster) ChangeQuota(d QuotaDomain) {
	c.Quota.quotas.Put(d.ID, d)
	if !d.IsDefault() {
		return
	}
	for _, each := range c.Quota.quotas.All() {
		if each.IsLinked() && follows(each, d) {
			c.Quota.quotas.Put(each.ID, each.from(d))
		}
	}
}

// DeleteQuota removes a quota with its rules and its scan, and tells whether there was one. Quotas linked to a default one go with
// it, because nothing is left that they could follow.
func (c *Cluster) DeleteQuota(id string) bool {
	d, ok := c.Quota.Get(id)
	if !ok {
		return false
	}
	c.dropQuota(id)
	if d.IsDefault() {
		for _, each := range c.Quota.quotas.All() {
			if each.IsLinked() && follows(each, d) {
				c.dropQuota(each.ID)
			}
		}
	}
	return true
}

func (c *Cluster) dropQuota(id string) {
	c.Quota.quotas.Delete(id)
	c.Quota.rules.Delete(id)
	c.world.Unschedule(EventQuotaScanned, c.Name, id)
}

// LinkedQuota makes the quota that a default one asks for, for one user, group or subdirectory, as OneFS does when that one first
// writes. ok is false if there is no default quota of that type at dir, or the linked one exists already.
func (c *Cluster) LinkedQuota(dir, defaultType string, who *Persona, subdirectory string) (made QuotaDomain, ok bool) {
	for _, d := range c.Quota.quotas.All() {
		if d.Type != defaultType || d.Path != dir {
			continue
		}
		linked := NewQuota(dir, linkedType(defaultType))
		if defaultType == "default-directory" {
			linked.Path = path.Join(dir, subdirectory)
		} else {
			linked.Persona = who
		}
		linked.IncludeSnapshots = d.IncludeSnapshots
		if _, exists := c.Quota.Find(linked); exists {
			return QuotaDomain{}, false
		}
		yes := true
		linked = linked.from(d)
		linked.Linked = &yes
		return c.AddQuota(linked), true
	}
	return QuotaDomain{}, false
}

// DirectoryMade gives a directory that somebody has created the quota that a default-directory quota above it asks for: linked quotas are
// for "immediate subdirectories that are created in it" (evidence-2.md E5), so not for those that replication brings, nor for those that
// were there before the default quota.
func (c *Cluster) DirectoryMade(dir string) {
	c.LinkedQuota(path.Dir(dir), "default-directory", nil, path.Base(dir))
}

// DefaultOf returns the default quota that a linked quota follows or could follow.
func (c *Cluster) DefaultOf(d QuotaDomain) (QuotaDomain, bool) {
	for _, each := range c.Quota.quotas.All() {
		if follows(d, each) {
			return each, true
		}
	}
	return QuotaDomain{}, false
}

// FollowDefault gives d what its default quota says.
func (d QuotaDomain) FollowDefault(of QuotaDomain) QuotaDomain { return d.from(of) }

func (d QuotaDomain) from(of QuotaDomain) QuotaDomain {
	d.Container, d.Enforced, d.Thresholds, d.ThresholdsOn = of.Container, of.Enforced, of.Thresholds, of.ThresholdsOn
	return d
}

func linkedType(defaultType string) string { return defaultType[len("default-"):] }

// follows tells whether d is of the kind that the default quota of makes.
func follows(d, of QuotaDomain) bool {
	if !of.IsDefault() || linkedType(of.Type) != d.Type || d.IncludeSnapshots != of.IncludeSnapshots {
		return false
	}
	if of.Type == "default-directory" {
		return path.Dir(d.Path) == of.Path
	}
	return d.Path == of.Path
}

func (c *Cluster) scanTime() time.Duration {
	if c.Quota.ScanTime > 0 {
		return c.Quota.ScanTime
	}
	return c.world.Dials.Duration(dial.QuotaScanTime)
}

// quotaScanned makes a quota ready. A stuck scan tries again later.
func (c *Cluster) quotaScanned(id string) {
	if c.Quota.ScansStuck {
		c.world.After(c.scanTime(), EventQuotaScanned, c.Name, id, "")
		return
	}
	c.Quota.quotas.Update(id, func(d *QuotaDomain) { d.Ready = true })
}

// UnscannedQuota returns a quota at or below a path whose QuotaScan has not ended. A SyncIQ job on such a path fails with
// "A new quota domain that has not finished QuotaScan has been found" [B§6, KB 000019414].
func (c *Cluster) UnscannedQuota(at string) (QuotaDomain, bool) {
	for _, d := range c.Quota.quotas.All() {
		if !d.Ready && fs.Within(d.Path, at) {
			return d, true
		}
	}
	return QuotaDomain{}, false
}

// quotaID is 32 characters of base64, as a recorded one looks: WACnAAEAAAAAAAAAAAAAQBUPAAAAAAAA [B§5].
func quotaID(guid string, number uint64) string {
	raw := make([]byte, 24)
	copy(raw, "X\x00\xa7\x00\x01")
	for i, b := range []byte(guid) {
		raw[5+i%3] += b
	}
	binary.LittleEndian.PutUint64(raw[14:], 0x4000000000000000|number*0x9e37)
	return base64.RawURLEncoding.EncodeToString(raw)
}
