// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package replication_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fault"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

const (
	prod, dr = testbed.Prod, testbed.DR
	accepted = "snapshot_before_prep"
)

// site is a bed over which runs are made as `terraform apply` would make them.
type site struct {
	*testing.T
	*testbed.Bed
	seen *survey.Survey
}

// in runs do in a bubble, with a site of two policies in which prod serves.
func in(t *testing.T, o testbed.Options, do func(s *site)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o.Quiet, o.Build.Policies = true, 2
		b := testbed.New(t, o)
		s := &site{T: t, Bed: b}
		at := b.Intent(prod)
		s.seen = b.Engine.Survey(t.Context(), testbed.Scope(at, nil))
		if err := b.Engine.Adopt(t.Context(), at, s.seen); err != nil {
			t.Fatal(err)
		}
		do(s)
		for _, v := range b.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
}

func (s *site) plan(in survey.Intent) (failover.Preview, *survey.Survey) {
	s.Helper()
	planned := s.Engine.Survey(s.Context(), testbed.Scope(in, s.seen))
	return failover.Plan(planned, in), planned
}

// apply runs what is planned, which has to be free of errors.
func (s *site) apply(in survey.Intent) (*run.Outcome, error) {
	s.Helper()
	s.NewRun()
	p, planned := s.plan(in)
	for _, f := range p.Errors {
		s.Fatalf("plan: %s", f.Line())
	}
	out, err := s.Engine.Run(s.Context(), in, planned)
	s.seen = out.Survey
	return out, err
}

// arrived wants the pool on a side, protected, with nothing left to do.
func (s *site) arrived(in survey.Intent) {
	s.Helper()
	p, now := s.plan(in)
	if position.Serving(now) != in.Active || !position.Protected(now) || p.Moves != nil {
		s.Errorf("serving %q, protected %v, moves %+v", position.Serving(now), position.Protected(now), p.Moves)
	}
}

// kept are the snapshots of a cluster that runs have taken before resync preps.
func (s *site) kept(key string) (out []world.Snapshot) {
	s.World.Do(func() {
		for _, x := range s.Cluster(key).Snapshots.Values() {
			if strings.HasPrefix(x.Name, "onefs-failover-nas1-") {
				out = append(out, x)
			}
		}
	})
	return out
}

// touchedBehind writes a file on prod as soon as a stage is over, past every fence.
func touchedBehind(b **testbed.Bed, at survey.StageID) func(survey.StageID, *survey.Survey, *survey.Survey) {
	done := false
	return func(st survey.StageID, _, _ *survey.Survey) {
		if st != at || done {
			return
		}
		done = true
		(*b).World.Do(func() {
			w := fs.Write{By: fs.Clients, At: (*b).World.Now(), ID: "late", Bytes: 9}
			if err := (*b).Cluster(prod).FS.Write("/ifs/data/nas1/a/late", w); err != nil {
				panic(err)
			}
		})
	}
}

// TestKept_OutAndBack: each directory that is rolled back has a snapshot that says pool, policy and run, and ends. Nothing was written
// behind the fence, so nothing is told where the cluster can tell, and otherwise the snapshots are named.
func TestKept_OutAndBack(t *testing.T) {
	t.Parallel()
	for _, tells := range []string{"assumed", "404", "403"} {
		t.Run(tells, func(t *testing.T) {
			o := testbed.Options{Build: scenario.Options{Dials: dial.Values{dial.Changelists: tells}}}
			in(t, o, func(s *site) {
				for _, side := range []string{dr, prod} {
					left := map[string]string{dr: prod, prod: dr}[side]
					out, err := s.apply(s.Intent(side))
					if err != nil {
						s.Fatal(err)
					}
					list, told := s.kept(left), strings.Contains(strings.Join(out.ManualSteps, "\n"), "onefs-failover-")
					if len(list) != len(s.Site.Policies) {
						s.Errorf("%d snapshots on %s", len(list), left)
					}
					for _, x := range list {
						days := x.Expires.Sub(x.Created).Round(time.Hour) / (24 * time.Hour)
						when := x.Created.Format("20060102T15")
						if days != 30 || !strings.Contains(x.Name, when) || told != (tells != "assumed") {
							s.Errorf("%s is kept %d days; by hand: %q", x.Name, days, out.ManualSteps)
						}
						if tells != "assumed" && !strings.Contains(strings.Join(out.ManualSteps, "\n"), x.Name) {
							s.Errorf("%s is not named in %q", x.Name, out.ManualSteps)
						}
					}
					s.arrived(s.Intent(side))
				}
			})
		})
	}
}

