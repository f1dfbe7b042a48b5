// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// mirrorBed is a bed for the mirror of policy nas1.
type mirrorBed struct {
	*Bed
	t  *testing.T
	in mirror.Intent
	// posted are the bodies of the jobs that the engine started.
	posted postedJobs
}

// postedJobs listens for jobs on the way to the clusters.
type postedJobs struct {
	mu     sync.Mutex
	bodies []string
	next   http.RoundTripper
}

// RoundTrip keeps the body of a job and sends the request on.
func (p *postedJobs) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "/sync/jobs") {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		p.mu.Lock()
		p.bodies = append(p.bodies, string(body))
		p.mu.Unlock()
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	return p.next.RoundTrip(req)
}

// neverTurns holds that the mirror started syncs and nothing else.
func (b *mirrorBed) neverTurns() {
	b.t.Helper()
	for _, body := range b.posted.bodies {
		if strings.Contains(body, "action") {
			b.t.Errorf("the mirror started %s", body)
		}
	}
}

func inMirrorBed(t *testing.T, test func(t *testing.T, b *mirrorBed)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &mirrorBed{t: t}
		b.Bed = New(t, Options{PageSize: 2, Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
			b.posted.next = next
			return &b.posted
		}})
		b.in = mirror.Intent{Policy: "nas1", Source: Prod, Target: DR}
		test(t, b)
		if v := b.Violations(); len(v) > 0 {
			t.Errorf("violations:\n%s", Lines(v))
		}
	})
}

// wants looks at the pair and compares what is planned.
func (b *mirrorBed) wants(position mirror.Position, from string, repairs ...mirror.Repair) *mirror.Survey {
	b.t.Helper()
	s := b.Engine.SurveyMirror(b.t.Context(), b.in)
	got := mirror.Plan(s, b.in).Repairs
	if s.Position() != position || s.Replicating() != from || !slices.Equal(got, repairs) {
		b.t.Fatalf("position %q replicating from %q, planned %q (blocked %q, unread %v); want %q, %q, %q",
			s.Position(), s.Replicating(), got, s.Blocked(), s.Unread, position, from, repairs)
	}
	return s
}

// keeps does what is planned and wants an empty plan after it.
func (b *mirrorBed) keeps(from string) {
	b.t.Helper()
	planned := mirror.Plan(b.Engine.SurveyMirror(b.t.Context(), b.in), b.in).Repairs
	after, done, err := b.Engine.KeepMirror(b.t.Context(), b.in, planned)
	if err != nil {
		b.t.Fatalf("keeping the mirror: %v", err)
	}
	if !slices.Equal(done, planned) {
		b.t.Errorf("done %q, planned %q", done, planned)
	}
	if after.Position() != mirror.Replicating {
		b.t.Errorf("position %q after the repairs", after.Position())
	}
	b.wants(mirror.Replicating, from)
}

// byHand takes nas1 to the other cluster with plain requests, as somebody with a runbook would, and leaves the mirror as OneFS makes it.
func (b *mirrorBed) byHand() {
	b.t.Helper()
	b.job(DR, `{"id":"nas1","action":"allow_write"}`)
	b.job(Prod, `{"id":"nas1","action":"resync_prep"}`)
}

// job starts a job and waits for its end.
func (b *mirrorBed) job(on, body string) {
	b.t.Helper()
	b.idle(on)
	b.Raw(b.t, on).Must(http.MethodPost, "/platform/15/sync/jobs", body)
	time.Sleep(time.Minute) // bubble
	b.idle(on)
}

// idle waits until no job runs.
func (b *mirrorBed) idle(on string) {
	b.t.Helper()
	for len(b.Raw(b.t, on).List("/platform/15/sync/jobs", "jobs", nil)) > 0 {
		time.Sleep(10 * time.Second) // bubble
	}
}

