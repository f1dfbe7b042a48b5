// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
)

// revertCase is a position beside the one in which an opened copy may be rolled back.
type revertCase struct {
	name, order string
	after       survey.StageID
	// break takes one condition away, as people do.
	spoil func(b *Bed, t *testing.T)
	// journals are deleted: the proof is gone.
	unrecorded bool
	// refused: the way back needs a word first.
	refused string
}

var revertCases = []revertCase{
	{name: "names were published", order: survey.WritesFirst, after: survey.StageNames},
	{name: "names were published and moved back by hand", order: survey.WritesFirst, after: survey.StageNames, spoil: (*Bed).namesBack},
	{name: "names came first and were moved back by hand", order: survey.NamesFirst, after: survey.StageWrites, spoil: (*Bed).namesBack},
	{name: "the pair was turned", order: survey.WritesFirst, after: survey.StageResyncPrep},
	{name: "a share was opened", order: survey.WritesFirst, after: survey.StageWrites, refused: "copy_left_open", spoil: (*Bed).openShare},
	{name: "no journal", order: survey.WritesFirst, after: survey.StageWrites, unrecorded: true, refused: "copy_left_open"},
}

// Where the copies were opened before the names, and the goal is set back before a name was published beside them, they are rolled back:
// everything is exactly as before, and no pair is turned.
func TestAbort_Revert(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.WritesFirst, survey.StageWrites)
		b := a.frozen.Wake(t, Options{Quiet: true})
		of := *a.seed
		of.b, of.unpublished = b, true
		before := b.jobs()
		in := a.intent
		in.Active = Prod
		resumed(t, &of, in, a.planned)
		restored(t, b, a.before)
		if problems := of.people(Prod); len(problems) > 0 {
			t.Error(Lines(problems))
		}
		finished(t, b)
		after := b.jobs()
		for _, p := range b.Site.Policies {
			if reverted := posts(after, p, siq.Revert) - posts(before, p, siq.Revert); reverted != 1 {
				t.Errorf("%s was rolled back %d times", p, reverted)
			}
			if n := posts(after, p, siq.ResyncPrep) - posts(before, p, siq.ResyncPrep); n != 0 {
				t.Errorf("%s was turned %d times", p, n)
			}
		}
	})
}

// With any one of the conditions broken, nothing is rolled back: the plan is a full failback, or is refused until somebody says which
// side's writes are wanted.
func TestAbort_NoRevertElsewhere(t *testing.T) {
	t.Parallel()
	for _, c := range revertCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { c.judge(t) })
		})
	}
}

func (c revertCase) judge(t *testing.T) {
	a := stopAfter(t, c.order, c.after)
	of := *a.seed
	of.b = a.frozen.Wake(t, Options{Quiet: true})
	if c.unrecorded {
		of = *a.woken(t)
	}
	b := of.b
	if c.spoil != nil {
		c.spoil(b, t)
	}
	in := a.intent
	in.Active = Prod
	b.NewRun()
	planned := b.Engine.Survey(t.Context(), Scope(in, a.planned))
	p := failover.Plan(planned, in)
	if c.refused != "" {
		findingOf(t, append(p.Errors, p.Warnings...), c.refused)
	} else if len(p.Errors) > 0 || p.Moves == nil || !strings.Contains(Lines(p.Moves.Policies), "_mirror: dr -> prod") {
		t.Errorf("want a full failback, got %+v, errors %v", p.Moves, p.Errors)
	}
	_, err := b.Engine.Run(t.Context(), in, planned)
	if refused := c.refused != "" && len(p.Errors) > 0; refused != (err != nil) {
		t.Errorf("the run ended with %v", err)
	}
	for _, policy := range b.Site.Policies {
		for _, name := range []string{policy, policy + "_mirror"} {
			if n := posts(b.jobs(), name, siq.Revert); n != 0 {
				t.Errorf("%s was rolled back %d times", name, n)
			}
		}
	}
}

