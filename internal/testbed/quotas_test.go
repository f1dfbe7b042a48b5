// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const quotaRoot = "/ifs/data/nas1"

// everyQuota seeds quotas of every type and in every condition under the directory of policy nas1.
func everyQuota(t *testing.T, b *Bed) {
	t.Helper()
	b.World.Do(func() {
		c := b.World.Cluster(b.Site.From)
		c.Quota.ScanTime = time.Nanosecond
		defer func() { c.Quota.ScanTime = 0 }()
		for _, dir := range []string{"a/deep", "a/deep/er", "teams/red", "teams/blue", "full", "quiet"} {
			if err := c.FS.Mkdir(quotaRoot+"/"+dir, true, fs.Write{At: b.World.Now()}); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.FS.Write(quotaRoot+"/full/big", fs.Write{Bytes: 1 << 20, At: b.World.Now()}); err != nil {
			t.Fatal(err)
		}
		add := func(dir, kind string, change func(*world.QuotaDomain)) world.QuotaDomain {
			q := world.NewQuota(quotaRoot+"/"+dir, kind)
			q.Enforced = true
			change(&q)
			return c.SeedQuota(q)
		}
		hard := func(n int64) func(*world.QuotaDomain) { return func(q *world.QuotaDomain) { q.Thresholds.Hard = &n } }
		alice, _ := c.Auth.Principal(`DEMO\alice`)
		bob, _ := c.Auth.Principal(`DEMO\bob`)
		finance, _ := c.Auth.Principal(`DEMO\finance`)
		// Nested, the inner one wider than the outer.
		add("a/deep", "directory", hard(1<<30))
		add("a/deep/er", "directory", hard(20<<30))
		// Defaults with quotas that follow them, and one beside them that does not.
		add("b", "default-group", hard(3<<30))
		add("teams", "default-directory", hard(4<<30))
		for _, who := range []world.Principal{alice, bob} {
			persona := who.Persona()
			if _, ok := c.LinkedQuota(quotaRoot+"/home", "default-user", &persona, ""); !ok && who.Name != alice.Name {
				t.Errorf("no linked quota of %s", who.Name)
			}
		}
		// One of a directory that follows a default quota: OneFS makes it for a directory that somebody creates, and for no other.
		if err := c.FS.Mkdir(quotaRoot+"/teams/green", true, fs.Write{At: b.World.Now()}); err != nil {
			t.Fatal(err)
		}
		if _, ok := c.LinkedQuota(quotaRoot+"/teams", "default-directory", nil, "green"); !ok {
			t.Error("no linked quota of a directory")
		}
		add("b", "group", func(q *world.QuotaDomain) { p := finance.Persona(); q.Persona = &p; hard(9 << 30)(q) })
		add("b", "user", func(q *world.QuotaDomain) { p := bob.Persona(); q.Persona = &p; hard(8 << 30)(q) })
		// Over its limit already.
		add("full", "directory", hard(1<<10))
		// Soft with a grace, and percentages.
		add("teams/blue", "directory", func(q *world.QuotaDomain) {
			soft, grace, h := int64(1<<30), int64(86400), int64(2<<30)
			q.Thresholds = world.QuotaThresholds{Soft: &soft, SoftGrace: &grace, Hard: &h}
		})
		// No notifications at all, not even the defaults.
		silent := add("quiet", "directory", hard(7<<30))
		c.Quota.SetRules(silent.ID, []world.QuotaRule{})
		// Accounting only.
		accounting := world.NewQuota(quotaRoot+"/quiet", "user")
		p := alice.Persona()
		accounting.Persona = &p
		c.SeedQuota(accounting)
	})
	b.World.Do(func() { b.judgeFromNow() })
}

// TestQuotas_EveryKindMoves: quotas of all types go out and come back with limits and rules, and at no request is one of them on
// neither side.
func TestQuotas_EveryKindMoves(t *testing.T) {
	t.Parallel()
	rule := func(kind fault.Kind, method, path string, skip int) fault.Rule {
		return fault.Rule{Name: "quota", Kind: kind, Method: method, Path: path, Skip: skip, Count: 3, RetryAfter: time.Second}
	}
	for name, rules := range map[string]fault.Rules{
		"calm":              nil,
		"503 at creations":  {rule(fault.Status503, http.MethodPost, "/quota/quotas", 3)},
		"503 at rules":      {rule(fault.Status503, http.MethodPost, "/quota/quotas/*/notifications", 1)},
		"503 at deletions":  {rule(fault.Status503, http.MethodDelete, "/quota/quotas/*", 4)},
		"lost at creations": {rule(fault.DropAfter, http.MethodPost, "/quota/quotas", 3)},
		"lost at deletions": {rule(fault.DropAfter, http.MethodDelete, "/quota/quotas/*", 4)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{Quiet: true})
				everyQuota(t, b)
				time.Sleep(time.Minute) // the scans are over, and what was seeded is replicated
				b.World.Do(func() { b.judgeFromNow() })
				adopt(t, b)
				start := quotasOn(b, Prod)
				for _, side := range []string{DR, Prod} {
					b.World.Do(func() { b.World.Face.Faults = slices.Clone(rules) })
					move(t, b, side)
					if rules != nil {
						b.World.Do(func() {
							if b.World.Face.Faults.Hits("quota") == 0 {
								t.Error("the fault never struck")
							}
						})
					}
					if left := quotasOn(b, other(side)); len(left) > 0 {
						t.Errorf("left behind on %s:\n%s", other(side), Lines(left))
					}
					if diff := Unlike(start, quotasOn(b, side)); len(diff) > 0 {
						t.Errorf("quotas on %s are not what they were:\n%s", side, Lines(diff))
					}
				}
				if v := b.Violations(); len(v) > 0 {
					t.Errorf("violations:\n%s", Lines(v))
				}
			})
		})
	}
}

