// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// maxWords is how often a plan is made until the site is where it shall be, with what a person says between.
const maxWords = 12

// appliedAgain: an apply failed for what the dead run had started, and is made once more.
const appliedAgain = "apply again"

// withoutJournals plans and runs after both journals are gone. Where nothing proves any more that a copy has everything, the tool does not
// go on by itself: a finding says what a person has to do. That is done here, as the finding says, and counted.
func (b *Bed) withoutJournals(t *testing.T, in survey.Intent, prior *survey.Survey, out *Outcome) (survey.Intent, []string) {
	goal := in.Active
	if prior == nil {
		in.Names = b.Site.Names // which of the other names there are of that side alone is not known any more: the plan asks for them
	}
	var unknown []string
	waited := false
	for range maxWords {
		planned := b.Engine.Survey(t.Context(), Scope(in, prior))
		for _, f := range failover.Readiness(planned, in) {
			if f.ID == finding.OriginalsLost && !slices.Contains(unknown, f.Object) {
				unknown = append(unknown, f.Object)
			}
		}
		pv := failover.Plan(planned, in)
		word, said := b.aWord(t, &in, append(pv.Errors, pv.Warnings...), len(pv.Errors) > 0 || pv.Moves == nil)
		switch {
		case said:
			out.Words = append(out.Words, word)
			continue
		case len(pv.Errors) > 0:
			out.Problems = append(out.Problems, "the plan is refused: "+pv.Errors[0].Line())
			return in, unknown
		case pv.Moves == nil && in.Active == goal && waited:
			return in, unknown
		case pv.Moves == nil && in.Active == goal:
			waited = true // an allow_write that no record tells of may show only now
			time.Sleep(time.Minute)
			continue
		case pv.Moves == nil:
			in.Active, in.DiscardChangesSince = goal, nil
			b.NewRun()
			continue
		}
		_, err := b.Engine.Run(t.Context(), in, planned)
		f, _ := errors.AsType[*failure.Failure](err)
		switch {
		case err == nil:
		case f == nil || slices.Contains(out.Words, appliedAgain):
			out.Problems = append(out.Problems, fmt.Sprintf("the resume ended with %v", err))
			return in, unknown
		case f.ID != finding.FailureStale && f.ID != finding.FailureNotReady:
			// What the dead run had started, and no record tells of, has shown only now.
			out.Words = append(out.Words, appliedAgain)
		}
	}
	out.Problems = append(out.Problems, fmt.Sprintf("%d words were not enough: %v", maxWords, out.Words))
	return in, unknown
}

// aWord does what the findings ask a person for, when the tool would not go on without.
func (b *Bed) aWord(t *testing.T, in *survey.Intent, found []finding.Finding, stuck bool) (word string, said bool) {
	if !stuck {
		return "", false
	}
	for _, f := range found {
		switch f.ID.String() {
		case "would_leave_writes_behind":
			in.Active = otherKey(in.Active)
			b.NewRun()
			return f.ID.String(), true
		case "resync_prep_left_out", "copy_left_open", "policy_conflicted":
			if toDo(f) != "" {
				b.carryOut(t, f)
				b.NewRun() // what a person has put back may move once more
				time.Sleep(time.Minute)
				return f.ID.String(), true
			}
			since, err := time.Parse(time.RFC3339, quoted(f.Cure))
			if err != nil || in.DiscardChangesSince != nil {
				t.Errorf("%s asks for no word: %s (%v)", f.ID, f.Cure, err)
				return "", false
			}
			in.DiscardChangesSince = &since
			return f.ID.String(), true
		}
	}
	return "", false
}

// syncsWithJournals is how often each policy ran when the same dead run was resumed with its journals.
func (rec *Recording) syncsWithJournals(t *testing.T, p CrashPoint, a Axes) map[string]int {
	a.Journals = nil
	key := fmt.Sprint(p.Number, a)
	if v, ok := rec.syncs.Load(key); ok {
		return v.(map[string]int) //nolint:forcetypeassert // Resume puts it there
	}
	return rec.Resume(t, p, a).Syncs
}

// oneMore: a lost journal costs a policy one more sync at most.
func oneMore(with, without map[string]int) []string {
	var out []string
	for policy, n := range without {
		if n > with[policy]+1 {
			out = append(out, fmt.Sprintf("policy %s ran %d times, and %d times with the journals", policy, n, with[policy]))
		}
	}
	return out
}

// anObject is a share or export in the words of a problem.
var anObject = regexp.MustCompile(`\b(share|export) [^ /]+/([^ :]+)`)

