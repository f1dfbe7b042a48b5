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

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
)

// later makes of the journals on some clusters ones of a format that this release does not know.
func later(t *testing.T, b *Bed, keys ...string) {
	t.Helper()
	for _, key := range keys {
		b.rewrite(t, key, func(j document) { j["format"] = survey.DrillFormat + 1 })
	}
}

// refusesLater plans, and wants the refusal and no write.
func refusesLater(t *testing.T, b *Bed, in survey.Intent, prior *survey.Survey, on ...string) {
	t.Helper()
	before := b.mutating()
	s := b.Engine.Survey(t.Context(), Scope(in, prior))
	p := failover.Plan(s, in)
	refused := func(list []finding.Finding) []string {
		var out []string
		for _, f := range list {
			if f.ID == finding.JournalFormat && f.Severity == finding.Invalid {
				out = append(out, strings.TrimPrefix(f.Object, "journal on "))
			}
		}
		slices.Sort(out)
		return out
	}
	for what, list := range map[string][]finding.Finding{
		"the plan": p.Errors, "readiness": failover.Readiness(s, in), "what a create or other settings ask": readiness.Check(s, in),
	} {
		if diff := cmp.Diff(on, refused(list)); diff != "" {
			t.Errorf("%s: %v, -want +got:\n%s", what, ids(list), diff)
		}
	}
	if p.Moves != nil || len(p.Approved) > 0 {
		t.Errorf("planned all the same: %v", p.Approved)
	}
	if n := b.mutating(); n != before {
		t.Errorf("%d writes", n-before)
	}
}

// TestLaterFormat_NothingIsWritten: where a later release has written a journal, nothing is planned and nothing written, whatever is
// declared and ignored: a run may be open in it.
func TestLaterFormat_NothingIsWritten(t *testing.T) {
	t.Parallel()
	at := func(name string, test func(t *testing.T, b *Bed)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := New(t, Options{Quiet: true})
				adopt(t, b)
				test(t, b)
			})
		})
	}
	at("out", func(t *testing.T, b *Bed) {
		later(t, b, Prod, DR)
		refusesLater(t, b, b.Intent(DR), nil, DR, Prod)
	})
	at("out, one copy", func(t *testing.T, b *Bed) {
		later(t, b, DR)
		refusesLater(t, b, b.Intent(DR), nil, DR)
	})
	at("out without a fence, everything ignored", func(t *testing.T, b *Bed) {
		later(t, b, Prod, DR)
		in := b.Intent(DR)
		in.Fence, in.IgnoreFindings = survey.FenceNone, []string{"journal_directory", "journal_format"}
		refusesLater(t, b, in, nil, DR, Prod)
	})
	at("at rest", func(t *testing.T, b *Bed) {
		later(t, b, Prod, DR)
		refusesLater(t, b, b.Intent(Prod), nil, DR, Prod)
	})
	at("the other cluster is lost", func(t *testing.T, b *Bed) {
		known := b.Engine.Survey(t.Context(), Scope(b.Intent(Prod), nil))
		later(t, b, Prod, DR)
		reachable(b, Prod, false)
		in, hour := b.Intent(DR), time.Hour
		in.MaxDataLoss = &hour
		gone := On(t, b.Site, Options{Quiet: true, Lost: map[string]time.Time{Prod: time.Now()}})
		refusesLater(t, gone, in, known, DR)
	})
	at("a mirror", func(t *testing.T, b *Bed) {
		later(t, b, Prod, DR)
		before := b.mutating()
		in := mirror.Intent{Policy: "nas1", Source: Prod, Target: DR}
		s := b.Engine.SurveyMirror(t.Context(), in)
		if p := mirror.Plan(s, in); len(p.Repairs) > 0 || s.Blocked() == "" || b.mutating() != before {
			t.Errorf("planned %v, blocked %q", p.Repairs, s.Blocked())
		}
	})
}

// TestLaterFormat_OpenRun: a run of a later release is neither resumed nor set back.
func TestLaterFormat_OpenRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.NamesFirst, survey.StageNames)
		for _, side := range []string{DR, Prod} {
			b := a.frozen.Wake(t, Options{Quiet: true})
			later(t, b, Prod, DR)
			in := a.intent
			in.Active = side
			refusesLater(t, b, in, a.planned, DR, Prod)
		}
	})
}

// TestLaterFormat_AfterThePlan: a later release writes the journal between plan and apply. The run takes its lease, sees it and ends:
// nothing but its own lease was written.
func TestLaterFormat_AfterThePlan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		in := b.Intent(DR)
		in.Fence = survey.FenceNone
		planned := b.Engine.Survey(t.Context(), Scope(in, nil))
		later(t, b, Prod, DR)
		before, asWritten := len(b.changes()), b.journals(t, DR)
		_, err := b.Engine.Run(t.Context(), in, planned)
		if f := failureOf(t, err); f.ID != finding.FailureNotReady || !strings.Contains(err.Error(), "journal_format") {
			t.Errorf("the run ended with\n%v", err)
		}
		for _, call := range b.changes()[before:] {
			if !strings.Contains(call, scenario.JournalDirectory+"/leases") {
				t.Errorf("sent %s", call)
			}
		}
		if diff := cmp.Diff(asWritten, b.journals(t, DR)); diff != "" {
			t.Errorf("the journal was changed:\n%s", diff)
		}
	})
}

// changes are the requests so far that were not reads.
func (b *Bed) changes() []string {
	var out []string
	b.World.Do(func() {
		for _, r := range b.World.Log.All() {
			if r.Method != http.MethodGet && r.Method != http.MethodHead && !strings.HasPrefix(r.Path, "/session/") {
				out = append(out, r.Method+" "+r.Cluster+" "+r.Path)
			}
		}
	})
	return out
}
