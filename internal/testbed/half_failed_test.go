// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// TestHalfFailed_RollBack: allow_write_revert has failed half-way, and the goal is set forward again. OneFS opens no copy in the middle of
// a roll-back, so that one is brought to its end first.
func TestHalfFailed_RollBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.WritesFirst, survey.StageWrites)
		of := *a.seed
		b := a.frozen.Wake(t, Options{Quiet: true})
		of.b = b
		b.World.Do(func() {
			synciq.Of(b.Cluster(DR)).FailNextJob("nas1", siq.Revert, synciq.JobFault{State: "failed", Text: "the disk said no"})
		})
		back := a.intent
		back.Active = Prod
		_, err := b.Engine.Run(t.Context(), back, b.Engine.Survey(t.Context(), Scope(back, a.planned)))
		if err == nil || !strings.Contains(err.Error(), "the disk said no") {
			t.Fatalf("the way back ended with %v", err)
		}
		goOn(t, &of, b, a.intent, a.planned)
	})
}

// TestHalfFailed_MirrorIsOn: the mirror is enabled, while the copy is open and the record has not turned: a resync prep that died in its
// midst, or a person, leaves that. Nothing is through. Resync prep is started where the quiet run still proves that nothing is lost by it;
// where the fence was opened since, it waits for somebody's word as it would without the mirror.
func TestHalfFailed_MirrorIsOn(t *testing.T) {
	t.Parallel()
	for _, opened := range []bool{false, true} {
		t.Run(map[bool]string{false: "fence stands", true: "fence opened"}[opened], func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { mirrorIsOn(t, opened) })
		})
	}
}

func mirrorIsOn(t *testing.T, opened bool) {
	stop, stopped := func() {}, false
	b := New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
		if st == survey.StageWrites {
			stop()
		}
	}})
	adopt(t, b)
	move(t, b, DR)
	move(t, b, Prod)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stop = func() { stopped = true; cancel() }
	in := b.Intent(DR)
	b.NewRun()
	if _, err := b.Engine.Run(ctx, in, b.Engine.Survey(t.Context(), Scope(in, nil))); err == nil || !stopped {
		t.Fatalf("the run ended with %v", err)
	}
	stop = func() {}
	b.Raw(t, DR).Must(http.MethodPut, "/platform/14/sync/policies/nas1_mirror", `{"enabled":true,"schedule":""}`)
	time.Sleep(time.Minute)
	if !opened {
		move(t, b, DR)
		finished(t, b)
		return
	}
	b.openShare(t)
	before := b.jobs()
	planned := b.Engine.Survey(t.Context(), Scope(in, nil))
	findingOf(t, failover.Plan(planned, in).Warnings, "resync_prep_left_out")
	if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
		t.Fatal(err)
	}
	if n := posts(b.jobs(), "nas1", siq.ResyncPrep) - posts(before, "nas1", siq.ResyncPrep); n != 0 {
		t.Errorf("nas1 was turned %d times without a word", n)
	}
	findingOf(t, failover.Plan(b.Engine.Survey(t.Context(), Scope(in, nil)), in).Warnings, "resync_prep_left_out")
}

// TestHalfFailed_RollBackOfOthers: people write on dr, and somebody's allow_write_revert there has failed half-way. To end it would throw
// away what they wrote: no run does that, and the error says what waits for a person.
func TestHalfFailed_RollBackOfOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.NamesFirst, survey.StageWrites)
		b := a.frozen.Wake(t, Options{Quiet: true})
		b.World.Do(func() {
			synciq.Of(b.Cluster(DR)).FailNextJob("nas1", siq.Revert, synciq.JobFault{State: "failed", Text: "the disk said no"})
		})
		b.Raw(t, DR).Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1","action":"allow_write_revert"}`)
		time.Sleep(5 * time.Minute)
		before := b.jobs()
		_, err := b.Engine.Run(t.Context(), a.intent, b.Engine.Survey(t.Context(), Scope(a.intent, a.planned)))
		if err == nil || !strings.Contains(err.Error(), "has failed half-way, and nothing proves that nobody wrote on dr before it") {
			t.Errorf("the run ended with %v", err)
		}
		if n := posts(b.jobs(), "nas1", siq.Revert) - posts(before, "nas1", siq.Revert); n != 0 {
			t.Errorf("it was rolled back %d times", n)
		}
	})
}

