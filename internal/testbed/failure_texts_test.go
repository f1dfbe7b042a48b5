// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// mishap is one thing that goes wrong in a failover to dr, and what the run must say then.
type mishap struct {
	name string
	// after is the stage after which the trouble begins; "" means before the run.
	after survey.StageID
	// strike makes the trouble, mend ends it. Both hold the lock of the world.
	strike, mend func(b *Bed)
	stage        survey.StageID
	state        failure.ClientState
	// says must be part of what failed.
	says string
	// restored: nothing of the run may be left.
	restored bool
	// slow: mending takes until lags are over.
	slow bool
}

const (
	ps1, ps2 = "ps1", "ps2"
	poolPath = "/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"
)

var broken = synciq.JobFault{Step: 0, State: "failed", Text: "the disk is on fire"}

func failNext(cluster, policy string, a siq.Action) func(b *Bed) {
	return func(b *Bed) { synciq.Of(b.World.Cluster(cluster)).FailNextJob(policy, a, broken) }
}

func strike(r fault.Rule) func(b *Bed) {
	return func(b *Bed) { b.World.Face.Faults = append(b.World.Face.Faults, r) }
}

func calm(b *Bed) { b.World.Face.Faults = nil }

// resolved clears the conflict that a failed run leaves, as `isi sync policies resolve` does.
func resolved(cluster, policy string) func(b *Bed) {
	return func(b *Bed) { synciq.Of(b.World.Cluster(cluster)).Act(siq.Resolve, policy, synciq.Request{}) }
}

var mishaps = []mishap{
	{
		name: "a journal that cannot be written", strike: strike(fault.Rule{
			Name: "journal", Kind: fault.ErrorBefore, Method: "PUT", Path: "/namespace/ifs/.onefs-failover/journals/...",
		}), mend: calm,
		stage: survey.StageStart, state: failure.ClientsUntouched, says: "journal", restored: true,
	},
	{
		name: "no right to write SPNs", strike: func(b *Bed) { b.World.Forest.Grant("PS2$", "ps2", ad.None) },
		mend:  func(b *Bed) { b.World.Forest.Delegate("ps1", "ps2") },
		stage: survey.StageStart, state: failure.ClientsUntouched, says: "PS2$", restored: true,
	},
	{
		name: "shares cannot be copied", strike: strike(fault.Rule{
			Name: "share", Kind: fault.ErrorBefore, Method: "POST", Cluster: ps2, Path: "/protocols/smb/shares",
		}), mend: calm,
		stage: survey.StageConfiguration, state: failure.ClientsUntouched, says: "share ", restored: true,
	},
	{
		name: "an export cannot be fenced", strike: strike(fault.Rule{
			Name: "export", Kind: fault.ErrorBefore, Method: "PUT", Cluster: ps1, Path: "/protocols/nfs/exports/*", Count: 6,
		}), mend: calm,
		stage: survey.StageFence, state: failure.ClientsUntouched, says: "export", restored: true,
	},
	{
		name: "the last sync fails", after: survey.StageFence, strike: failNext(ps1, "fin", siq.Sync), mend: resolved(ps1, "fin"),
		stage: survey.StageLastSync, state: failure.ClientsUntouched, says: "the disk is on fire", restored: true, slow: true,
	},
	{
		name: "the names are refused", strike: strike(fault.Rule{
			Name: "publish", Kind: fault.Status409, Method: "PUT", Cluster: ps2, Path: poolPath,
		}), mend: calm,
		stage: survey.StageNames, state: failure.ClientsReadOnly, says: "the names are live on prod again",
	},
	{
		name: "the SPN right is taken away", after: survey.StageLastSync, strike: func(b *Bed) { b.World.Forest.Grant("PS2$", "ps2", ad.None) },
		mend:  func(b *Bed) { b.World.Forest.Delegate("ps1", "ps2") },
		stage: survey.StageSPNs, state: failure.ClientsWithoutKerberos, says: "SPN",
	},
	{
		name: "allow_write fails", strike: failNext(ps2, "nas1", siq.AllowWrite), mend: func(*Bed) {},
		stage: survey.StageWrites, state: failure.ClientsDown, says: "the disk is on fire",
	},
	{
		name: "resync prep fails", strike: failNext(ps1, "nas1", siq.ResyncPrep), mend: func(*Bed) {},
		stage: survey.StageResyncPrep, state: failure.ClientsUp, says: "the disk is on fire",
	},
	{
		name: "the mirror's first run fails", after: survey.StageResyncPrep, strike: failNext(ps2, "nas1_mirror", siq.Sync),
		mend:  resolved(ps2, "nas1_mirror"),
		stage: survey.StageMirrorRun, state: failure.ClientsUp, says: "the disk is on fire", slow: true,
	},
	{
		name: "quotas cannot be created", strike: strike(fault.Rule{
			Name: "quota", Kind: fault.ErrorBefore, Method: "POST", Cluster: ps2, Path: "/quota/quotas",
		}), mend: calm,
		stage: survey.StageQuotas, state: failure.ClientsUp, says: "quota",
	},
	{
		name: "the fence cannot be lifted", after: survey.StageSchedule, strike: strike(fault.Rule{
			Name: "share", Kind: fault.ErrorBefore, Method: "PUT", Cluster: ps1, Path: "/protocols/smb/shares/nas1",
		}), mend: calm,
		stage: survey.StageFinish, state: failure.ClientsUp, says: "share nas1",
	},
	{
		name: "prod dies under the fence", after: survey.StageFence, strike: down(ps1), mend: mended(ps1),
		stage: survey.StageLastSync, state: failure.ClientsDown, says: "prod", slow: true,
	},
	{
		name: "dr dies after the names have moved", after: survey.StageNames, strike: down(ps2), mend: mended(ps2),
		stage: survey.StageWrites, state: failure.ClientsDown, says: "dr", slow: true,
	},
	{
		name: "prod dies when dr is writable", after: survey.StageWrites, strike: down(ps1), mend: mended(ps1),
		stage: survey.StageResyncPrep, state: failure.ClientsUp, says: "prod", slow: true,
	},
}

