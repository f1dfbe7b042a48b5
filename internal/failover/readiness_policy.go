// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"strings"
)

// about makes findings about one policy.
func (p Pair) about(cluster string, out *findings) func(id string, sev Severity, text, cure string) *Finding {
	return func(id string, sev Severity, text, cure string) *Finding {
		return out.add(Finding{
			ID: id, Severity: sev, Attribute: "policies", Key: p.Name,
			Object: fmt.Sprintf("SyncIQ policy %s on %s", p.PolicyOn(cluster), cluster), Text: text, Cure: cure,
		})
	}
}

// jobsPath starts jobs.
const jobsPath = "/platform/15/sync/jobs"

// positionReadiness judges where the pair stands.
func positionReadiness(s *Survey, in Intent, p Pair, out *findings) {
	from, to := in.From(), in.To()
	f := p.PolicyOn(from)
	at := p.about(from, out)
	x := s.facts(p, from, to)
	now := s.Position(p, from, to)
	if s.bothOpen(p, from, to) {
		now = Open
	}
	switch now {
	case Opening, Closing:
		if s.Serving() == from && !s.provenQuiet(p, from) {
			at("unexpected_position", Blocking, "has a copy on "+to+" that is being opened or closed, which no run of ours has proven",
				"wait until `isi sync target list` on "+to+" shows writes_enabled or writes_disabled")
		}
	case ReverseNeverRun:
		m := p.PolicyOn(to)
		p.about(to, out)("policy_never_run", Risk, "has never run: "+from+" has no copy", "isi sync jobs start "+m).
			by(to, "POST", jobsPath, fields{"id": m})
	case NeverRun:
		at("policy_never_run", Blocking, "has never run: "+to+" has no target record of it", "isi sync jobs start "+f).
			by(from, "POST", jobsPath, fields{"id": f})
	case Disabled:
		at("policy_disabled", Blocking, "is disabled", "isi sync policies enable "+f).by(from, "PUT", policyPath(f), fields{"enabled": true})
	case ReverseDisabled:
		m := p.PolicyOn(to)
		p.about(to, out)("policy_disabled", Risk, "is disabled: "+from+" is not kept up to date", "isi sync policies enable "+m).
			by(to, "PUT", policyPath(m), fields{"enabled": true})
	case Unexpected:
		found := at("unexpected_position", Blocking,
			fmt.Sprintf("is in a position that no run leaves behind: %s %s, its target record %s, %s %s, its target record %s",
				f, x.f, x.tf, p.PolicyOn(to), x.r, x.tr), "bring the pair to a known position by hand")
		if x.f == disabled && x.tf == absent && x.tr == absent {
			found.Cure = "enable it and run it once: `isi sync policies enable " + f + "`, `isi sync jobs start " + f + "`"
			found.by(from, "PUT", policyPath(f), fields{"enabled": true})
		}
	case Open:
		if mayTurn(s, in, p, from, to) {
			return
		}
		text := "is writable on both clusters and no run of ours proved that nothing was written on " + from +
			" since the last sync; resync prep is left out"
		if s.Serving() != from {
			at("resync_prep_left_out", Risk, text, "compare both sides; "+s.giveUpLine(from, to))
			return
		}
		// While from still serves, moving the names would leave behind what was written there: that is a loss, not a risk.
		at("resync_prep_left_out", Blocking, text, "if nothing that was written on "+to+" is wanted: isi sync recovery allow-write "+
			""+f+" --revert").
			by(to, "POST", jobsPath, fields{"id": f, "action": "allow_write_revert"})
	case ReverseOpening, ReverseOpen:
		if !mayTurn(s, in, p, to, from) && !s.mayRevert(in, p) && s.Serving() == to {
			copyLeftOpen(p, from, to, out)
			return
		}
		if !mayTurn(s, in, p, to, from) && s.Serving() == from {
			// Somebody opened the copy by hand and people work there. Moving the names away would leave behind what they wrote.
			at("would_leave_writes_behind", Invalid, "was never turned: "+to+" does not have what was written on "+from+" since it took over",
				fmt.Sprintf("accept where the pool is: write active_cluster = %q; compare both sides; %s; then move", from, s.giveUpLine(to, from)))
		}
	}
}

