// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package invariant

import (
	"path"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// origins says, for every directory that a policy of the site moves, where it lies on the policy's home cluster: by cluster, then by the
// directory's path there.
type origins map[string]map[string]string

// origins looks at the site's policies on their home cluster.
func (m *Memory) origins(w *world.World) origins {
	out := origins{}
	from := w.Cluster(m.site.From)
	if from == nil {
		return out
	}
	for _, name := range m.site.Policies {
		p, ok := synciq.Of(from).Policy(name)
		if !ok {
			continue
		}
		out.add(from.Name, p.SourceRootPath, p.SourceRootPath)
		if target, ok := clients.TargetOf(w, p); ok {
			out.add(target, p.TargetPath, p.SourceRootPath)
		} else {
			out.add(m.site.To, p.TargetPath, p.SourceRootPath)
		}
	}
	return out
}

func (o origins) add(cluster, dir, home string) {
	if o[cluster] == nil {
		o[cluster] = map[string]string{}
	}
	o[cluster][dir] = home
}

// home is where a path of a cluster lies on the home cluster; ok is false if no policy of the site moves it.
func (o origins) home(cluster, p string) (string, bool) {
	for dir := path.Clean(p); ; dir = path.Dir(dir) {
		if there, ok := o[cluster][dir]; ok {
			return fs.Rebase(path.Clean(p), dir, there), true
		}
		if dir == "/" || dir == "." {
			return "", false
		}
	}
}