// mended brings a cluster back and clears the conflicts of runs that its absence has broken, as the plan's finding says.
func mended(name string) func(b *Bed) {
	return func(b *Bed) {
		up(name)(b)
		for _, c := range b.World.Clusters() {
			for _, p := range synciq.Of(c).Policies() {
				if p.Conflicted {
					resolved(c.Name, p.Name)(b)
				}
			}
		}
	}
}

func down(name string) func(b *Bed) { return func(b *Bed) { b.World.Cluster(name).Reachable = false } }

func up(name string) func(b *Bed) { return func(b *Bed) { b.World.Cluster(name).Reachable = true } }

// TestFailures_TellTheTruth lets one thing go wrong in each stage and holds headline, failed, now and next against the simulator. When the
// trouble is over, the same goal finishes.
func TestFailures_TellTheTruth(t *testing.T) {
	t.Parallel()
	for _, m := range mishaps {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { m.run(t) })
		})
	}
}

// bed is a site with people at work, on which it will happen.
func (m mishap) bed(t *testing.T) *Bed {
	t.Helper()
	var b *Bed
	struck := false
	b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
		if st == m.after && !struck {
			struck = true
			b.World.Do(func() { m.strike(b) })
		}
	}})
	adopt(t, b)
	b.Arrive(t, Prod, 0, false)
	return b
}

func (m mishap) run(t *testing.T) {
	b := m.bed(t)
	seed := NewSeed(t, b)
	time.Sleep(2 * time.Minute) // away from the runs of the schedule
	before := b.Everything(t)
	in := b.Intent(DR)
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	if m.after == "" {
		b.World.Do(func() { m.strike(b) })
	}
	b.NewRun()
	_, err := b.Engine.Run(t.Context(), in, planned)
	f, ok := errors.AsType[*failure.Failure](err)
	if !ok {
		t.Fatalf("the run ended with %v, want a failure in stage %s", err, m.stage)
	}
	t.Log("\n" + f.Error())
	if f.Stage != m.stage || f.State != m.state || !strings.Contains(f.Failed, m.says) {
		t.Errorf("stage %q, want %q; state %q, want %q; failed must say %q", f.Stage, m.stage, f.State, m.state, m.says)
	}
	b.World.Do(func() { b.World.Face.Faults = nil })
	truthful(t, seed, f)
	if m.restored {
		b.Leave()
		if d := Differences(before, b.Everything(t), m.left); len(d) > 0 {
			t.Errorf("the run did not put everything back:\n%s", Lines(d))
		}
	}
	b.World.Do(func() { m.mend(b) })
	if m.slow {
		time.Sleep(2 * time.Minute)
	}
	again(t, b, seed, in)
}

