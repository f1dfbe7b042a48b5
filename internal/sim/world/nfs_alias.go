// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"path"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// NFSAlias is a second, short name of an exported path.
type NFSAlias struct {
	ID   string `json:"id" api:"read"`
	Name string `json:"name" required:"true" max:"255"` // with its leading slash
	Path string `json:"path" required:"true" max:"4096"`
	Zone string `json:"zone"`
}

// AliasHealth tells what is wrong with an alias: its path need not exist nor be exported when it is made [B§9].
func (c *Cluster) AliasHealth(a NFSAlias) string {
	if path.Clean(a.Path) != a.Path || !fs.Within(a.Path, "/ifs") {
		return "illegal path"
	}
	info, err := c.FS.Stat(a.Path)
	switch {
	case err != nil:
		return "path not found"
	case !info.Dir:
		return "illegal file type"
	}
	exports := c.NFS.Exports(a.Zone)
	if slices.ContainsFunc(exports, func(e NFSExport) bool { return slices.Contains(e.Paths, a.Name) }) {
		return "name conflict"
	}
	exported := slices.ContainsFunc(exports, func(e NFSExport) bool {
		return slices.ContainsFunc(e.Paths, func(p string) bool { return p == a.Path || e.AllDirs && fs.Within(a.Path, p) })
	})
	if !exported {
		return "not exported"
	}
	return "good"
}

// resolveAlias turns a mount path that begins with an alias into the path it stands for.
func (n *NFS) resolveAlias(zone, mount string) string {
	best := NFSAlias{}
	for _, a := range n.Aliases(zone) {
		if (mount == a.Name || strings.HasPrefix(mount, a.Name+"/")) && len(a.Name) > len(best.Name) {
			best = a
		}
	}
	if best.Name == "" {
		return mount
	}
	return path.Join(best.Path, strings.TrimPrefix(mount, best.Name))
}