// TestHalfFailed_OpenedByOthers: while somebody's allow_write, or its revert, is under way on dr, no names are led there: nothing is
// proven.
func TestHalfFailed_OpenedByOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		b.World.Do(func() {
			synciq.Of(b.Cluster(DR)).FailNextJob("nas1", siq.AllowWrite, synciq.JobFault{State: "running"})
		})
		r := &ready{Bed: b, t: t}
		r.do(DR, http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1","action":"allow_write"}`)
		in := b.Intent(DR)
		f := findingOf(t, failover.Plan(b.Engine.Survey(t.Context(), Scope(in, nil)), in).Errors, "unexpected_position")
		if !strings.Contains(f.Text, "being opened or closed") {
			t.Error(f.Line())
		}
	})
}

// TestHalfFailed_Attention: behind the fence a job of somebody else stops for a person's attention. The run says so and puts back what it
// did; it does not wait while clients cannot write.
func TestHalfFailed_Attention(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
			if st != survey.StageFence {
				return
			}
			b.World.Do(func() {
				synciq.Of(b.Cluster(Prod)).FailNextJob("nas1", siq.Sync, synciq.JobFault{State: "needs_attention", Text: "a person is wanted"})
			})
			for range 60 {
				if status, _ := b.Raw(t, Prod).Do(http.MethodPost, "/platform/15/sync/jobs", `{"id":"nas1"}`); status/100 == 2 {
					break
				}
				time.Sleep(10 * time.Second)
			}
			time.Sleep(2 * time.Minute)
		}})
		adopt(t, b)
		before := b.Everything(t)
		in := b.Intent(DR)
		began := time.Now()
		_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		if err == nil || !strings.Contains(err.Error(), "a person is wanted") || time.Since(began) > time.Hour {
			t.Errorf("after %s the run ended with %v", time.Since(began), err)
		}
		b.World.Do(func() { resolved(b.Site.From, "nas1")(b) })
		time.Sleep(time.Minute)
		restored(t, b, before)
	})
}

// TestHalfFailed_Publishing: an earlier run has died between parking the names and publishing them, and now they cannot be published. They
// are made live again where they were, as the error says.
func TestHalfFailed_Publishing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.NamesFirst, survey.StageLastSync)
		refusing := false
		b := a.frozen.Wake(t, Options{Quiet: true, Wrap: func(next http.RoundTripper) http.RoundTripper {
			return roundTrip(func(req *http.Request) (*http.Response, error) {
				if refusing && req.Method == http.MethodPut && req.URL.Path == nas1Pool && strings.HasPrefix(req.URL.Host, "ps2") {
					return nil, errors.New("the pool of dr cannot be written")
				}
				return next.RoundTrip(req)
			})
		}})
		b.Raw(t, Prod).Must(http.MethodPut, nas1Pool,
			`{"sc_dns_zone":"igls-original-nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","igls-original-fin.demo.local"]}`)
		time.Sleep(time.Minute)
		refusing = true
		_, err := b.Engine.Run(t.Context(), a.intent, b.Engine.Survey(t.Context(), Scope(a.intent, a.planned)))
		if err == nil || !strings.Contains(err.Error(), "the names are live on prod again") {
			t.Fatalf("the run ended with %v", err)
		}
		b.World.Do(func() {
			for _, name := range b.Site.Names {
				if on, _ := clients.Peek(b.World, name); len(on) != 1 || on[0] != b.Site.From {
					t.Errorf("%s is answered by %v", name, on)
				}
			}
		})
	})
}
