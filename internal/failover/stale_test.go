// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
)

// TestStale_SaysTheLinesOfThePlan: what is not approved is named as a new plan would name it, once for each line, and never by a key.
func TestStale_SaysTheLinesOfThePlan(t *testing.T) {
	t.Parallel()
	in, planned, now := surveytest.Intent("dr"), surveytest.World(), surveytest.World()
	prod := now.Clusters["prod"]
	prod.Pool.Aliases = append(prod.Pool.Aliases, "new.example.com")
	prod.AD[0].SPNs = append(prod.AD[0].SPNs, "HOST/new.example.com")
	share, quota := prod.Objects[0], prod.Quotas[0]
	share.ID, share.Definition = "late", share.Definition.Clone()
	quota.ID, quota.Path = "q2", "/ifs/data/nas1/b"
	prod.Objects, prod.Quotas = append(prod.Objects, share), append(prod.Quotas, quota)

	r := &run.Run{Survey: now, Intent: in}
	err := refuseStale(r, issue.New(Plan(planned, in).Approved, nil), planned)
	f, ok := errors.AsType[*failure.Failure](err)
	if !ok || f.ID != finding.FailureStale {
		t.Fatalf("got %v", err)
	}
	want := `plan is stale: the clusters changed since it was made; not approved (5):
HOST/new.example.com: PROD$ -> DR$, through OneFS
directory /ifs/data/nas1/b, hard 10 GiB: prod -> dr at /ifs/dr/nas1/b
new.example.com: prod -> dr, alias
share late in zone nas1: prod -> dr, create at /ifs/dr/nas1
share late in zone nas1: prod, read-only until the end of the run`
	if diff := cmp.Diff(want, f.Failed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := refuseStale(r, issue.New(Plan(now, in).Approved, nil), now); err != nil {
		t.Errorf("the plan of now: %v", err)
	}
}

// TestSteps_SayWhatTheyAre: every key of every step of a move can be shown to people.
func TestSteps_SayWhatTheyAre(t *testing.T) {
	t.Parallel()
	stages := map[survey.StageID]bool{}
	for _, change := range []func(*survey.Survey){
		func(*survey.Survey) {},
		func(s *survey.Survey) { opened(s); upTo(s, survey.StageFence) },
		func(s *survey.Survey) { opened(s); upTo(s, survey.StageMirrorRun) },
		func(s *survey.Survey) { opened(s); upTo(s, survey.StageFinish) },
	} {
		for _, goal := range []string{"prod", "dr"} {
			s := surveytest.World()
			change(s)
			for _, st := range Plan(s, surveytest.Intent(goal)).steps {
				for _, k := range st.Keys {
					stage, _, _ := strings.Cut(string(k), " | ")
					stages[survey.StageID(stage)] = true
					says := st.LinesOf(k)
					if len(says) == 0 || slices.ContainsFunc(says, func(l run.Line) bool { return l.Text == "" || strings.Contains(l.Text, " | ") }) {
						t.Errorf("%s is shown as %v", k, says)
					}
				}
			}
		}
	}
	if len(stages) < 9 {
		t.Errorf("only %d stages were looked at: %v", len(stages), stages)
	}
}
