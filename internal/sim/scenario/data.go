// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package scenario

import (
	"fmt"
	"path"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// JournalDirectory is prepared on both clusters, as the provider's documentation asks for.
const JournalDirectory = "/ifs/.onefs-failover"

// data makes directories and files. Only the serving cluster has the data of the policies; replication brings it over.
func (b *builder) data() error {
	return b.both(func(c *world.Cluster, serving bool) error {
		service := fs.Attr{Mode: "0700", Owner: username, Group: "wheel"}
		steps := []error{
			c.FS.Mkdir(JournalDirectory, true, fs.Write{At: b.w.Now(), Attr: service}),
			c.FS.Mkdir(b.rootOn(serving), true, fs.Write{At: b.w.Now()}),
			c.FS.Mkdir("/ifs/eng/builds", true, fs.Write{At: b.w.Now()}),
			c.FS.Mkdir("/ifs/home", true, fs.Write{At: b.w.Now()}),
			c.FS.Write("/ifs/eng/builds/readme", fs.Write{Bytes: 2048, At: b.w.Now()}),
		}
		if serving {
			for i, p := range b.policies {
				steps = append(steps, b.tree(c, b.source(p.name), i))
			}
		}
		if serving {
			for i := range b.many() {
				steps = append(steps, c.FS.Mkdir(b.quotaDir(i), true, fs.Write{At: b.w.Now()}))
			}
		}
		for _, err := range steps {
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// tree fills the directory of a policy with a little data.
func (b *builder) tree(c *world.Cluster, root string, seed int) error {
	for _, dir := range []string{"a", "b", "home"} {
		if err := c.FS.Mkdir(path.Join(root, dir), true, fs.Write{At: b.w.Now()}); err != nil {
			return err
		}
		for i := range 2 + seed%2 {
			file := path.Join(root, dir, fmt.Sprintf("file%d", i))
			attr := fs.Attr{Mode: "0644", Owner: b.person("alice"), Group: b.person("finance")}
			if err := c.FS.Write(file, fs.Write{Bytes: 4096, At: b.w.Now(), Attr: attr}); err != nil {
				return err
			}
		}
	}
	return nil
}
