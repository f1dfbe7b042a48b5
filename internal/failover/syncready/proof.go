// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"
)

// ProofReadiness finds, in the newest reports of a policy whose last sync is to come, what would keep that from being proven.
func ProofReadiness(s *survey.Survey, in survey.Intent, p survey.Pair, out *finding.Findings) {
	d := in.Direction()
	f := p.PolicyOn(d.From)
	proof := s.Proven[survey.LastSyncOf(f)]
	if position.Of(s, p, d) != position.AtFrom || proof.Quiet {
		return
	}
	at := About(p, d.From, out)
	runs := s.Clusters[d.From].Policies[f].Runs
	if proof.Touched > 0 {
		at(finding.AttributesChanged, fmt.Sprintf("has carried changes of attributes alone in its last sync, of %d files", proof.Touched),
			"stop what touches them (a scan, a backup, a job of the cluster), or write "+synciq.Accepting(finding.AttributesChanged))
	}
	aboutRuns(runs, p.Name, func(id finding.ID, text, cure string) { at(id, text, cure) })
}

// LossRisks say of a move away from a lost cluster what the reports of the runs that count do not prove: the newest finished ones.
func LossRisks(s *survey.Survey, in survey.Intent) []finding.Finding {
	d := in.Direction()
	out := &finding.Findings{}
	for _, p := range s.Pairs {
		f := p.PolicyOn(d.From)
		if position.Stranded(s, in) && position.HoldsData(s, p, d.To) {
			continue
		}
		aboutRuns(s.Clusters[d.To].Targets[f].Runs, f, func(id finding.ID, text, cure string) {
			About(p, d.From, out)(id, text+"; what "+d.To+" holds may lack files beside max_data_loss", cure)
		})
	}
	return out.List
}

func aboutRuns(runs survey.RunFacts, policy string, at func(id finding.ID, text, cure string)) {
	if len(runs.Missing) > 0 {
		at(finding.RunCountersMissing, "has a newest report that does not give "+strings.Join(runs.Missing, ", ")+
			": it does not prove that everything was carried over",
			"if this release never gives them, compare both sides after a run and write "+synciq.Accepting(finding.RunCountersMissing))
	}
	if len(runs.Left) > 0 {
		at(finding.RunLeftFiles, fmt.Sprintf("has not carried everything over in the run of report %d: %s", runs.Report,
			strings.Join(runs.Left, ", ")),
			fmt.Sprintf("mend the cause and see that the files are on the other cluster: `isi sync reports view %s %d`", finding.Word(policy),
				runs.Report))
	}
}

// SnapshotReadiness finds the clusters that a run rolls back, or on which it isolates data, and that have no licence for the snapshot which
// keeps it.
func SnapshotReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	for _, k := range in.Keys() {
		if !replication.Unlicensed(s, k) || !rollsBack(s, in, k) {
			continue
		}
		out.Add(finding.New(finding.SnapshotBeforePrep, "cluster "+k, "has no licence for SnapshotIQ: what is written there after the last sync "+
			"cannot be kept when resync prep rolls it back", "activate the licence with `isi license add` on "+k))
	}
}

// rollsBack tells whether a resync prep of this run rolls back directories of the cluster.
func rollsBack(s *survey.Survey, in survey.Intent, cluster string) bool {
	d := in.Direction()
	return slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool {
		at := position.Of(s, p, d)
		if cluster == d.From {
			return !slices.Contains(position.Arrived, at) && !slices.Contains(position.DeadEnds, at)
		}
		switch position.Of(s, p, d.Reverse()) {
		case position.Opening, position.Open, position.Closing, position.Preparing, position.Settling:
			return !replication.MayRevert(s, in, p) && replication.MayTurn(s, in, p, d.Reverse())
		default:
			return false
		}
	})
}
