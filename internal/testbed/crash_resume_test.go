// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
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
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/invariant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// Axes are how a dead run is resumed.
type Axes struct {
	// When the next apply comes.
	When string
	// Reversed sets the goal back.
	Reversed bool
	// StateLost: Terraform's state is gone, and with it what the provider had kept there.
	StateLost bool
	// Journals are the keys of clusters on which the journal is deleted.
	Journals []string
}

// When: at once and in the middle of a job, after somebody has removed the dead run's lease; when all jobs are done; and at once with the
// lease in place, which has to run out first.
const (
	AtOnce       = "at once"
	MidJob       = "mid-job"
	JobsDone     = "jobs done"
	LeaseExpired = "lease expired"
)

// AllAxes are the combinations that every point is resumed with.
func AllAxes() []Axes {
	var out []Axes
	for _, when := range []string{AtOnce, MidJob, JobsDone, LeaseExpired} {
		for _, reversed := range []bool{false, true} {
			for _, lost := range []bool{false, true} {
				out = append(out, Axes{When: when, Reversed: reversed, StateLost: lost})
			}
		}
	}
	return out
}

// JournalAxes delete the journal on one side, with no state that could help out, or on both, with Terraform's state and without.
func JournalAxes() []Axes {
	var out []Axes
	for _, reversed := range []bool{false, true} {
		for _, on := range []string{Prod, DR} {
			out = append(out, Axes{When: AtOnce, Reversed: reversed, StateLost: true, Journals: []string{on}})
		}
		for _, lost := range []bool{false, true} {
			out = append(out, Axes{When: AtOnce, Reversed: reversed, StateLost: lost, Journals: []string{Prod, DR}})
		}
	}
	return out
}

// String is the axes in words.
func (a Axes) String() string {
	out := []string{a.When, "same goal", "state kept"}
	if a.Reversed {
		out[1] = "reversed"
	}
	if a.StateLost {
		out[2] = "state lost"
	}
	if len(a.Journals) > 0 {
		out = append(out, "journal deleted on "+strings.Join(a.Journals, " and "))
	}
	return strings.Join(out, ", ")
}

// String is the point in words.
func (p CrashPoint) String() string {
	return fmt.Sprintf("point %d, %s in stage %q", p.Number, strings.Join(p.Moments, " = "), p.Stage)
}

// Outcome of a resume.
type Outcome struct {
	// Problems are empty when the resume did what it must.
	Problems []string
	// Exact: the site was brought back to exactly what it was, instead of on or fully back.
	Exact bool
	// Replanned: the first plan was stale when it was to be carried out.
	Replanned bool
	Calls     int
	// Syncs are how often each policy ran.
	Syncs map[string]int
	// Words are what a person had to say or do, as findings asked for; Unknown are the objects of which nobody knows what they were.
	Words, Unknown []string
	// LeftBehind: something stays as the dead run left it, because no record of that run is left, and a finding says what.
	LeftBehind bool
}

// slowPoll is a poll_interval with which waiting costs few requests, and decides the same.
const slowPoll = 30 * time.Second

// Resume wakes the site at the point, with a fresh engine, and applies.
func (rec *Recording) Resume(t *testing.T, p CrashPoint, a Axes) (out Outcome) {
	synctest.Test(t, func(t *testing.T) {
		out = rec.resume(t, p.Frozen.Wake(t, Options{Quiet: true, PollInterval: slowPoll}), a)
	})
	if len(a.Journals) > 0 && len(out.Words) == 0 && len(out.Problems) == 0 {
		out.Problems = oneMore(rec.syncsWithJournals(t, p, a), out.Syncs)
	}
	if a.When == AtOnce && len(a.Journals) == 0 {
		rec.syncs.Store(fmt.Sprint(p.Number, a), out.Syncs)
	}
	for i := range out.Problems {
		out.Problems[i] = fmt.Sprintf("%s, %s: %s: %s", rec.Scenario.Name, p, a, out.Problems[i])
	}
	return out
}

func (rec *Recording) resume(t *testing.T, b *Bed, a Axes) (out Outcome) {
	say := func(format string, args ...any) { out.Problems = append(out.Problems, fmt.Sprintf(format, args...)) }
	opened := rec.turned || rec.opened(b)
	b.disturb(a)
	in, prior := rec.intent, rec.Planned
	if a.Reversed {
		in.Active = otherKey(in.Active)
		b.NewRun()
	}
	if a.StateLost {
		prior = nil
	}
	before := b.jobs()
	if len(a.Journals) == len(in.Pools) {
		in, out.Unknown = b.withoutJournals(t, in, prior, &out)
	} else if err := b.apply(t, in, prior, &out); err != nil {
		say("%v", err)
	}
	if len(out.Problems) > 0 {
		return out
	}
	c := b.calls()
	out.Calls, out.Syncs = c.Reads+c.Writes, b.syncsSince(before)
	if limit := 3*rec.Calls + 200; out.Calls > limit && len(out.Words) == 0 {
		say("%d calls, more than %d", out.Calls, limit)
	}
	after := b.Engine.Survey(t.Context(), Scope(in, nil))
	if pv := failover.Plan(after, in); pv.Moves != nil || failover.Unfinished(after) != "" {
		say("the plan after it is not empty: %v", pv.Approved)
	}
	time.Sleep(time.Minute)
	b.Leave()
	of := *rec.seed
	of.b = b
	out.Exact = !opened && in.Active == rec.Scenario.Home
	var wrong []string
	if out.Exact {
		wrong = changedSince(t, b, rec.Before)
	} else {
		of.unpublished = in.Active == Prod && !published(b.Look(t, DR))
		wrong = of.Check(t, in.Active)
	}
	if out.Exact && len(out.Unknown) == 0 {
		wrong = append(wrong, of.people(in.Active)...)
	}
	b.World.Do(func() {
		for _, v := range invariant.Finish(b.World) {
			wrong = append(wrong, "invariant "+v.Rule+": "+v.Text)
		}
	})
	for _, v := range b.Violations() {
		wrong = append(wrong, "violation: "+v)
	}
	wrong = notNamed(wrong, out.Unknown)
	if a.StateLost && len(a.Journals) == len(in.Pools) {
		n := len(wrong)
		said := failover.Readiness(after, in)
		wrong = slices.DeleteFunc(wrong, func(problem string) bool { return told(problem, said) })
		if !position.Protected(after) {
			wrong = slices.DeleteFunc(wrong, aboutSchedule) // nobody knows any more what it was, and the pair is said not to be protected
		}
		out.LeftBehind = n > len(wrong)
	}
	out.Problems = append(out.Problems, wrong...)
	if len(out.Unknown) > 0 && !a.StateLost {
		say("Terraform's state holds the originals, and yet they are called lost: %v", out.Unknown)
	}
	return out
}

