// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/surveytest"
)

// diagnostics are every finding and every failure as people read them, for review. Most findings are those that the simulator has brought
// about; the others are made here.
func diagnostics(t *testing.T, shown []finding.Finding) string {
	t.Helper()
	shown = append(shown, resourceFindings()...)
	shown = append(shown, directoryFindings()...)
	var b strings.Builder
	for _, spec := range finding.All() {
		i := slices.IndexFunc(shown, func(f finding.Finding) bool { return f.ID == spec.ID() })
		if i < 0 {
			t.Errorf("nothing shows %s", spec.Name)
			continue
		}
		f := shown[i]
		where := f.Attribute
		if f.Key != "" {
			where += fmt.Sprintf("[%q]", f.Key)
		}
		kind := "Error"
		if f.Severity == finding.Risk {
			kind = "Warning"
		}
		fmt.Fprintf(&b, "%s: %s\n%s\n\n%s\n\n\n", kind, f.Summary("nas1"), "at: "+where, f.Detail())
	}
	for _, f := range finding.Failures() {
		sample := failureOfKind(f.ID)
		if sample == nil {
			t.Errorf("nothing shows the failure %s", f.ID)
			continue
		}
		fmt.Fprintf(&b, "Error: %s\n\n%s\n\n\n", sample.Headline(), sample.Detail())
	}
	return b.String()
}

// resourceFindings are about a resource and its state, whatever the clusters are like.
func resourceFindings() []finding.Finding {
	in := surveytest.Intent(DR)
	return []finding.Finding{
		readiness.NoSurvey(), readiness.MovedElsewhere(in, Prod), readiness.ServingSideUnclear(in),
		readiness.ApplyPoliciesFirst([]string{"fin", "hr"}, finding.Run{Kind: finding.Controlled}),
	}
}

// directoryFindings are those of a directory that is asked by LDAP, which the simulator does not have.
func directoryFindings() []finding.Finding {
	var out []finding.Finding
	for _, v := range []survey.DirectoryView{
		{User: "mover", Problem: "invalid credentials", Refused: true},
		{User: "mover", Problem: "dc1.demo.local: connection refused"},
		{User: "mover", Closed: []string{"PROD$"}, Missing: []string{"DR$"}, StandsFor: map[string][]string{"cifs": {"HOST"}}},
	} {
		s := surveytest.World()
		s.Directory = &v
		ad := &s.Clusters[Prod].AD[0]
		ad.SPNs = append(ad.SPNs, "cifs/nas1.example.com")
		out = append(out, failover.Readiness(s, surveytest.Intent(DR))...)
	}
	return out
}

// failureOfKind is a sample of a failure: where it happens, and what went wrong there.
func failureOfKind(id finding.FailureID) *failure.Failure {
	for _, f := range []struct {
		id    finding.FailureID
		stage survey.StageID
		cause string
		open  bool
		moved bool
	}{
		{id: finding.FailureStale, cause: "plan is stale: the clusters changed since it was made; not approved (1):\n" +
			"2a configuration | dr | share | nas1/fin"},
		{id: finding.FailureNotReady, cause: finding.New(finding.PolicyDisabled, "SyncIQ policy nas1 on prod", "is disabled",
			"isi sync policies enable nas1").Line()},
		{id: finding.FailureUnread, cause: "both clusters must be readable before the first write: dr could not be read: connection refused"},
		{id: finding.FailureStillAnswers, cause: "prod still answers at 127.0.0.1:8080, though lost_since is set for it"},
		{id: finding.FailureMayAnswer, cause: "prod is declared lost, but something answers at its management address 127.0.0.1:8080, and it " +
			"cannot be told whether that is prod"},
		{id: finding.FailureLease, cause: "another run holds policy nas1: ci-runner-7, until 2026-05-02T09:12:00Z"},
		{id: finding.FailureLeaseDamaged, cause: "the lease file /ifs/.onefs-failover/leases/policy-nas1.json on dr cannot be " +
			"read: unexpected EOF"},
		{id: finding.FailureSPNRight, stage: survey.StageStart, cause: "prod may not write the SPNs of PROD$: forbidden"},
		{
			id: finding.FailureStage, stage: survey.StageLastSync, open: true,
			cause: "sync of nas1 on prod: job failed, report 77: \"the disk is on fire\"",
		},
		{id: finding.FailureIncomplete, stage: survey.StageQuotas, cause: "quotas on dr: 503 Service Unavailable", open: true, moved: true},
		{id: finding.FailureStopped, stage: survey.StageFence, cause: "interrupted", open: true},
		{id: finding.FailureTimeout, stage: survey.StageLastSync, cause: "context deadline exceeded", open: true},
	} {
		if f.id != id {
			continue
		}
		s := surveytest.World()
		if f.moved {
			s = failover.Plan(s, surveytest.Intent(DR)).After
		}
		if f.open {
			s.Run = &survey.RunRecord{ID: "run", From: Prod, To: DR, Names: []string{"nas1.example.com", "fin.example.com"}}
		}
		return failure.New(id, s, surveytest.Intent(DR), f.stage, errors.New(f.cause))
	}
	return nil
}
