// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// TestAttack_ForgedJournalAtTheStandby: somebody who can write files on the standby alone puts a journal there, with an open run that
// never was and "originals" that give everybody everything on the cluster that serves. The configuration is unchanged, private state knows
// no run, and the copy on the other cluster tells of none: the rights of no share may change.
func TestAttack_ForgedJournalAtTheStandby(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a.T, asREADME())
		b.everyoneReads()
		adopt(a.T, b)
		in := b.Intent(Prod)
		prior := b.Engine.Survey(a.Context(), Scope(in, nil))
		before := b.shareRights(Prod)
		forged := 0
		for path, text := range b.journals(a.T, Prod) {
			b.forge(a.T, path, text, prior)
			forged++
		}
		if forged != 1 {
			a.Fatalf("%d journals", forged)
		}
		b.NewRun()
		planned := b.Engine.Survey(a.Context(), Scope(in, prior))
		if p := failover.Plan(planned, in); len(p.Errors) == 0 {
			if _, err := b.Engine.Run(a.Context(), in, planned); err != nil {
				a.Logf("the run ended with %v", err)
			}
		}
		for name, rights := range b.shareRights(Prod) {
			if rights != before[name] {
				a.finds("the forged rights were given: share %s on %s: %s, was %s", name, Prod, rights, before[name])
			}
		}
	})
}

// forge writes a newer copy of a journal to the standby, with an open run that would give everybody all rights on every share.
func (b *Bed) forge(t testing.TB, path, text string, s *survey.Survey) {
	t.Helper()
	var j survey.Journal
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		t.Fatal(err)
	}
	everyone := map[string]any{"id": "SID:S-1-1-0", "name": "Everyone", "type": "wellknown"}
	j.Revision += 1000
	j.Run = &survey.RunRecord{
		ID: "2026-05-02T09-11Z-41c0", From: Prod, To: DR, Started: time.Date(2026, 5, 2, 9, 11, 0, 0, time.UTC),
		Names: s.Clusters[Prod].Pool.Production(), Schedules: map[string]survey.Schedule{}, Witnesses: survey.Witnesses{},
		Originals: map[string][]survey.Object{},
	}
	for _, o := range s.Clusters[Prod].Objects {
		if o.Kind != survey.KindShare {
			continue
		}
		o.Definition = o.Definition.Clone()
		o.Definition["permissions"] = []any{map[string]any{"permission": "full", "permission_type": "allow", "trustee": everyone}}
		o.Definition["run_as_root"] = []any{everyone}
		j.Run.Originals[Prod] = append(j.Run.Originals[Prod], o)
	}
	content, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	b.World.Do(func() {
		if err := b.Cluster(DR).FS.Write(path, fs.Write{By: fs.Clients, Content: content, At: b.World.Now()}); err != nil {
			t.Fatal(err)
		}
	})
}

// everyoneReads makes every share one that everybody may read and nobody may write, which is also what a fence leaves.
func (b *Bed) everyoneReads() {
	b.World.Do(func() {
		for _, key := range []string{Prod, DR} {
			smb := &b.Cluster(key).SMB
			for _, s := range smb.Shares("") {
				s.Permissions = []world.SMBPermission{{Permission: "read", Type: "allow", Trustee: world.Everyone()}}
				s.RunAsRoot = []world.Persona{}
				smb.PutShare(s)
			}
		}
	})
}

// shareRights are the permissions and root users of all shares of a cluster, by zone and name.
func (b *Bed) shareRights(key string) map[string]string {
	out := map[string]string{}
	b.World.Do(func() {
		for _, s := range b.Cluster(key).SMB.Shares("") {
			out[s.Zone+"/"+s.Name] = fmt.Sprintf("%+v, root %+v", s.Permissions, s.RunAsRoot)
		}
	})
	return out
}