// syncsSince counts the runs of each policy that somebody asked for; those of its own schedule come with time.
func (b *Bed) syncsSince(before map[string]int) map[string]int {
	out, now := map[string]int{}, b.jobs()
	for _, p := range b.Site.Policies {
		for _, name := range []string{p, p + "_mirror"} {
			out[name] = posts(now, name, siq.Sync) - posts(before, name, siq.Sync)
		}
	}
	return out
}

// TestCrash_CountsSyncs: what is held against the limit of one more sync is what the simulator has run, and two more are too many.
func TestCrash_CountsSyncs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := New(t, Options{Quiet: true})
		adopt(t, b)
		before := b.jobs()
		move(t, b, DR)
		time.Sleep(time.Minute)
		with := b.syncsSince(before)
		for name, n := range with {
			if n == 0 {
				t.Errorf("no run of %s is counted of a move that proves its last sync and its mirror: %v", name, with)
			}
		}
		const more = "nas1_mirror"
		for extra := 1; extra <= 2; extra++ {
			b.Raw(t, DR).Must(http.MethodPost, "/platform/15/sync/jobs", `{"id":"`+more+`"}`)
			time.Sleep(2 * time.Minute)
			said := oneMore(with, b.syncsSince(before))
			if tooMany := extra > 1; tooMany != (len(said) == 1) {
				t.Errorf("%d more runs of %s: %v", extra, more, said)
			}
		}
	})
}

// apply plans and runs. When the cluster did between plan and run what the dead run had told it to do, the plan is stale: that is said
// before the first write, and the next plan must do.
func (b *Bed) apply(t *testing.T, in survey.Intent, prior *survey.Survey, out *Outcome) error {
	for {
		planned := b.Engine.Survey(t.Context(), Scope(in, prior))
		if pv := failover.Plan(planned, in); len(pv.Errors) > 0 {
			return fmt.Errorf("the plan is refused: %s", pv.Errors[0].Line())
		}
		_, err := b.Engine.Run(t.Context(), in, planned)
		f, _ := errors.AsType[*failure.Failure](err)
		switch {
		case err == nil:
			return nil
		case f == nil || f.ID != finding.FailureStale || out.Replanned:
			return fmt.Errorf("the resume ended with %w", err)
		}
		if n := b.calls().ByPermit["approved"]; n > 0 {
			return fmt.Errorf("a stale plan has written %d times: %w", n, err)
		}
		out.Replanned = true
	}
}

// published: a name that was not known on dr in the beginning lives or is parked there.
func published(s *Sight) bool {
	return slices.ContainsFunc(s.Names, func(n string) bool { return strings.HasSuffix(n, "fin.demo.local") })
}

// changedSince lists what is not as it was. Two things may stay, which harm nobody and which the next run needs: what stage 2a creates on
// the receiving side, and the place-holder of a name that was published there for the first time.
func changedSince(t testing.TB, b *Bed, before map[string]string) []string {
	had := map[string]bool{}
	for name := range before {
		object, _, _ := strings.Cut(name, ": ")
		had[object] = true
	}
	left := func(name string) bool {
		object, _, _ := strings.Cut(name, ": ")
		return !had[object] && slices.ContainsFunc([]string{"dr share ", "dr export ", "dr alias "}, func(kind string) bool {
			return strings.HasPrefix(name, kind)
		})
	}
	is := b.Everything(t)
	const aliases = "dr pool: sc_dns_zone_aliases"
	if !strings.Contains(before[aliases], "fin.demo.local") {
		is[aliases] = strings.Replace(is[aliases], `,"igls-original-fin.demo.local"`, "", 1)
	}
	return Differences(before, is, left)
}

// disturb lets time pass, and files of the tool vanish, as the axes say.
func (b *Bed) disturb(a Axes) {
	b.World.Do(func() {
		for _, key := range []string{Prod, DR} {
			c := b.Cluster(key)
			if a.When == AtOnce || a.When == MidJob {
				b.forget(c.Name, "leases")
			}
			if slices.Contains(a.Journals, key) {
				b.forget(c.Name, "journals")
			}
		}
	})
	switch a.When {
	case MidJob:
		time.Sleep(6 * time.Second)
	case JobsDone:
		time.Sleep(10 * time.Minute)
	}
}

// forget removes a directory of the tool's own files. The lock is held.
func (b *Bed) forget(cluster, dir string) {
	tree, path := b.World.Cluster(cluster).FS, scenario.JournalDirectory+"/"+dir
	if !tree.Exists(path) {
		return
	}
	if err := tree.Remove(fs.Clients, path, true); err != nil {
		panic("the tool's own files can be removed: " + err.Error())
	}
}
