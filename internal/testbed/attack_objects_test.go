// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// TestAttack_NoSnapshotBeforePrep: resync prep rolls the old side back; a snapshot "must be taken before it" if what was written there is
// to be kept (evidence-2.md E1).
func TestAttack_NoSnapshotBeforePrep(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		adopt(a.T, b)
		if err := a.out(b); err != nil {
			a.Fatal(err)
		}
		b.World.Do(func() {
			for _, policy := range b.Site.Policies {
				p, _ := synciq.Of(b.Cluster(Prod)).Policy(policy)
				kept := false
				for _, s := range b.Cluster(Prod).Snapshots.Values() {
					kept = kept || s.Path == p.SourceRootPath && !s.Expires.IsZero() && !strings.HasPrefix(s.Name, "SIQ-")
				}
				if !kept {
					a.finds("%s was rolled back without a snapshot that keeps what was written there", p.SourceRootPath)
				}
			}
		})
		a.judge(b)
	})
}

// TestAttack_LinkedQuotas: the quotas of directories that were created below a default-directory quota. OneFS does not make them again on
// the other side, because nobody creates the directories there (E5).
func TestAttack_LinkedQuotas(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		b.World.Do(func() {
			c := b.Cluster(Prod)
			limit := int64(4 << 30)
			q := world.NewQuota("/ifs/data/nas1/teams", "default-directory")
			q.Enforced, q.Thresholds.Hard = true, &limit
			for i, dir := range []string{"/ifs/data/nas1/teams", "/ifs/data/nas1/teams/red"} {
				if err := c.FS.Mkdir(dir, true, fs.Write{At: b.World.Now()}); err != nil {
					a.Fatal(err)
				}
				if i == 0 {
					c.SeedQuota(q)
				}
				c.DirectoryMade(dir)
			}
			b.judgeFromNow()
		})
		adopt(a.T, b)
		if err := a.out(b); err != nil {
			a.Logf("the run ended with %v", err)
		}
		a.judge(b)
	})
}

// releases moves the pool to a cluster of another release, and wants to be told before anything is written.
func releases(a *attempt, prod, dr string) {
	b := New(a, asREADME())
	b.World.Do(func() { b.Cluster(Prod).Config.Release, b.Cluster(DR).Config.Release = prod, dr })
	adopt(a.T, b)
	before := b.End()
	err := a.out(b)
	if diff := Unlike(before, b.End()); len(diff) > 0 {
		a.finds("dr runs %s and prod %s: SyncIQ cannot come back, and the run began: %v", dr, prod, err)
	}
}

// TestAttack_NewerTarget: a receiving cluster that is newer has no way back until the other one is upgraded (E4).
func TestAttack_NewerTarget(t *testing.T) {
	attack(t, func(a *attempt) { releases(a, "v9.5.0.0", "v9.7.0.0") })
}

// TestAttack_SameNameBothWays: two sites that are both active use one policy name in both directions. The policy that moves is the
// pool's, not the first by the alphabet.
func TestAttack_SameNameBothWays(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		policyBothWays(a, b)
		b.World.Do(func() { b.judgeFromNow() })
		err := a.out(b)
		if err != nil && !strings.Contains(err.Error(), "/ifs/data/abroad") {
			a.finds("two policies of the name nas1, and the refusal does not name both paths: %v", err)
		}
		a.judge(b)
		b.World.Do(func() {
			if down := invariant.Unserved(b.World); len(down) > 0 {
				a.finds("whoever follows a name cannot write: %s", Lines(down))
			}
		})
	})
}

// policyBothWays gives dr a policy of the name nas1 as well, which replicates to prod.
func policyBothWays(t testing.TB, b *Bed) {
	t.Helper()
	b.World.Do(func() {
		on, to := b.Cluster(DR), b.Cluster(Prod)
		for _, c := range []*world.Cluster{on, to} {
			if err := c.FS.Mkdir("/ifs/data/abroad", false, fs.Write{At: b.World.Now()}); err != nil {
				t.Fatal(err)
			}
		}
		s := synciq.NewPolicySettings()
		s.Name, s.SourceRootPath, s.TargetPath, s.TargetHost = "nas1", "/ifs/data/abroad", "/ifs/data/abroad", "ps1.demo.local"
		synciq.Of(on).AddPolicy(s, true, "")
	})
	b.Raw(t, DR).Must("POST", "/platform/15/sync/jobs", `{"id":"nas1"}`)
	time.Sleep(time.Minute) // bubble
}
