// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package syncready

import (
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// About makes findings about one policy.
func About(p survey.Pair, cluster string, out *finding.Findings) func(id finding.ID, text, cure string) *finding.Finding {
	return func(id finding.ID, text, cure string) *finding.Finding {
		return out.Add(finding.New(id, fmt.Sprintf("SyncIQ policy %s on %s", p.PolicyOn(cluster), cluster), text, cure).At(p.Name))
	}
}

// PositionReadiness judges where the pair stands.
func PositionReadiness(s *survey.Survey, in survey.Intent, p survey.Pair, out *finding.Findings) {
	d := in.Direction()
	f := p.PolicyOn(d.From)
	at := About(p, d.From, out)
	x := position.FactsOf(s, p, d)
	now := position.Of(s, p, d)
	if position.BothOpen(s, p, d) {
		now = position.Open
	}
	switch now {
	case position.Opening, position.Closing:
		if position.Serving(s) == d.From && !position.ProvenQuiet(s, p, d.From) {
			at(finding.UnexpectedPosition, "has a copy on "+d.To+" that is being opened or closed, which no run of ours has proven",
				"wait until `isi sync target list` on "+d.To+" shows writes_enabled or writes_disabled")
		}
	case position.ReverseNeverRun:
		m := p.PolicyOn(d.To)
		About(p, d.To, out)(finding.PolicyNeverRun, "has never run: "+d.From+" has no copy", "run it once").Mild().
			Isi(d.To, "sync jobs start %s", m).
			By(d.To, "POST", uri.SyncJobs, finding.Fields{"id": m})
	case position.NeverRun:
		at(finding.PolicyNeverRun, "has never run: "+d.To+" has no target record of it", "run it once").
			Isi(d.From, "sync jobs start %s", f).
			By(d.From, "POST", uri.SyncJobs, finding.Fields{"id": f})
	case position.Disabled:
		at(finding.PolicyDisabled, "is disabled", "enable it").
			Isi(d.From, "sync policies enable %s", f).
			By(d.From, "PUT", uri.Policy(f), finding.Fields{"enabled": true})
	case position.ReverseDisabled:
		m := p.PolicyOn(d.To)
		About(p, d.To, out)(finding.PolicyDisabled, "is disabled: "+d.From+" is not kept up to date", "enable it").Mild().
			Isi(d.To, "sync policies enable %s", m).
			By(d.To, "PUT", uri.Policy(m), finding.Fields{"enabled": true})
	case position.Unexpected:
		if recordLost(s, p, x, d, out) {
			return
		}
		found := at(finding.UnexpectedPosition,
			fmt.Sprintf("is in a position that no run leaves behind: %s %s, its target record %s, %s %s, its target record %s",
				f, x.F, x.Tf, p.PolicyOn(d.To), x.R, x.Tr), "bring the pair to a known position by hand")
		if x.F == position.PolicyDisabled && x.Tf == position.Absent && x.Tr == position.Absent {
			found.Cure = "enable it and run it once"
			found.Isi(d.From, "sync policies enable %s", f).Isi(d.From, "sync jobs start %s", f).
				By(d.From, "PUT", uri.Policy(f), finding.Fields{"enabled": true})
		}
	case position.Open:
		if replication.MayTurn(s, in, p, d) {
			return
		}
		text := "is writable on both clusters and no run of ours proved that nothing was written on " + d.From +
			" since the last sync; resync prep is left out"
		if position.Serving(s) != d.From {
			at(finding.ResyncPrepLeftOut, text, "compare both sides; "+replication.GiveUpLine(s, d)).Mild()
			return
		}
		// While from still serves, moving the names would leave behind what was written there: that is a loss, not a risk.
		if !replication.MayRoll(s, p, d) {
			at(finding.ResyncPrepLeftOut, text, "compare both sides; a copy on SmartLock cannot be rolled back, so "+replication.GiveUpLine(s, d))
			return
		}
		at(finding.ResyncPrepLeftOut, text, rollBack(f, d.To))
	case position.ReverseOpening, position.ReverseOpen:
		if !replication.MayTurn(s, in, p, d.Reverse()) && !replication.MayRevert(s, in, p) && position.Serving(s) == d.To {
			copyLeftOpen(p, d, out)
			return
		}
		if !replication.MayTurn(s, in, p, d.Reverse()) && position.Serving(s) == d.From {
			// Somebody opened the copy by hand and people work there. Moving the names away would leave behind what they wrote.
			at(finding.WouldLeaveWritesBehind,
				"was never turned: "+d.To+" does not have what was written on "+d.From+" since it took over",
				fmt.Sprintf("accept where the pool is: write active_cluster = %q; compare both sides; %s; then move",
					d.From, replication.GiveUpLine(s, d.Reverse())))
		}
	}
}

// copyLeftOpen: the pool is where it is wanted, and its copy on the other side is open.
func copyLeftOpen(p survey.Pair, d survey.Direction, out *finding.Findings) {
	f := p.PolicyOn(d.To)
	at := About(p, d.To, out)
	at(finding.CopyLeftOpen,
		"is writable on both clusters, although the pool is on "+d.To+", and nothing proves that nobody wrote on "+
			"one of them: "+d.From+" is not kept up to date", rollBack(f, d.From))
}

// rollBack is what closes an open copy. It discards what people have written there, so it is no command to paste.
func rollBack(policy, cluster string) string {
	return fmt.Sprintf("compare both sides; if nothing that was written on %s is wanted, roll the copy there back: allow-write of %s with "+
		"--revert, which discards it", cluster, policy)
}

// PolicyReadiness judges the health of the policy that replicates now.
func PolicyReadiness(s *survey.Survey, in survey.Intent, p survey.Pair, out *finding.Findings) {
	from := in.From()
	f := p.PolicyOn(from)
	v := s.Clusters[from].Policies[f]
	if position.Of(s, p, in.Direction()) != position.AtFrom {
		return
	}
	at := About(p, from, out)
	if v.Conflicted {
		at(
			finding.PolicyConflicted, "is conflicted: its last run failed and no run starts",
			"mend the cause, then resolve it",
		).
			Isi(from, "sync policies resolve %s", f).
			By(
				from,
				"PUT",
				uri.Policy(f),
				finding.Fields{"conflicted": false},
			)
	}
	if v.LastFailed && !v.Conflicted {
		at(finding.PolicyLastRunFailed, "did not end its last run well", "mend the cause, then run it once").
			Isi(from, "sync jobs start %s", f).
			By(from, "POST", uri.SyncJobs, finding.Fields{"id": f})
	}
	switch v.Job {
	case "paused":
		at(finding.PolicyJobStopped, "has a job that is paused: the last sync would wait for ever", "resume the job").
			Isi(from, "sync jobs resume %s", f).
			By(from, "PUT", uri.Of(uri.SyncJobs+uri.ID, f), finding.Fields{"state": "running"})
	case survey.StateAttention:
		at(finding.PolicyJobStopped, "has a job that needs attention: the last sync would wait for ever", "cancel the job").
			Isi(from, "sync jobs cancel %s", f).
			By(from, "PUT", uri.Of(uri.SyncJobs+uri.ID, f), finding.Fields{"state": "canceled"})
	}
	if !v.DomainMarked {
		text := "the first resync prep walks " + p.Paths[from] + "; it can take hours, clients are up meanwhile"
		if v.HardLinks {
			text += ". There are hard links in it: if one leads out of it, resync prep fails each time, and the pair never turns back"
		}
		found := at(finding.DomainNotMarked, text, "switch accelerated failback on, before one more run")
		found.Isi(from, "sync policies modify %s --accelerated-failback=true", f).
			By(from, "PUT", uri.Policy(f), finding.Fields{"accelerated_failback": true})
		if !v.HardLinks {
			found.Mild()
		}
	}
	smartLockReadiness(s, in, p, out)
}

// JobReadiness names policies that run now. It is no part of a plan, which would read differently every few minutes.
func JobReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	from := in.From()
	for _, p := range s.Pairs {
		f := p.PolicyOn(from)
		at := About(p, from, out)
		switch s.Clusters[from].Policies[f].Job {
		case "", "paused", survey.StateAttention:
		default:
			at(
				finding.PolicyRunning, "is running: the last sync of a run begins when that job has ended",
				"wait for it, or cancel it",
			).
				Isi(from, "sync jobs cancel %s", f).
				By(
					from,
					"PUT",
					uri.Of(uri.SyncJobs+uri.ID, f),
					finding.Fields{"state": "canceled"},
				)
		}
	}
}