// left: what a mishap itself leaves. And what stage 2a creates on the receiving side stays; it harms nobody and the next run needs it.
func (m mishap) left(name string) bool {
	if m.stage == survey.StageLastSync && name == "prod policy fin: conflicted" {
		return true
	}
	return m.stage != survey.StageStart && strings.HasPrefix(name, "dr ") &&
		(strings.HasPrefix(name, "dr share") || strings.HasPrefix(name, "dr export") || strings.HasPrefix(name, "dr alias"))
}

// again plans and runs with the same goal and wants everything done.
func again(t *testing.T, b *Bed, seed *Seed, in survey.Intent) {
	t.Helper()
	b.NewRun()
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	if p := failover.Plan(planned, in); len(p.Errors) > 0 {
		t.Fatalf("the next plan is refused: %s", p.Errors[0].Line())
	}
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatalf("the next run: %v", err)
	}
	after := b.Engine.Survey(t.Context(), Scope(in, nil))
	if p := failover.Plan(after, in); p.Moves != nil {
		t.Errorf("the plan after it is not empty: %v", p.Approved)
	}
	time.Sleep(time.Minute)
	if problems := seed.Check(t, in.Active); len(problems) > 0 {
		t.Errorf("after the next run:\n%s", Lines(problems))
	}
	finished(t, b)
}

var namesPart = regexp.MustCompile(`names: prod \((\d+) of (\d+)\), dr \((\d+) of (\d+)\)`)

// truthful compares the four parts with what the simulator knows.
func truthful(t *testing.T, s *Seed, f *failure.Failure) {
	t.Helper()
	truth := s.Truth(t)
	var want []string
	switch f.State {
	case failure.ClientsUp, failure.ClientsUntouched:
	case failure.ClientsWithoutKerberos:
		want = []string{"win1"}
	case failure.ClientsReadOnly:
		want = []string{"lin1", "lin2", "win1"}
	case failure.ClientsDown: // some are enough: one policy may be open when another one is not
		want = truth.Stuck
		if len(want) == 0 {
			want = []string{"somebody"}
		}
	}
	if !slices.Equal(truth.Stuck, want) {
		t.Errorf("headline %q, so %v should not be able to write; in truth %v are not", f.Headline(), want, truth.Stuck)
	}
	if !strings.Contains(f.Next, "apply") {
		t.Errorf("next says nothing to do: %q", f.Next)
	}
	if len(truth.Unreachable) > 0 {
		for _, k := range truth.Unreachable {
			if !strings.Contains(f.Now, k+" could not be read") {
				t.Errorf("%s is down and now does not say so: %q", k, f.Now)
			}
		}
		return
	}
	parts := namesPart.FindStringSubmatch(f.Now)
	if parts == nil {
		t.Fatalf("now has no names: %q", f.Now)
	}
	all := len(s.b.Site.Names)
	counts := []string{strconv.Itoa(truth.Live[Prod]), strconv.Itoa(all), strconv.Itoa(truth.Live[DR]), strconv.Itoa(all)}
	if !slices.Equal(parts[1:], counts) {
		t.Errorf("now says %q, the truth is prod %d and dr %d of %d", parts[0], truth.Live[Prod], truth.Live[DR], all)
	}
	for _, p := range s.b.Site.Policies {
		line := lineOf(f.Now, "policy "+p+": ")
		if says := closedBy(line, DR); says != truth.Closed[DR][p] {
			t.Errorf("now says %q, but the directory on dr is protected: %v", line, truth.Closed[DR][p])
		}
		if says := closedBy(line, Prod); says != truth.Closed[Prod][p] {
			t.Errorf("now says %q, but the directory on prod is protected: %v", line, truth.Closed[Prod][p])
		}
	}
	fenced := fmt.Sprintf("prod: %d shares and exports read-only by the fence", len(truth.Fenced[Prod]))
	if n := len(truth.Fenced[Prod]); n > 0 != strings.Contains(f.Now, "by the fence") || n > 0 && !strings.Contains(f.Now, fenced) {
		t.Errorf("fenced are %v, now says %q", truth.Fenced[Prod], f.Now)
	}
}

func lineOf(all, begins string) string {
	for line := range strings.Lines(all) {
		if rest, ok := strings.CutPrefix(line, begins); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// closedBy reads from the words on a policy whether the directory on a cluster is protected.
func closedBy(line, key string) bool {
	switch {
	case strings.Contains(line, "writable on both clusters"):
		return false
	case strings.Contains(line, key+" writable"):
		return false
	case strings.Contains(line, key+" READ-ONLY"), strings.Contains(line, key+" protected"):
		return true
	case key == DR && strings.Contains(line, "path there READ-ONLY"):
		return true
	}
	return false
}
