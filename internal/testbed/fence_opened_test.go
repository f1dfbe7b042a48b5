// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// TestFenceOpened_DuringTheRun: a tool gives a fenced share its rights back after the last sync and before the names move, and people
// write. The proof is worth nothing then: the share is fenced once more and the last sync is run again, so no write is lost. Where it gets
// other rights than it had, that is more than was approved: the run ends before the names, and puts everything back.
func TestFenceOpened_DuringTheRun(t *testing.T) {
	t.Parallel()
	for _, rights := range []string{"as before", "others"} {
		t.Run(rights, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var b *Bed
				armed, was := true, ""
				b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
					switch {
					case !armed || st != survey.StageLastSync:
					case rights == "others":
						armed = false
						b.openShare(t)
					default:
						armed = false
						b.Raw(t, Prod).Must(http.MethodPut, shareURL+"/nas1?zone=nas1", was)
						time.Sleep(time.Minute)
					}
				}})
				was = b.rights(t)
				adopt(t, b)
				b.Arrive(t, Prod, 7*time.Second, true)
				time.Sleep(2 * time.Minute)
				seed := NewSeed(t, b)
				b.NewRun()
				in := b.Intent(DR)
				_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
				at := map[string]string{"as before": DR, "others": Prod}[rights]
				const words = "somebody has changed it since the fence was set"
				if armed || (err == nil) != (at == DR) || err != nil && !strings.Contains(err.Error(), words) {
					t.Fatalf("the run ended with %v", err)
				}
				time.Sleep(time.Minute)
				b.Leave()
				if problems := seed.people(at); len(problems) > 0 {
					t.Error(Lines(problems))
				}
			})
		})
	}
}

// TestFenceOpened_AgainAndAgain: a tool gives the share back what it had after every last sync. The run does not go round for ever while
// clients cannot write: it puts everything back and says what to stop.
func TestFenceOpened_AgainAndAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		was := ""
		b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
			if st == survey.StageLastSync {
				b.Raw(t, Prod).Must(http.MethodPut, shareURL+"/nas1?zone=nas1", was)
				time.Sleep(time.Minute)
			}
		}})
		was = b.rights(t)
		adopt(t, b)
		before := b.Everything(t)
		in := b.Intent(DR)
		_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		if err == nil || !strings.Contains(err.Error(), "the fence on prod was opened 3 times since it was set: stop who gives") {
			t.Errorf("the run ended with %v", err)
		}
		time.Sleep(time.Minute)
		restored(t, b, before)
	})
}

// rights are what the fence changes of the share.
func (b *Bed) rights(t *testing.T) string {
	t.Helper()
	share := b.Raw(t, Prod).One(shareURL+"/nas1?zone=nas1", "shares")
	out := map[string]any{}
	for _, property := range []string{"permissions", "run_as_root", "auto_create_directory"} {
		out[property] = share[property]
	}
	return text(out)
}

// TestFenceOpened_CopiesOpen: with the copies open and the names still on prod, what people write through an opened share would be left
// behind. The run ends there, and so does the next one, until somebody has said which side's writes are wanted.
func TestFenceOpened_CopiesOpen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b *Bed
		armed := true
		b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
			if armed && st == survey.StageWrites {
				armed = false
				b.openShare(t)
			}
		}})
		adopt(t, b)
		in := b.Intent(DR)
		in.CutoverOrder = survey.WritesFirst
		_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
		if err == nil || !strings.Contains(err.Error(), "resync_prep_left_out") {
			t.Errorf("the run ended with %v", err)
		}
		s := b.Engine.Survey(t.Context(), Scope(in, nil))
		f := findingOf(t, failover.Plan(s, in).Errors, "resync_prep_left_out")
		if position.Serving(s) != Prod || !strings.Contains(f.Cure, "--revert") {
			t.Errorf("serving %q: %s", position.Serving(s), f.Line())
		}
	})
}

var discardLine = regexp.MustCompile(`discard_changes_since = "([^"]+)"`)

// TestFenceOpened_NamesMoved: with the names on dr, what people wrote on prod through an opened share is given up only on somebody's word.
// The plan has the line; with it the pair is turned, after a snapshot, and the run ends.
func TestFenceOpened_NamesMoved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.NamesFirst, survey.StageWrites)
		b := a.frozen.Wake(t, Options{Quiet: true})
		b.openShare(t)
		in := a.intent
		run := func() failover.Preview {
			b.NewRun()
			planned := b.Engine.Survey(t.Context(), Scope(in, nil))
			p := failover.Plan(planned, in)
			if len(p.Errors) > 0 {
				t.Fatalf("the plan is refused: %s", p.Errors[0].Line())
			}
			if _, err := b.Engine.Run(t.Context(), in, planned); err != nil {
				t.Fatal(err)
			}
			return p
		}
		run()
		s := b.Engine.Survey(t.Context(), Scope(in, nil))
		f := findingOf(t, failover.Plan(s, in).Warnings, "resync_prep_left_out")
		m := discardLine.FindStringSubmatch(f.Cure)
		if m == nil || failover.Unfinished(s) != DR {
			t.Fatalf("unfinished %q: %s", failover.Unfinished(s), f.Line())
		}
		at, err := time.Parse(time.RFC3339, m[1])
		if err != nil {
			t.Fatal(err)
		}
		in.DiscardChangesSince = &at
		if p := run(); p.Moves == nil || p.Moves.Kind != survey.KindDiscard {
			t.Errorf("with the line the plan is %+v", p.Moves)
		}
		after := b.Engine.Survey(t.Context(), Scope(in, nil))
		if !position.Protected(after) || failover.Unfinished(after) != "" {
			t.Errorf("protected %v, unfinished %q", position.Protected(after), failover.Unfinished(after))
		}
		kept := b.Raw(t, Prod).List("/platform/1/snapshot/snapshots", "snapshots", nil)
		if !slices.ContainsFunc(kept, func(s map[string]any) bool { return strings.HasPrefix(fmt.Sprint(s["name"]), "onefs-failover-") }) {
			t.Errorf("nothing keeps what was given up: %v", kept)
		}
	})
}