// TestKept_WrittenPastTheFence: what was written after the last sync is in the snapshot, and named.
func TestKept_WrittenPastTheFence(t *testing.T) {
	var b *testbed.Bed
	o := testbed.Options{
		Build:      scenario.Options{Dials: dial.Values{dial.Changelists: "assumed"}},
		AfterStage: touchedBehind(&b, survey.StageNames),
	}
	in(t, o, func(s *site) {
		b = s.Bed
		out, err := s.apply(s.Intent(dr))
		if err != nil {
			s.Fatal(err)
		}
		text := strings.Join(out.ManualSteps, "\n")
		if !strings.Contains(text, "/ifs/data/nas1/a/late") ||
			!strings.Contains(text, "have been rolled back; snapshot onefs-failover-nas1-nas1-") {
			s.Errorf("by hand: %s", text)
		}
		for _, x := range s.kept(prod) {
			if _, err := x.Tree.Read("/ifs/data/nas1/a/late"); x.Path == "/ifs/data/nas1" && err != nil {
				s.Errorf("%s does not hold it: %v", x.Name, err)
			}
		}
		if _, err := s.Cluster(prod).FS.Read("/ifs/data/nas1/a/late"); err == nil {
			s.Error("it was not rolled back")
		}
	})
}

// unlicensed takes the licence for snapshots away, or gives it back.
func (s *site) licence(status string) {
	s.World.Do(func() {
		for _, key := range []string{prod, dr} {
			s.Cluster(key).Config.Licenses.Put("SNAPSHOTIQ", world.License{ID: "SNAPSHOTIQ", Status: status})
		}
	})
}

// TestKept_NoLicence: the plan is refused; accepted by name, the run takes none and says so in its risks.
func TestKept_NoLicence(t *testing.T) {
	in(t, testbed.Options{}, func(s *site) {
		s.licence("Unlicensed")
		to := s.Intent(dr)
		p, _ := s.plan(to)
		i := slices.IndexFunc(p.Errors, func(f finding.Finding) bool { return f.ID == finding.SnapshotBeforePrep })
		if len(p.Errors) != 1 || i < 0 {
			s.Fatalf("errors %v", p.Errors)
		}
		to.IgnoreFindings = []string{accepted}
		p, _ = s.plan(to)
		if len(p.Errors) > 0 || !strings.Contains(strings.Join(p.Moves.Risks, "\n"), accepted) ||
			strings.Contains(strings.Join(p.Moves.Configuration, "\n"), "snapshot") {
			s.Errorf("errors %v, risks %v, configuration %v", p.Errors, p.Moves.Risks, p.Moves.Configuration)
		}
		if _, err := s.apply(to); err != nil {
			s.Fatal(err)
		}
		if list := s.kept(prod); len(list) > 0 {
			s.Errorf("%v", list)
		}
		s.arrived(to)
	})
}

func (s *site) full(is bool) {
	s.World.Do(func() { s.Cluster(prod).Snapshots.Full = is })
}

// incomplete applies, and wants clients to be up and no directory to be rolled back.
func (s *site) incomplete(to survey.Intent) {
	s.Helper()
	_, err := s.apply(to)
	if err == nil || !strings.Contains(err.Error(), "clean-up is incomplete") || !strings.Contains(err.Error(), "No space left on device") ||
		!strings.Contains(err.Error(), accepted) {
		s.Errorf("the run ends with %v", err)
	}
	s.World.Do(func() {
		for _, r := range synciq.Of(s.Cluster(dr)).TargetRecords() {
			if slices.Contains(s.Site.Policies, r.Name) && r.State() != siq.WritesEnabled {
				s.Errorf("%s is %s", r.Name, r.State())
			}
		}
	})
}

// TestKept_Refused: there is no room for the snapshot. Nothing is rolled back, clients are up, and the next apply tries again.
func TestKept_Refused(t *testing.T) {
	in(t, testbed.Options{}, func(s *site) {
		s.full(true)
		to := s.Intent(dr)
		s.incomplete(to)
		s.incomplete(to)
		s.full(false)
		if _, err := s.apply(to); err != nil {
			s.Fatal(err)
		}
		if list := s.kept(prod); len(list) != 2 {
			s.Errorf("%d snapshots", len(list))
		}
		s.arrived(to)
	})
}