// copyLeftOpen: the pool is where it is wanted, and its copy on the other side is open.
func copyLeftOpen(p Pair, from, to string, out *findings) {
	f := p.PolicyOn(to)
	at := p.about(to, out)
	at("copy_left_open", Blocking, "is writable on both clusters, although the pool is on "+to+", and nothing proves that nobody wrote on "+
		"one of them: "+from+" is not kept up to date", "compare both sides; if nothing that was written on "+from+" is wanted: "+
		"isi sync recovery allow-write "+f+" --revert").
		by(from, "POST", jobsPath, fields{"id": f, "action": "allow_write_revert"})
}

// policyReadiness judges the health of the policy that replicates now.
func policyReadiness(s *Survey, in Intent, p Pair, out *findings) {
	from := in.From()
	f := p.PolicyOn(from)
	v := s.Clusters[from].Policies[f]
	if s.Position(p, from, in.To()) != AtFrom {
		return
	}
	at := p.about(from, out)
	if v.Conflicted {
		at(
			"policy_conflicted",
			Blocking,
			"is conflicted: its last run failed and no run starts",
			"mend the cause, then `isi sync policies resolve "+f+"`",
		).
			by(
				from,
				"PUT",
				policyPath(f),
				fields{"conflicted": false},
			)
	}
	if v.LastFailed && !v.Conflicted {
		at("policy_last_run_failed", Risk, "did not end its last run well", "mend the cause, then `isi sync jobs start "+f+"`").
			by(from, "POST", jobsPath, fields{"id": f})
	}
	switch v.Job {
	case "paused":
		at("policy_job_stopped", Blocking, "has a job that is paused: the last sync would wait for ever", "isi sync jobs resume "+f).
			by(from, "PUT", jobsPath+"/"+f, fields{"state": "running"})
	case stateAttention:
		at("policy_job_stopped", Blocking, "has a job that needs attention: the last sync would wait for ever", "isi sync jobs cancel "+f).
			by(from, "PUT", jobsPath+"/"+f, fields{"state": "canceled"})
	}
	if !v.DomainMarked {
		at("domain_not_marked", Risk, "the first resync prep walks "+p.Paths[from]+"; it can take hours, clients are up meanwhile",
			"isi sync policies modify "+f+" --accelerated-failback=true, before one more run").
			by(from, "PUT", policyPath(f), fields{"accelerated_failback": true})
	}
}

// jobReadiness names policies that run now. It is no part of a plan, which would read differently every few minutes.
func jobReadiness(s *Survey, in Intent, out *findings) {
	from := in.From()
	for _, p := range s.Pairs {
		f := p.PolicyOn(from)
		at := p.about(from, out)
		switch s.Clusters[from].Policies[f].Job {
		case "", "paused", stateAttention:
		default:
			at(
				"policy_running",
				Risk,
				"is running: the last sync of a run begins when that job has ended",
				"wait for it, or `isi sync jobs cancel "+f+"`",
			).
				by(
					from,
					"PUT",
					jobsPath+"/"+f,
					fields{"state": "canceled"},
				)
		}
	}
}

// undeclaredReadiness names policies whose data the pool serves as well.
func undeclaredReadiness(s *Survey, out *findings) {
	at := func(id string, sev Severity, name, text, cure string) {
		out.add(Finding{ID: id, Severity: sev, Attribute: "policies", Object: "SyncIQ policy " + name, Text: text, Cure: cure})
	}
	for _, name := range s.Undeclared {
		if !s.onlyPool() {
			break // with several pools in the zone each may have policies of its own
		}
		at(
			"policy_not_declared",
			Risk,
			name,
			"replicates data of the pool's access zone and is not in `policies`: its data stays behind, read-only on "+
				"the other side",
			fmt.Sprintf("add %q to policies", name),
		)
	}
	for i, a := range s.Pairs {
		for _, b := range s.Pairs[i+1:] {
			for _, k := range s.keys() {
				if within(a.Paths[k], b.Paths[k]) || within(b.Paths[k], a.Paths[k]) {
					at("policies_overlap", Risk, a.Name, fmt.Sprintf(
						"and %s lie one in the other on %s (%s): they turn one after the other",
						b.Name,
						k,
						strings.Join(
							[]string{a.Paths[k], b.Paths[k]},
							", ",
						),
					), "replicate the directory with one policy, and take the other out of `policies`")
					break
				}
			}
		}
	}
}

// onlyPool: the access zone of the pools has no other pool on either side, so all of its policies are theirs.
func (s *Survey) onlyPool() bool {
	for _, k := range s.keys() {
		if len(s.ZonePools(k)) != 1 {
			return false
		}
	}
	return true
}
