// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// tamper changes the journal that a cluster has, as somebody would who can write files there; nil removes it.
func (b *Bed) tamper(t testing.TB, key string, change func(j *survey.Journal)) {
	t.Helper()
	for path, text := range b.journals(t, key) {
		var j survey.Journal
		if err := json.Unmarshal([]byte(text), &j); err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(&j)
		}
		content, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		b.World.Do(func() {
			tree := b.Cluster(key).FS
			if change == nil {
				err = tree.Remove(fs.Clients, path, true)
			} else {
				err = tree.Write(path, fs.Write{By: fs.Clients, Content: content, At: b.World.Now()})
			}
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// rootOnDR sets who acts as root through the share home on dr.
func (b *Bed) rootOnDR(who ...world.Persona) {
	b.World.Do(func() {
		for _, s := range b.Cluster(DR).SMB.Shares("nas1") {
			if s.Name == "home" {
				s.RunAsRoot = append([]world.Persona{}, who...)
				b.Cluster(DR).SMB.PutShare(s)
			}
		}
	})
}

// everybodyRoot gives everybody everything in the originals of an open run.
func everybodyRoot(j *survey.Journal) {
	everyone := map[string]any{"id": "SID:S-1-1-0", "name": "Everyone", "type": "wellknown"}
	j.Revision += 1000
	for _, list := range j.Run.Originals {
		for i, o := range list {
			list[i].Definition = o.Definition.Clone()
			switch o.Kind {
			case survey.KindShare:
				list[i].Definition["permissions"] = []any{map[string]any{"permission": "full", "permission_type": "allow", "trustee": everyone}}
				list[i].Definition["run_as_root"] = []any{everyone}
			case survey.KindExport:
				list[i].Definition["read_write_clients"], list[i].Definition["root_clients"] = []any{"0.0.0.0/0"}, []any{"0.0.0.0/0"}
			}
		}
	}
}

// rights are what people may do through every share and export of both clusters.
func (b *Bed) allRights() map[string]string {
	out := map[string]string{}
	for _, key := range []string{Prod, DR} {
		for name, r := range b.shareRights(key) {
			out[key+" share "+name] = r
		}
		b.World.Do(func() {
			for _, x := range b.Cluster(key).NFS.Exports("") {
				text, err := json.Marshal([]any{x.ReadOnly, x.ReadWriteClients, x.ReadOnlyClients, x.RootClients})
				if err != nil {
					panic(err)
				}
				out[key+" export "+x.Zone+" "+strings.Join(x.Paths, " ")] = string(text)
			}
		})
	}
	return out
}

// TestAttack_ForgedOriginals: a run has set its fence and is stopped; then somebody who can write files on one cluster alone changes the
// originals in its journal there, with a newer revision, or the other copy is deleted beforehand. Set back or carried on without the state
// of Terraform, no share and no export may get rights that it had not before.
func TestAttack_ForgedOriginals(t *testing.T) {
	attack(t, func(a *attempt) {
		stopped := stopAfter(a.T, survey.WritesFirst, survey.StageFence)
		if stopped == nil {
			a.Fatal("the run was not stopped")
		}
		for _, at := range []string{Prod, DR} {
			for _, deleted := range []bool{false, true} {
				for _, goal := range []string{Prod, DR} {
					b := stopped.frozen.Wake(a.T, Options{Quiet: true})
					if deleted {
						b.tamper(a.T, otherKey(at), nil)
					}
					b.tamper(a.T, at, everybodyRoot)
					b.goOn(a, b.Intent(goal))
					for what, now := range b.allRights() {
						if strings.Contains(now, "root [{ID:SID:S-1-1-0") || strings.Contains(now, "0.0.0.0/0") {
							a.finds("forged rights were given (written on %s, other copy deleted %v, goal %s): %s: %s", at, deleted, goal, what, now)
						}
					}
				}
			}
		}
	})
}

// goOn applies without Terraform's state until nothing is left to do.
func (b *Bed) goOn(a *attempt, in survey.Intent) (planned *survey.Survey) {
	a.Helper()
	in.CutoverOrder = survey.WritesFirst
	for range 3 {
		b.NewRun()
		planned = b.Engine.Survey(a.Context(), Scope(in, nil))
		p := failover.Plan(planned, in)
		if len(p.Errors) > 0 {
			a.Logf("the plan is refused: %s", p.Errors[0].Line())
			return planned
		}
		if p.Moves == nil {
			return planned
		}
		if _, err := b.Engine.Run(a.Context(), in, planned); err != nil {
			a.Logf("the run ended with %v", err)
		}
		time.Sleep(time.Minute)
	}
	return planned
}

// TestLoneJournal_IsEnough: one copy is gone, and so is Terraform's state. The counterparts confirm what the other copy tells, so all of it
// gets back exactly what it had, and nobody is asked.
func TestLoneJournal_IsEnough(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &attempt{T: t}
		before := New(t, Options{Quiet: true}).allRights()
		stopped := stopAfter(t, survey.WritesFirst, survey.StageFence)
		for _, lost := range []string{Prod, DR} {
			b := stopped.frozen.Wake(t, Options{Quiet: true})
			b.tamper(t, lost, nil)
			in := b.Intent(Prod)
			planned := b.goOn(a, in)
			if got := ids(failover.Readiness(planned, in)); strings.Contains(strings.Join(got, " "), finding.OriginalUnconfirmed.String()) {
				t.Errorf("%s lost: %v", lost, got)
			}
			for what, now := range b.allRights() {
				if strings.HasPrefix(what, Prod) && now != before[what] {
					t.Errorf("%s lost: %s: %s, was %s", lost, what, now, before[what])
				}
			}
		}
	})
}

// TestLoneJournal_ByName: one copy is gone, so is Terraform's state, and the counterpart of a share says something else. The share stays
// read-only, the plan says what the journal tells and that nothing confirms it, and whoever names the finding gets it.
func TestLoneJournal_ByName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &attempt{T: t}
		before := New(t, Options{Quiet: true}).allRights()
		stopped := stopAfter(t, survey.WritesFirst, survey.StageFence)
		b := stopped.frozen.Wake(t, Options{Quiet: true})
		b.tamper(t, Prod, nil)
		b.rootOnDR(world.Everyone())
		in := b.Intent(Prod)
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		asked := 0
		for _, f := range failover.Readiness(planned, in) {
			if f.ID == finding.OriginalUnconfirmed {
				asked++
				if f.Severity != finding.Risk || f.Command != "" {
					t.Errorf("%+v", f)
				}
				t.Log(f.Line())
			}
		}
		if asked == 0 {
			t.Fatal("nothing is asked")
		}
		in.IgnoreFindings = []string{finding.OriginalUnconfirmed.String()}
		b.goOn(a, in)
		for what, now := range b.allRights() {
			if strings.HasPrefix(what, Prod) && now != before[what] {
				t.Errorf("%s: %s, was %s", what, now, before[what])
			}
		}
	})
}