// notNamed are the problems that no finding has told of: an object whose original nobody knows may be as the fence has left it, and then
// people cannot write through it.
func notNamed(problems, unknown []string) []string {
	return slices.DeleteFunc(problems, func(p string) bool {
		if len(unknown) == 0 {
			return false
		}
		if strings.HasPrefix(p, "line 10: ") || strings.Contains(p, "followers_write") {
			return true // they tell of the person, not of the share: with every record gone the fence stays, and a finding names each object
		}
		m := anObject.FindStringSubmatch(p)
		return m != nil && slices.ContainsFunc(unknown, func(u string) bool {
			return strings.HasPrefix(u, m[1]+" ") && strings.Contains(u, m[2]+" ")
		})
	})
}

// aQuota is a quota in the words of a problem: its type, its directory, whom it limits, whether it counts snapshots, and what is wrong.
var aQuota = regexp.MustCompile(`^line 7: (\S+) quota on ([^ ,]+)(?: of ([^ ,]+))?, snapshots (\w+) (is still on|is not on|on) (\w+)`)

// told: an SPN or a quota is where the dead run had left it, because every record of that run is gone, and a finding names it.
func told(problem string, findings []finding.Finding) bool {
	named := func(id, object string) bool {
		return slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.ID.String() == id && f.Object == object })
	}
	spn := func(spn string) bool {
		return named("spn_left_behind", "SPN "+spn) || named("spn_not_registered", "SPN "+spn)
	}
	if m := aQuota.FindStringSubmatch(problem); m != nil {
		quota := strings.Join(slices.DeleteFunc([]string{"quota", m[1], m[3], m[2]}, func(s string) bool { return s == "" }), " ")
		if m[4] == "true" {
			quota += " with snapshots"
		}
		switch m[5] {
		case "is still on":
			return true // its counterpart is judged by itself: twice is too much, and harms nobody
		case "is not on":
			return named("quota_left_behind", quota)
		default:
			return named("quota_half_made", quota+" on "+m[6])
		}
	}
	if line, ok := strings.CutPrefix(problem, "line 4: "); ok {
		name, _, ok := strings.Cut(line, " on the account of ")
		return ok && spn(name)
	}
	if m := accountSPNs.FindStringSubmatch(problem); m != nil {
		was, is := strings.Split(m[1], ","), strings.Split(m[2], ",")
		odd := slices.DeleteFunc(slices.Concat(was, is), func(s string) bool { return slices.Contains(was, s) && slices.Contains(is, s) })
		return len(odd) > 0 && !slices.ContainsFunc(odd, func(s string) bool { return !spn(strings.Trim(s, `"`)) })
	}
	return false
}

// accountSPNs are the SPNs of an account, before and now, in the words of a problem.
var accountSPNs = regexp.MustCompile(`^\w+ SPNs: was \[(.*)\], is \[(.*)\]$`)

// aboutSchedule: a policy is left without the schedule that it had, and nobody knew that its first run was due.
func aboutSchedule(problem string) bool {
	return strings.Contains(problem, ": schedule is , want ") || strings.HasSuffix(problem, " since the switch") ||
		strings.Contains(problem, ": schedule: was ") && strings.HasSuffix(problem, `, is ""`)
}

// TestCrash_QuotaIsTold: a finding names a quota by its label, and the judge must find that label for every quota that the lab can have.
func TestCrash_QuotaIsTold(t *testing.T) {
	t.Parallel()
	for _, q := range []survey.Quota{
		{Type: "directory", Path: "/ifs/data/nas1"},
		{Type: "group", Path: "/ifs/data/nas1/home", Who: "SID:S-1-5-21-1000-1201"},
		{Type: "user", Path: "/ifs/data/nas1/home", Who: "SID:S-1-5-21-1000-1101"},
	} {
		for _, snapshots := range []bool{false, true} {
			q.Definition = survey.Definition{"include_snapshots": snapshots}
			who := ""
			if q.Who != "" {
				who = " of " + q.Who
			}
			problem := fmt.Sprintf("line 7: %s quota on %s%s, snapshots %v is not on dr", q.Type, q.Path, who, snapshots)
			if f := []finding.Finding{finding.New(finding.QuotaLeftBehind, "quota "+q.Label(), "", "")}; !told(problem, f) {
				t.Errorf("%q is not told by a finding about %q", problem, f[0].Object)
			}
			if f := []finding.Finding{finding.New(finding.QuotaLeftBehind, "quota "+q.Label()+" else", "", "")}; told(problem, f) {
				t.Errorf("%q is told by a finding about %q", problem, f[0].Object)
			}
		}
	}
}
