// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// turn switches a policy on or off, as a person does.
func (b *Bed) turn(t *testing.T, key, policy, enabled string) {
	t.Helper()
	for range 60 {
		if status, _ := b.Raw(t, key).Do(http.MethodPut, "/platform/14/sync/policies/"+policy, `{"enabled":`+enabled+`}`); status/100 == 2 {
			time.Sleep(time.Minute) // bubble: flags lag behind
			return
		}
		time.Sleep(10 * time.Second) // bubble: a job of the schedule runs
	}
	t.Fatalf("policy %s on %s cannot be changed", policy, key)
}

// enabled tells whether a policy is switched on.
func (b *Bed) enabled(t *testing.T, key, policy string) bool {
	t.Helper()
	return b.Look(t, key).Policies[policy]["enabled"] == true
}

// TestPolicyOff_AtRest: since the first failover a policy that somebody has switched off shows what the last moments of a resync prep show.
// It is no half-done run: nothing is planned, the policy stays off, and a move is refused until somebody has switched it on again.
func TestPolicyOff_AtRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		for _, side := range []string{DR, Prod} {
			move(t, b, side)
			policy := map[string]string{DR: "nas1_mirror", Prod: "nas1"}[side]
			b.turn(t, side, policy, "false")
			in, away := b.Intent(side), b.Intent(other(side))
			s := b.Engine.Survey(t.Context(), Scope(in, nil))
			if p := failover.Plan(s, in); failover.Due(s, in) || failover.Unfinished(s) != "" || p.Moves != nil || len(p.Errors) > 0 {
				t.Errorf("on %s: due %v, unfinished %q, %+v, %v", side, failover.Due(s, in), failover.Unfinished(s), p.Moves, p.Errors)
			}
			f := findingOf(t, failover.Readiness(s, in), "policy_disabled")
			if f.Severity != finding.Risk || !strings.Contains(f.Object, policy+" on "+side) {
				t.Errorf("where it is: %s %s", f.Severity, f.Line())
			}
			p := failover.Plan(b.Engine.Survey(t.Context(), Scope(away, nil)), away)
			if f := findingOf(t, p.Errors, "policy_disabled"); !strings.Contains(f.Object, policy+" on "+side) || !strings.Contains(f.Call, policy) {
				t.Errorf("away: %s\n%s", f.Line(), f.Call)
			}
			if b.enabled(t, side, policy) {
				t.Errorf("%s was switched on", policy)
			}
			b.turn(t, side, policy, "true")
		}
		finished(t, b)
	})
}

// TestPolicyOff_BeforeTheNames: a policy that is switched off in the midst of the run would leave its data read-only behind the names. The
// run ends before them, puts back what it did, and does not switch the policy on.
func TestPolicyOff_BeforeTheNames(t *testing.T) {
	t.Parallel()
	for _, order := range []string{survey.NamesFirst, survey.WritesFirst} {
		for _, cycles := range []int{0, 1} {
			t.Run(order+map[int]string{0: "/first", 1: "/again"}[cycles], func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					var b *Bed
					armed := false
					b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
						if armed && st == survey.StageLastSync {
							armed = false
							b.turn(t, Prod, "nas1", "false")
						}
					}})
					adopt(t, b)
					for range cycles {
						move(t, b, DR)
						move(t, b, Prod)
					}
					before := b.Everything(t)
					const aliases = "dr pool: sc_dns_zone_aliases" // see restored
					before[aliases] = strings.Replace(before[aliases], `,"igls-original-fin.demo.local"`, "", 1)
					armed = true
					in := b.Intent(DR)
					in.CutoverOrder = order
					b.NewRun()
					_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
					if err == nil || !strings.Contains(err.Error(), "policy_disabled: SyncIQ policy nas1 on prod: is disabled") {
						t.Fatalf("the run ended with %v", err)
					}
					if b.enabled(t, Prod, "nas1") {
						t.Error("the policy was switched on")
					}
					b.turn(t, Prod, "nas1", "true")
					restored(t, b, before)
				})
			})
		}
	}
}

// TestPolicyOff_BehindTheNames: the names are on dr, the policy is switched off, and the run is killed. Clients wait for the copy, which
// needs no policy to be opened: the next apply opens it and ends right.
func TestPolicyOff_BehindTheNames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.NamesFirst, survey.StageNames)
		of := *a.seed
		of.b = a.frozen.Wake(t, Options{Quiet: true})
		for _, p := range of.b.Site.Policies {
			of.b.turn(t, Prod, p, "false")
		}
		goOn(t, &of, of.b, a.intent, a.planned)
	})
}

// TestPolicyOff_NeverRun: somebody has ignored that a policy was never run. The pool moves without it, the run ends, and going back in the
// midst of it ends as well.
func TestPolicyOff_NeverRun(t *testing.T) {
	t.Parallel()
	for _, back := range []bool{false, true} {
		t.Run(map[bool]string{false: "forth", true: "back"}[back], func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				b := New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
					if back && st == survey.StageFence {
						stop()
					}
				}})
				adopt(t, b)
				r := &ready{Bed: b, t: t}
				r.newPolicy(true)
				in := b.Intent(DR)
				in.Policies = append(in.Policies, "new")
				in.IgnoreFindings = []string{"policy_never_run"}
				planned := b.Engine.Survey(t.Context(), Scope(in, nil))
				_, err := b.Engine.Run(ctx, in, planned)
				at := DR
				if back {
					in.Active, at = Prod, Prod
					planned = b.Engine.Survey(t.Context(), Scope(in, nil))
					if p := failover.Plan(planned, in); len(p.Errors) > 0 || p.Moves == nil || p.Moves.Kind != survey.KindAbort {
						t.Fatalf("the plan back is %+v, %v", p.Moves, p.Errors)
					}
					_, err = b.Engine.Run(t.Context(), in, planned)
				}
				if err != nil {
					t.Fatal(err)
				}
				s := b.Engine.Survey(t.Context(), Scope(in, nil))
				open := s.Run != nil && back
				if position.Serving(s) != at || open || len(s.Clusters[at].Objects) == 0 {
					t.Errorf("serving %q, run open %v", position.Serving(s), s.Run != nil)
				}
			})
		})
	}
}