// TestQuotas_UnfinishedScan: a scan that is under way stands in the plan, by name. One that begins in the middle of a run is waited
// for, because a sync that meets it fails and leaves the policy conflicted; so is a scan on the receiving side before the first run
// of the mirror.
func TestQuotas_UnfinishedScan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		started := false
		begin := func(dir string) {
			b.World.Do(func() {
				c := b.World.Cluster(b.Site.From)
				c.Quota.ScanTime = 3 * time.Minute
				limit := int64(6 << 30)
				q := world.NewQuota(dir, "directory")
				q.IncludeSnapshots, q.Enforced, q.Thresholds.Hard = true, true, &limit
				if made := c.AddQuota(q); made.Ready {
					t.Error("the scan should take a while")
				}
				b.judgeFromNow()
			})
		}
		b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
			if st == survey.StageFence && !started {
				started = true
				begin(quotaRoot + "/b")
			}
		}})
		adopt(t, b)
		b.World.Do(func() { b.World.Cluster(b.Site.To).Quota.ScanTime = 20 * time.Minute })
		time.Sleep(time.Minute)
		begin(quotaRoot + "/a")
		in := b.Intent(DR)
		p := failover.Plan(b.Engine.Survey(t.Context(), Scope(in, nil)), in)
		unfinished := func(f finding.Finding) bool { return f.ID == finding.QuotaScanUnfinished }
		if !slices.ContainsFunc(slices.Concat(p.Errors, p.Warnings), unfinished) {
			t.Errorf("the plan says nothing of the scan: %v", p.Errors)
		}
		time.Sleep(3*time.Minute + time.Second)
		began := time.Now()
		moveInTrouble(t, b)
		if took := time.Since(began); took < 20*time.Minute || !started {
			t.Errorf("the run took %s and cannot have waited for both scans", took)
		}
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
	})
}

// moveInTrouble moves the pool to dr; quotas that appear in the middle of a run are not in its plan, so a second run may be needed.
func moveInTrouble(t *testing.T, b *Bed) {
	t.Helper()
	in := b.Intent(DR)
	for range 2 {
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		p := failover.Plan(planned, in)
		for _, f := range p.Errors {
			t.Fatal(f.Line())
		}
		if p.Moves == nil {
			return
		}
		_, err := b.Engine.Run(t.Context(), in, planned)
		if err != nil && !strings.Contains(err.Error(), "not approved by the plan") {
			t.Fatal(err)
		}
	}
	if p := failover.Plan(b.Engine.Survey(t.Context(), Scope(in, nil)), in); p.Moves != nil {
		t.Errorf("still to do: %v", p.Approved)
	}
}

// TestQuotas_ScanThatNeverEnds: with a scan that hangs on the receiving side clients are served, and the failure says so.
func TestQuotas_ScanThatNeverEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		b.Arrive(t, Prod, 0, false)
		seed := NewSeed(t, b)
		b.World.Do(func() { b.World.Cluster(b.Site.To).Quota.ScansStuck = true })
		in := b.Intent(DR)
		ctx, cancel := contextFor(t, 2*time.Hour)
		defer cancel()
		_, err := b.Engine.Run(ctx, in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		f := failureOf(t, err)
		if f.State != failure.ClientsUp {
			t.Errorf("the run ended with\n%s", f.Error())
		}
		truthful(t, seed, f)
		b.World.Do(func() { b.World.Cluster(b.Site.To).Quota.ScansStuck = false })
		time.Sleep(2 * time.Minute)
		again(t, b, seed, in)
	})
}

// quotasOn are the quotas under the policies' directories of a cluster that OneFS does not make by itself for users and groups, one line
// each.
func quotasOn(b *Bed, key string) []string {
	var out []string
	b.World.Do(func() {
		c := b.Cluster(key)
		for _, q := range c.Quota.All() {
			if q.IsLinked() && q.Type != "directory" || !strings.HasPrefix(q.Path, "/ifs/data/") {
				continue
			}
			who := ""
			if q.Persona != nil {
				who = q.Persona.ID
			}
			rules, own := c.Quota.Rules(q.ID)
			named := []string{}
			for _, r := range rules {
				named = append(named, canonical(r))
			}
			slices.Sort(named)
			out = append(out, fmt.Sprintf("%s %s %s: %s, enforced %v, container %v, on %s, snapshots %v, own rules %v %v",
				q.Type, q.Path, who, canonical(q.Thresholds), q.Enforced, q.Container, q.ThresholdsOn, q.IncludeSnapshots, own, named))
		}
	})
	slices.Sort(out)
	return out
}

func other(key string) string {
	if key == Prod {
		return DR
	}
	return Prod
}