// posts are the jobs of a policy and an action on any cluster.
func posts(jobs map[string]int, policy string, action siq.Action) (n int) {
	for job, times := range jobs {
		if strings.HasSuffix(job, " "+policy+" "+string(action)) {
			n += times
		}
	}
	return n
}

const nas1Pool = "/platform/16/network/groupnets/groupnet0/subnets/subnet0/pools/nas1"

// A person makes a name live on prod again in the midst of a controlled run. The finding says so, and what to park: nobody is told to
// declare a healthy cluster lost, or what to paste, since which side serves is not certain.
func TestAbort_NameOnBothSidesByHand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := stopAfter(t, survey.NamesFirst, survey.StageNames)
		b := a.frozen.Wake(t, Options{Quiet: true})
		b.Raw(t, Prod).Must(http.MethodPut, nas1Pool, `{"sc_dns_zone":"nas1.demo.local"}`)
		time.Sleep(time.Minute)
		back := a.intent
		back.Active = Prod
		s := b.Engine.Survey(t.Context(), Scope(back, a.planned))
		f := findingOf(t, failover.Readiness(s, back), "name_on_both_sides")
		if s.Run == nil || strings.Contains(f.Line(), "lost_since") || !strings.Contains(f.Cure, "igls-original-nas1.demo.local") ||
			f.Call+f.Command != "" {
			t.Errorf("run open: %v, %s", s.Run != nil, f.Detail())
		}
	})
}

// namesBack moves the names to prod, as somebody does who has not heard of the plan.
func (b *Bed) namesBack(t *testing.T) {
	b.Raw(t, DR).Must(http.MethodPut, nas1Pool, `{"sc_dns_zone":"igls-original-nas1.demo.local",`+
		`"sc_dns_zone_aliases":["igls-nas1-ps2.demo.local","drtest.demo.local","igls-original-fin.demo.local"]}`)
	b.Raw(t, Prod).Must(http.MethodPut, nas1Pool,
		`{"sc_dns_zone":"nas1.demo.local","sc_dns_zone_aliases":["igls-nas1-ps1.demo.local","fin.demo.local"]}`)
	time.Sleep(time.Minute)
}

// openShare lets people write through the fenced share.
func (b *Bed) openShare(t *testing.T) {
	b.Raw(t, Prod).Must(http.MethodPut, shareURL+"/nas1?zone=nas1",
		`{"permissions":[{"permission":"full","permission_type":"allow","trustee":{"id":"SID:S-1-1-0","name":"Everyone","type":"wellknown"}}]}`)
	time.Sleep(time.Minute)
}

// The standby has quotas of its own. A run that is set back before it has turned anything leaves them alone: none of them had moved.
func TestAbort_QuotasOfTheStandby(t *testing.T) {
	t.Parallel()
	for _, off := range []bool{false, true} {
		t.Run(map[bool]string{false: "sync fails", true: "policy off"}[off], func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { quotasOfTheStandby(t, off) })
		})
	}
}

func quotasOfTheStandby(t *testing.T, off bool) {
	var b *Bed
	b = New(t, Options{Quiet: true, AfterStage: func(st survey.StageID, _, _ *survey.Survey) {
		if off && st == survey.StageLastSync {
			b.turn(t, Prod, "nas1", "false")
		}
	}})
	b.Raw(t, DR).Must(http.MethodPost, quotasURL,
		`{"path":"/ifs/data/nas1","type":"directory","include_snapshots":true,"enforced":false,"thresholds":{}}`)
	adopt(t, b)
	before := b.Everything(t)
	if !off {
		b.World.Do(func() { synciq.Of(b.World.Cluster(b.Site.From)).FailNextJob("nas1", siq.Sync, broken) })
	}
	in := b.Intent(DR)
	_, err := b.Engine.Run(t.Context(), in, b.Engine.Survey(t.Context(), Scope(in, nil)))
	if err == nil {
		t.Fatal("the run ended well")
	}
	if off {
		b.turn(t, Prod, "nas1", "true")
	} else {
		b.World.Do(func() { resolved(b.Site.From, "nas1")(b) })
	}
	restored(t, b, before)
}
