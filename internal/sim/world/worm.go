// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// WORMDomain is a SmartLock directory. That there is one is known; how the API shows it is assumed (see dial.WORMDomains).
type WORMDomain struct {
	ID   int64  `json:"id"`
	Path string `json:"path"`
	Type string `json:"type"` // enterprise or compliance
}

// AddWORMDomain makes a directory a SmartLock one.
func (c *Cluster) AddWORMDomain(path, kind string) {
	c.WORM = append(slices.Clip(c.WORM), WORMDomain{int64(len(c.WORM) + 1), path, kind})
}

// SmartLocked tells whether a directory is, holds or lies in a SmartLock one.
func (c *Cluster) SmartLocked(path string) bool {
	return slices.ContainsFunc(c.WORM, func(d WORMDomain) bool { return fs.Within(path, d.Path) || fs.Within(d.Path, path) })
}
