// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// TestRecordLost: somebody breaks the association of a policy on its target, and a scheduled run passes. An unchanged configuration then
// plans nothing, whatever a run of ours may have looked like; the pool is not protected; a move is refused with the reason. So it is for
// every policy, with the records of an adoption and without any, as after an import, and while the pool is on either side.
func TestRecordLost(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"fin", "nas1", "proj"} {
		for _, side := range []string{Prod, DR} {
			for _, imported := range []bool{false, true} {
				name := policy + " on " + side
				if imported {
					name += ", imported"
				}
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { loseRecord(t, policy, side, imported) })
				})
			}
		}
	}
}

func loseRecord(t *testing.T, policy, side string, imported bool) {
	b := New(t, Options{Quiet: true})
	if !imported || side == DR {
		adopt(t, b)
	}
	if side == DR {
		move(t, b, DR)
		time.Sleep(10 * time.Minute) // bubble
	}
	time.Sleep(90 * time.Second) // bubble: between two runs of the schedules
	on, replicates := other(side), policy
	if side == DR {
		replicates = policy + "_mirror"
	}
	id := ""
	b.World.Do(func() {
		p, _ := synciq.Of(b.Cluster(side)).Policy(replicates)
		id = p.ID
	})
	b.Raw(t, on).Must(http.MethodDelete, "/platform/7/sync/target/policies/"+id, "")
	time.Sleep(20 * time.Minute) // bubble: a scheduled run passes
	in := b.Intent(side)
	s := b.Engine.Survey(t.Context(), Scope(in, nil))
	if imported {
		s.Local, s.JournalRevision = nil, 0
	}
	d := failover.Decide(failover.Situation{Active: side, Policies: in.Policies, Intent: in, Survey: s})
	if d.Moving || len(d.Preview.Approved) > 0 {
		t.Errorf("nobody asked for\n%v", d.Preview.Approved)
	}
	if to := failover.Unfinished(s); to != "" {
		t.Errorf("a run to %s is taken for unfinished", to)
	}
	if position.Protected(s) {
		t.Error("a pool of which a policy has lost its target is called protected")
	}
	told := func(list []finding.Finding) bool {
		return slices.ContainsFunc(list, func(f finding.Finding) bool {
			return f.Key == policy && strings.Contains(f.Object+f.Text, "record") && f.Cure != ""
		})
	}
	if !told(d.Warnings) && !told(d.Errors) {
		t.Errorf("the plan does not tell that the record is gone:\n%s\n%s", lines(d.Errors), lines(d.Warnings))
	}
	away := b.Intent(on)
	p := failover.Plan(b.Engine.Survey(t.Context(), Scope(away, nil)), away)
	if !told(p.Errors) {
		t.Errorf("a move does not tell that the record is gone: %s", lines(p.Errors))
	}
}