// OverlapReadiness names policies that lie one in the other.
func OverlapReadiness(s *survey.Survey, in survey.Intent, out *finding.Findings) {
	at := func(id finding.ID, name, text, cure string) *finding.Finding {
		return out.Add(finding.New(id, "SyncIQ policy "+name, text, cure))
	}
	for i, a := range s.Pairs {
		for _, b := range s.Pairs[i+1:] {
			if on, paths, ok := overlap(in, a, b); ok {
				// What from has is what the mirrors replicate into.
				text := fmt.Sprintf("and %s lie one in the other on %s (%s): both mirrors would replicate into it, and SyncIQ lets only one do so",
					b.Name, on, paths)
				if on != in.From() {
					text = fmt.Sprintf("and %s lie one in the other on %s (%s): they turn one after the other", b.Name, on, paths)
				}
				f := at(finding.PoliciesOverlap, a.Name, text, "replicate the directory with one policy, and take the other out of `policies`")
				if on != in.From() {
					f.Mild()
				}
			}
		}
	}
}

// overlap tells on which cluster the directories of two pairs lie one in the other; of both the one that the pool leaves.
func overlap(in survey.Intent, a, b survey.Pair) (cluster, paths string, ok bool) {
	for _, k := range []string{in.From(), in.To()} {
		if survey.Within(a.Paths[k], b.Paths[k]) || survey.Within(b.Paths[k], a.Paths[k]) {
			return k, a.Paths[k] + ", " + b.Paths[k], true
		}
	}
	return "", "", false
}
