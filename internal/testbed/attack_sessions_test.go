// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// lateWriters lets people who stood idle since before the fence write at the end of the last sync, and tells how many were acknowledged.
func lateWriters(a *attempt, b **Bed, names *[]string, late *int) func(survey.StageID, *survey.Survey, *survey.Survey) {
	return after(survey.StageLastSync, func() {
		for _, n := range *names {
			(*b).World.Do(func() {
				if clients.Write((*b).World, n, "a/"+n, "late-"+n, 64) == nil {
					*late++
				}
			})
		}
	})
}

// TestAttack_SessionsOnOtherNodes: six people hold files open on the three nodes, write nothing during the quiet run, and write
// afterwards. Nobody told the provider the addresses of the nodes.
func TestAttack_SessionsOnOtherNodes(t *testing.T) {
	attack(t, func(a *attempt) {
		var b *Bed
		var names []string
		late := 0
		o := asREADME()
		o.AfterStage = lateWriters(a, &b, &names, &late)
		b = New(a, o)
		adopt(a.T, b)
		for i := range 6 {
			b.World.Do(func() {
				n, _, err := HoldFile(b.World, i)
				if err != nil {
					a.Fatal(err)
				}
				names = append(names, n)
			})
		}
		if err := a.out(b); err != nil {
			a.Logf("the run ended with %v", err)
		}
		if late > 0 {
			a.finds("%d of %d idle handles wrote after the last sync and were acknowledged", late, len(names))
		}
		a.judge(b)
	})
}

// TestAttack_AddressOnTwoPools: somebody works on the pool of another department and has a share of ours open as well, from one address.
func TestAttack_AddressOnTwoPools(t *testing.T) {
	attack(t, func(a *attempt) {
		var b *Bed
		names, late := []string{"win1"}, 0
		o := asREADME()
		o.AfterStage = lateWriters(a, &b, &names, &late)
		b = New(a, o)
		adopt(a.T, b)
		b.World.Do(func() {
			w := b.World
			for _, n := range []string{"win1", "win1-eng"} {
				clients.Add(w, clients.Client{Name: n, Address: "10.1.0.31", Protocol: clients.SMB, User: `DEMO\alice`})
			}
			err := errors.Join(
				clients.Connect(w, "win1", "nas1.demo.local", "nas1"),
				clients.Connect(w, "win1-eng", "eng-ps1.demo.local", "builds"))
			if err != nil {
				a.Fatal(err)
			}
			clients.StartWriter(w, clients.Writer{Client: "win1-eng", File: "log", Every: 5e9, Bytes: 1})
		})
		if err := a.out(b); err != nil {
			a.Logf("the run ended with %v", err)
		}
		a.judge(b)
	})
}

// allOfIfs lets an administrator mount all of /ifs, over the management pool, as upgraded clusters offer it (E15), stand idle during the
// run and write below a policy's directory when the last sync is over.
func allOfIfs(a *attempt, fence string) {
	var b *Bed
	o := asREADME()
	o.AfterStage = after(survey.StageLastSync, func() {
		b.World.Do(func() { _ = clients.Write(b.World, "admin", "data/nas1/a/plan.doc", "late", 64) })
	})
	b = New(a, o)
	b.World.Do(func() {
		share := world.NewSMBShare(world.SystemZone, "ifs", "/ifs")
		share.Permissions = []world.SMBPermission{{Permission: "full", Type: "allow", Trustee: world.Everyone()}}
		b.Cluster(Prod).SMB.PutShare(share)
		b.judgeFromNow()
		clients.Add(b.World, clients.Client{Name: "admin", Address: "10.1.0.7", Protocol: clients.SMB, User: `DEMO\alice`})
		if err := clients.Connect(b.World, "admin", "ps1.demo.local", "ifs"); err != nil {
			a.Fatal(err)
		}
		if err := clients.Write(b.World, "admin", "data/nas1/a/plan.doc", "early", 64); err != nil {
			a.Fatal(err)
		}
	})
	adopt(a.T, b)
	if err := a.out(b, func(in *survey.Intent) { in.Fence = fence }); err != nil {
		a.Logf("the run ended with %v", err)
	}
	a.judge(b)
}

func TestAttack_AllOfIfs(t *testing.T) {
	attack(t, func(a *attempt) { allOfIfs(a, survey.FenceSharesAndExports) })
}

func TestAttack_AllOfIfsInterfaces(t *testing.T) {
	attack(t, func(a *attempt) { allOfIfs(a, survey.FenceInterfaces) })
}

// TestAttack_PersistentHandles: a database holds a file by a handle that outlives its session, on a share with continuous availability,
// and a release that lets a reclaimed handle write on.
func TestAttack_PersistentHandles(t *testing.T) {
	attack(t, func(a *attempt) {
		var b *Bed
		o := asREADME()
		o.Build.Dials = map[string]string{"persistent_handles": "kept"}
		o.AfterStage = after(survey.StageLastSync, func() {
			b.World.Do(func() { _ = clients.Write(b.World, "sql", "a/db", "late", 64) })
		})
		b = New(a, o)
		b.World.Do(func() {
			continuous(b, Prod, DR)
			b.judgeFromNow()
			clients.Add(b.World, clients.Client{
				Name: "sql", Address: "10.1.0.13", Protocol: clients.SMB, User: `DEMO\alice`, Persistent: true,
			})
			held := clients.Connect(b.World, "sql", "nas1.demo.local", "nas1")
			if err := errors.Join(held, clients.Open(b.World, "sql", "a/db", true)); err != nil {
				a.Fatal(err)
			}
		})
		adopt(a.T, b)
		if err := a.out(b); err != nil {
			a.Logf("the run ended with %v", err)
		}
		a.judge(b)
	})
}

// TestAttack_ContinuousOnOneSide: continuous availability is "only at creation" (behaviour.md §9), so a share that has it on one side
// alone cannot be made alike. That is known before the run.
func TestAttack_ContinuousOnOneSide(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a, asREADME())
		b.World.Do(func() {
			continuous(b, Prod)
			b.judgeFromNow()
		})
		adopt(a.T, b)
		if err := a.out(b); err == nil || !strings.Contains(err.Error(), "the plan is refused") {
			a.finds("the plan does not tell that share nas1 cannot be made alike: %v", err)
		}
	})
}

// continuous gives the share nas1 continuous availability on some clusters. The lock is held.
func continuous(b *Bed, keys ...string) {
	for _, key := range keys {
		share, _ := b.Cluster(key).SMB.Share("nas1", "nas1")
		share.ContinuouslyAvailable = true
		b.Cluster(key).SMB.PutShare(share)
	}
}