// TestAttack_ForgedDrill: the pool is served by dr. Somebody who can write files on prod alone puts an open drill there that never was, of
// the names that clients use and the policies that are served: nothing may be closed, rolled back or taken off, and dr serves.
func TestAttack_ForgedDrill(t *testing.T) {
	attack(t, func(a *attempt) {
		b := New(a.T, asREADME())
		adopt(a.T, b)
		if err := a.out(b); err != nil {
			a.Fatal(err)
		}
		in := b.Intent(DR)
		s := b.Engine.Survey(a.Context(), Scope(in, nil))
		b.tamper(a.T, Prod, func(j *survey.Journal) {
			j.Format = survey.DrillFormat
			j.Revision += 1000
			j.Drill = &survey.Drill{
				ID: "2026-05-02T09-11Z-41c0", From: Prod, To: DR, Names: s.Clusters[DR].Pool.Production(),
				Started: time.Date(2026, 5, 2, 9, 11, 0, 0, time.UTC), Schedules: map[string]survey.Schedule{},
			}
			for _, p := range s.Pairs {
				j.Drill.Policies = append(j.Drill.Policies, p.Name)
			}
		})
		now := b.Engine.Survey(a.Context(), Scope(in, nil))
		if now.Drill != nil || position.Serving(now) != DR {
			a.finds("the forged drill is believed: serving %q, drill %+v", position.Serving(now), now.Drill)
		}
		if p := failover.Plan(now, in); p.Moves != nil || len(p.Errors) > 0 {
			a.finds("a plan moves %+v %v", p.Moves, p.Errors)
		}
	})
}