// TestKept_RefusedAndAccepted: likewise, and somebody accepts that there is none.
func TestKept_RefusedAndAccepted(t *testing.T) {
	in(t, testbed.Options{}, func(s *site) {
		s.full(true)
		to := s.Intent(dr)
		s.incomplete(to)
		to.IgnoreFindings = []string{accepted}
		if _, err := s.apply(to); err != nil {
			s.Fatal(err)
		}
		s.arrived(to)
	})
}

// TestKept_KilledBeforeThePrep: run after run dies between the snapshot and the resync prep. The one that is there serves.
func TestKept_KilledBeforeThePrep(t *testing.T) {
	var b *testbed.Bed
	o := testbed.Options{AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
		if st == survey.StageWrites {
			refuse := fault.Rules{{Name: "prep", Kind: fault.Status409, Method: "POST", Path: "/sync/jobs", Count: 10000}}
			b.World.Do(func() { b.World.Face.Faults = refuse })
		}
	}}
	in(t, o, func(s *site) {
		b = s.Bed
		to := s.Intent(dr)
		for n := range 4 {
			if _, err := s.apply(to); err == nil {
				s.Fatalf("apply %d was to fail", n)
			}
		}
		if list := s.kept(prod); len(list) != 2 {
			s.Errorf("%d snapshots", len(list))
		}
		s.World.Do(func() { s.World.Face.Faults = nil })
		if _, err := s.apply(to); err != nil {
			s.Fatal(err)
		}
		if list := s.kept(prod); len(list) != 2 {
			s.Errorf("%d snapshots in the end", len(list))
		}
		s.arrived(to)
	})
}

// TestKept_Abort: the goal is set back when the copies are open. The way back rolls the old side back first, and takes a snapshot of it.
func TestKept_Abort(t *testing.T) {
	in(t, testbed.Options{}, func(s *site) {
		s.full(true)
		s.incomplete(s.Intent(dr))
		s.full(false)
		if _, err := s.apply(s.Intent(prod)); err != nil {
			s.Fatal(err)
		}
		if a, b := s.kept(prod), s.kept(dr); len(a) != 2 || len(b) != 2 {
			s.Errorf("%d snapshots on prod, %d on dr", len(a), len(b))
		}
		s.arrived(s.Intent(prod))
	})
}

// TestKept_Returned: a lost cluster is back. It is isolated, and what only it has is kept once more right before it is given up.
func TestKept_Returned(t *testing.T) {
	for _, fence := range []string{survey.FenceSharesAndExports, survey.FenceNone} {
		t.Run(fence, func(t *testing.T) {
			in(t, testbed.Options{}, func(s *site) {
				reachable := func(is bool) { s.World.Do(func() { s.Cluster(prod).Reachable = is }) }
				time.Sleep(7 * time.Minute) // bubble
				reachable(false)
				since := time.Now()
				gone := &site{s.T, testbed.On(s.T, s.Site, testbed.Options{Quiet: true, Lost: map[string]time.Time{prod: since}}), s.seen}
				to := gone.Intent(dr)
				to.Fence, to.MaxDataLoss = fence, new(time.Hour)
				if _, err := gone.apply(to); err != nil {
					s.Fatal(err)
				}
				time.Sleep(time.Hour) // bubble
				reachable(true)
				back := &site{s.T, testbed.On(s.T, s.Site, testbed.Options{Quiet: true, RunID: "back"}), gone.seen}
				to.MaxDataLoss = nil
				if _, err := back.apply(to); err != nil {
					s.Fatal(err)
				}
				fork, err := time.Parse(time.RFC3339, back.seen.Takeover.Fork)
				if err != nil {
					s.Fatal(err)
				}
				to.DiscardChangesSince = &fork
				s.licence("Unlicensed")
				if p, _ := back.plan(to); len(p.Errors) != 1 || p.Errors[0].ID != finding.SnapshotBeforePrep {
					s.Errorf("without a licence: %v", p.Errors)
				}
				s.licence("Licensed")
				if _, err := back.apply(to); err != nil {
					s.Fatal(err)
				}
				if list := s.kept(prod); len(list) != 2 {
					s.Errorf("%d snapshots before the roll-back", len(list))
				}
				to.DiscardChangesSince = nil
				back.arrived(to)
			})
		})
	}
}
