// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// TestEmergency_RightsMissing: a right that is missing stops neither the move away from a lost cluster nor its isolation when it is back.
// What cannot be done without it is left, and said.
func TestEmergency_RightsMissing(t *testing.T) {
	t.Parallel()
	t.Run("SPNs, uncontrolled", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := ordinary(t, Options{}, nil)
			d.b.World.Do(func() { d.b.World.Forest.Grant("PS2$", "ps2", ad.None) })
			d.lose()
			in := d.to()
			s, _ := d.plan(d.gone, in)
			out, err := d.gone.Engine.Run(t.Context(), in, s)
			f := failureOf(t, err)
			if position.Serving(out.Survey) != DR || !position.Writable(out.Survey, DR) {
				t.Errorf("served by %q, writable %v: %v", position.Serving(out.Survey), position.Writable(out.Survey, DR), f)
			}
			if f.Stage != survey.StageSPNs {
				t.Errorf("it ended at stage %s: %v", f.Stage, f)
			}
		})
	})
	t.Run("a privilege, isolate", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := ordinary(t, Options{}, nil)
			d.lose()
			d.takeOver()
			d.b.World.Do(func() {
				c := d.b.Cluster(DR)
				role, _ := c.Auth.Role(world.SystemZone, "Failover")
				role.Privileges = slices.DeleteFunc(slices.Clone(role.Privileges), func(p world.Privilege) bool { return p.ID == "ISI_PRIV_QUOTA" })
				role.Privileges = append(role.Privileges, world.Privilege{ID: "ISI_PRIV_QUOTA", Permission: "r"})
				c.Auth.PutRole(role)
			})
			d.comeBack()
			in := d.to()
			s, p := d.plan(d.b, in)
			if p.Moves == nil || p.Moves.Kind != survey.KindIsolate || len(s.Clusters[DR].Lacks) == 0 {
				t.Fatalf("plan %+v, errors %v, lacks %v", p.Moves, p.Errors, s.Clusters[DR].Lacks)
			}
			out, err := d.b.Engine.Run(t.Context(), in, s)
			if err != nil {
				t.Fatal(err)
			}
			if failover.Unfinished(out.Survey) != "" || position.Serving(out.Survey) != DR {
				t.Errorf("unfinished %q, served by %q", failover.Unfinished(out.Survey), position.Serving(out.Survey))
			}
		})
	})
}