// TestMirror_NothingToDo: a healthy pair is left alone, in both directions, and reading writes nothing.
func TestMirror_NothingToDo(t *testing.T) {
	inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
		b.wants(mirror.Replicating, Prod)
		if n := b.mutating(); n != 0 {
			t.Errorf("looking wrote %d times", n)
		}
		adopt(t, b.Bed)
		move(t, b.Bed, DR)
		b.wants(mirror.Replicating, DR)
		move(t, b.Bed, Prod)
		b.wants(mirror.Replicating, Prod)
	})
}

// TestMirror_AfterRolesTurnedByHand is what the mirror is for: OneFS leaves the mirror policy without schedule and without a run.
func TestMirror_AfterRolesTurnedByHand(t *testing.T) {
	inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
		schedule := "every 15 minutes"
		b.in.Schedule = &schedule
		b.byHand()
		b.wants(mirror.NotRun, DR, mirror.RepairSchedule, mirror.RepairRun)
		b.keeps(DR)
		if got := b.Look(t, DR).Policies["nas1_mirror"]; got["schedule"] != schedule || got["enabled"] != true {
			t.Errorf("the mirror is %v", got)
		}
		b.neverTurns()
	})
}

// TestMirror_Conflict clears a conflict and proves by a run that its cause is gone.
func TestMirror_Conflict(t *testing.T) {
	inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
		b.failNext()
		time.Sleep(10 * time.Minute) // bubble: the schedule starts it
		b.wants(mirror.Conflicted, Prod, mirror.RepairConflict, mirror.RepairRun)
		b.keeps(Prod)
		b.neverTurns()
	})
}

// TestMirror_ConflictThatStays: a run that fails again is an error that says so, and the next plan asks for it again.
func TestMirror_ConflictThatStays(t *testing.T) {
	inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
		b.failNext()
		time.Sleep(10 * time.Minute) // bubble: the schedule starts it
		b.failNext()
		planned := mirror.Plan(b.Engine.SurveyMirror(t.Context(), b.in), b.in).Repairs
		after, done, err := b.Engine.KeepMirror(t.Context(), b.in, planned)
		if err == nil || !strings.Contains(err.Error(), "the disk said no") || !slices.Equal(done, []mirror.Repair{mirror.RepairConflict}) {
			t.Fatalf("done %q, error %v", done, err)
		}
		if after.Position() != mirror.Conflicted {
			t.Errorf("position %q", after.Position())
		}
		b.wants(mirror.Conflicted, Prod, mirror.RepairConflict, mirror.RepairRun)
		b.keeps(Prod)
	})
}

// TestMirror_Disabled switches on what somebody switched off, in both directions.
func TestMirror_Disabled(t *testing.T) {
	inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
		b.put(Prod, "nas1", `{"enabled":false}`)
		b.wants(mirror.Disabled, Prod, mirror.RepairEnable)
		b.keeps(Prod)
		adopt(t, b.Bed)
		move(t, b.Bed, DR)
		b.posted.bodies = nil
		b.put(DR, "nas1_mirror", `{"enabled":false}`)
		b.wants(mirror.Disabled, DR, mirror.RepairEnable)
		b.keeps(DR)
		b.neverTurns()
	})
}

