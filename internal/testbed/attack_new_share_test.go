// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// TestAttack_ShareNewSinceTheLastRun: a directory and its share were made after the last run of the policy, which has no schedule. The
// share cannot be made on the other side before the directory is there.
func TestAttack_ShareNewSinceTheLastRun(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		adopt(a.T, b)
		time.Sleep(90 * time.Second) // bubble: between two runs of the schedules
		for _, p := range b.Site.Policies {
			b.Raw(a, Prod).Must("PUT", "/platform/14/sync/policies/"+p, `{"schedule":""}`)
		}
		time.Sleep(10 * time.Minute) // bubble
		b.World.Do(func() {
			c := b.Cluster(Prod)
			for _, dir := range []string{"new", "newer"} {
				if err := c.FS.Mkdir("/ifs/data/nas1/"+dir, true, fs.Write{At: b.World.Now()}); err != nil {
					a.Fatal(err)
				}
				share := world.NewSMBShare("nas1", dir, "/ifs/data/nas1/"+dir)
				share.Permissions = []world.SMBPermission{{Permission: "full", Type: "allow", Trustee: world.Everyone()}}
				c.SMB.PutShare(share)
			}
			b.judgeFromNow()
		})
		if err := a.out(b); err != nil {
			a.finds("the run ended with %v", err)
		}
		a.judge(b)
		b.World.Do(func() {
			if _, ok := b.Cluster(DR).SMB.Share("nas1", "newer"); !ok {
				a.finds("the share is not on the other side")
			}
		})
	})
}
