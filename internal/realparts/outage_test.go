// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// TestControllerRestartsDuringTheRun: the controller goes away when the names have moved, or when the SPNs are off the one account and not
// yet on the other, and comes back a little later. The stage is tried again, and the run ends well.
func TestControllerRestartsDuringTheRun(t *testing.T) {
	for name, between := range map[string]bool{"before the removal": false, "between removal and addition": true} {
		t.Run(name, func(t *testing.T) { restartDuringTheRun(t, between) })
	}
}

func restartDuringTheRun(t *testing.T, between bool) {
	s := simulated(t)
	dc := controller(t)
	w := &wire{dial: dc.Dial}
	held := ""
	w.lost = sync.OnceFunc(func() {
		held = strings.Join(truth(t, "PS1"), " ") + strings.Join(truth(t, "PS2"), " ")
		dc.Stop()
	})
	var started sync.WaitGroup
	refused := 0
	b := bed(t, s, samba.Mover, func(c *ad.Config) { c.DialContext = w.Dial }, func(o *testbed.Options) {
		o.AfterStage = func(stage survey.StageID, _, _ *survey.Survey) {
			switch {
			case between && stage == survey.StageLastSync: // SPNs begin to move with the names
				w.loseAnswerTo(removal + 1)
			case !between && stage == survey.StageNames:
				dc.Stop()
			}
		}
		o.Logged = func(line string) {
			if !strings.HasPrefix(line, "SPNs refused, trying again") {
				return
			}
			if refused++; refused == 2 {
				started.Go(func() {
					if err := dc.Start(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
		}
	})
	move(t, b, testbed.DR)
	started.Wait()
	if refused < 2 {
		t.Errorf("the stage was refused %d times while the controller was down", refused)
	}
	if between && (w.swallow > 0 || strings.Contains(held, wanted)) {
		t.Errorf("the controller went away while the accounts held %q, %d messages too early", held, w.swallow)
	}
	wantHolder(t, "PS2")
	for _, v := range b.Violations() {
		t.Error("the simulator complains:", v)
	}
}

// TestAnswersLostDuringTheRun: the connection drops when the removal, or the addition, has had its effect.
func TestAnswersLostDuringTheRun(t *testing.T) {
	for _, lost := range []int{removal + 1, addition + 1} {
		s := simulated(t)
		w := &wire{dial: controller(t).Dial}
		b := bed(t, s, samba.Mover, func(c *ad.Config) { c.DialContext = w.Dial }, func(o *testbed.Options) {
			o.Quiet = true
			o.AfterStage = func(stage survey.StageID, _, _ *survey.Survey) {
				if stage == survey.StageLastSync { // SPNs begin to move with the names
					w.loseAnswerTo(lost)
				}
			}
		})
		move(t, b, testbed.DR)
		wantHolder(t, "PS2")
		if w.swallow > 0 {
			t.Errorf("no answer was lost: %d messages were still to come", w.swallow)
		}
	}
}

// TestDirectoryLetsNobodyIn: clients come first. Where somebody has decided to move without the directory, the pool moves, the run says
// that it is incomplete, no SPN has changed, and the next apply makes it good.
func TestDirectoryLetsNobodyIn(t *testing.T) {
	s := simulated(t)
	b := bed(t, s, samba.Mover, nil, func(o *testbed.Options) { o.Quiet = true })
	in := b.Intent(testbed.DR)
	survey := b.Engine.Survey(t.Context(), testbed.Scope(in, nil))
	nobody := bed(t, s, samba.Mover, func(c *ad.Config) { c.Password = "Wr0ng-Passw0rd" }, func(o *testbed.Options) { o.Quiet = true })
	out, err := nobody.Engine.Run(t.Context(), ignoring(in), survey)
	var failure *failure.Failure
	if !errors.As(err, &failure) || failure.ID != finding.FailureIncomplete {
		t.Fatalf("the run ended with %v", err)
	}
	if got := position.Serving(out.Survey); got != testbed.DR {
		t.Errorf("the pool is served by %q", got)
	}
	noSecret(t, err)
	wantHolder(t, "PS1")
	b.NewRun()
	move(t, b, testbed.DR)
	wantHolder(t, "PS2")
}

// ignoring goes on in spite of the directory.
func ignoring(in survey.Intent) survey.Intent {
	in.IgnoreFindings = []string{"directory_refused", finding.SPNRightMissing.String()}
	return in
}

// TestLostClusterByLDAP: the SPNs of a dead cluster's account move without it.
func TestLostClusterByLDAP(t *testing.T) {
	s := simulated(t)
	b := bed(t, s, samba.Mover, nil, func(o *testbed.Options) { o.Quiet = true })
	known := b.Engine.Survey(t.Context(), testbed.Scope(b.Intent(testbed.Prod), nil))
	var since time.Time
	s.World.Do(func() {
		b.Cluster(testbed.Prod).Reachable = false
		invariant.DeclareLost(s.World, s.From, true)
		since = s.World.Now()
	})
	gone := bed(t, s, samba.Mover, nil, func(o *testbed.Options) {
		o.Quiet, o.Lost = true, map[string]time.Time{testbed.Prod: since}
	})
	in := gone.Intent(testbed.DR)
	limit := 24 * time.Hour
	in.MaxDataLoss = &limit
	survey := gone.Engine.Survey(t.Context(), testbed.Scope(in, known))
	p := failover.Plan(survey, in)
	if p.Moves == nil || len(p.Moves.SPNs) != len(spns) || !strings.HasSuffix(p.Moves.SPNs[0], ", by LDAP") {
		t.Fatalf("the plan: %+v, errors %v", p.Moves, p.Errors)
	}
	if _, err := gone.Engine.Run(t.Context(), in, survey); err != nil {
		t.Fatal(err)
	}
	wantHolder(t, "PS2")
	for _, v := range gone.Violations() {
		t.Error("the simulator complains:", v)
	}
}