// TestMirror_LeavesAloneWhatTurns: nothing is planned while both sides are writable, and a repair that was approved before does nothing.
func TestMirror_LeavesAloneWhatTurns(t *testing.T) {
	inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
		b.put(Prod, "nas1", `{"schedule":""}`)
		schedule := "every 5 minutes"
		b.in.Schedule = &schedule
		b.wants(mirror.Replicating, Prod, mirror.RepairSchedule)
		b.job(DR, `{"id":"nas1","action":"allow_write"}`)
		b.wants(mirror.Unfinished, "")
		before := b.mutating()
		_, done, err := b.Engine.KeepMirror(t.Context(), b.in, []mirror.Repair{mirror.RepairSchedule})
		if err == nil || !strings.Contains(err.Error(), "nothing was written") || len(done) > 0 {
			t.Errorf("done %q, error %v", done, err)
		}
		if n := b.mutating() - before; n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

// TestMirror_BesideAFailover lets the failover and the mirror run at the same time, in both orders: the end is the same.
func TestMirror_BesideAFailover(t *testing.T) {
	for _, first := range []string{"failover", "mirror"} {
		t.Run(first+" first", func(t *testing.T) {
			inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
				schedule := "every 10 minutes"
				b.in.Schedule = &schedule
				adopt(t, b.Bed)
				intent := b.Intent(DR)
				planned := b.Engine.Survey(t.Context(), Scope(intent, nil))
				repairs := mirror.Plan(b.wants(mirror.Replicating, Prod, mirror.RepairSchedule), b.in).Repairs
				var g errgroup.Group
				ahead := map[bool]time.Duration{true: 0, false: time.Second}
				g.Go(func() error {
					time.Sleep(ahead[first == "failover"]) // bubble
					_, err := b.Engine.Run(t.Context(), intent, planned)
					return err
				})
				g.Go(func() error {
					time.Sleep(ahead[first == "mirror"]) // bubble
					_, _, err := b.Engine.KeepMirror(t.Context(), b.in, repairs)
					return err
				})
				if err := g.Wait(); err != nil {
					t.Fatal(err)
				}
				b.wants(mirror.Replicating, DR)
				after := b.Engine.Survey(t.Context(), Scope(intent, nil))
				if p := failover.Plan(after, intent); p.Moves != nil || position.Serving(after) != DR || !position.Protected(after) {
					t.Errorf("serving %q, protected %v, still planned: %v", position.Serving(after), position.Protected(after), p.Approved)
				}
				if got := b.Look(t, DR).Policies["nas1_mirror"]["schedule"]; got != schedule {
					t.Errorf("the mirror's schedule is %q", got)
				}
			})
		})
	}
}

// TestMirror_WaitsForARunElsewhere: a failover of another process holds the lease; the mirror waits until it is over, or its own time is.
func TestMirror_WaitsForARunElsewhere(t *testing.T) {
	inMirrorBed(t, func(t *testing.T, b *mirrorBed) {
		schedule := "every 10 minutes"
		b.in.Schedule = &schedule
		adopt(t, b.Bed)
		elsewhere := On(t, b.Site, Options{Quiet: true, PageSize: 2})
		intent := b.Intent(DR)
		planned := elsewhere.Engine.Survey(t.Context(), Scope(intent, nil))
		var g errgroup.Group
		g.Go(func() error { _, err := elsewhere.Engine.Run(t.Context(), intent, planned); return err })
		time.Sleep(time.Second) // bubble
		soon, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if _, _, err := b.Engine.KeepMirror(soon, b.in, []mirror.Repair{mirror.RepairSchedule}); err == nil {
			t.Error("the mirror did not wait for the lease")
		}
		if _, _, err := b.Engine.KeepMirror(t.Context(), b.in, []mirror.Repair{mirror.RepairSchedule}); err != nil {
			t.Error(err)
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		b.wants(mirror.Replicating, DR)
	})
}

// failNext makes the next run of nas1 fail.
func (b *mirrorBed) failNext() {
	b.World.Do(func() {
		synciq.Of(b.Cluster(Prod)).FailNextJob("nas1", siq.Sync, synciq.JobFault{State: "failed", Text: "the disk said no"})
	})
}

// put changes a policy and lets the change become visible.
func (b *mirrorBed) put(on, policy, body string) {
	b.t.Helper()
	b.idle(on)
	b.Raw(b.t, on).Must(http.MethodPut, "/platform/14/sync/policies/"+policy, body)
	time.Sleep(time.Minute) // bubble
}

// mutating is how many requests changed something that belongs to users: log-in, journal and lease aside.
func (b *mirrorBed) mutating() (n int) {
	b.World.Do(func() {
		for _, r := range b.World.Log.All() {
			if r.Mutating && !strings.HasPrefix(r.Path, "/session") && !strings.HasPrefix(r.Path, "/namespace") {
				n++
			}
		}
	})
	return n
}
