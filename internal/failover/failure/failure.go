// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failure

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/spn"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Failure is a run that stopped. It always says the same four things: headline, what failed, what is true now on both clusters, and
// what to do next.
type Failure struct { //nolint:errname // it is the words of a failure, and the design's name for them
	// ID is stable and stands in the guide "Reading the errors".
	ID    finding.FailureID
	Pool  string
	Stage survey.StageID
	State ClientState
	// Without are the names for which Kerberos is not served.
	Without  []string
	Failed   string
	Now      string
	Next     string
	Wrapping error
}

// ClientState is how clients fare at the moment of a failure.
type ClientState string

// States of clients.
const (
	// ClientsUntouched: nothing that clients see has changed, or it was put back.
	ClientsUntouched ClientState = "clients are served as before"
	// ClientsEdited: the side that served before serves, and what somebody has changed under the fence is as they left it.
	ClientsEdited ClientState = "clients are served, but not all as before"
	// ClientsReadOnly: the fence stands, clients read but cannot write.
	ClientsReadOnly ClientState = "CLIENTS ARE READ-ONLY"
	// ClientsDown: names have left one cluster and the other cannot serve writes yet.
	ClientsDown ClientState = "CLIENTS ARE DOWN"
	// ClientsUnknown: the serving cluster is there, but refuses to be read.
	ClientsUnknown ClientState = "it cannot be seen how clients fare"
	// ClientsUp: clients are served by the goal, clean-up is incomplete.
	ClientsUp ClientState = "clients are up, clean-up is incomplete"
	// ClientsWithoutKerberos: the same, but the directory does not lead the names to the goal's account yet.
	ClientsWithoutKerberos ClientState = "data is served, Kerberos is not"
)

// Headline is the summary: "Pool nas1: CLIENTS ARE DOWN (stage 5 writes)".
func (f *Failure) Headline() string {
	state := string(f.State)
	if len(f.Without) > 0 {
		state += " for " + strings.Join(f.Without, ", ")
	}
	if f.Stage == "" {
		return fmt.Sprintf("Pool %s: %s", f.Pool, state)
	}
	return fmt.Sprintf("Pool %s: %s (stage %s)", f.Pool, state, f.Stage)
}

// Detail are the other three parts, aligned.
func (f *Failure) Detail() string {
	part := func(name, text string) string {
		return fmt.Sprintf("%-8s %s", name, strings.ReplaceAll(text, "\n", "\n         "))
	}
	return strings.Join([]string{part("Failed", f.Failed), part("Now", f.Now), part("Next", f.Next), "[" + f.ID.String() + "]"}, "\n")
}

// Error is headline and detail.
func (f *Failure) Error() string { return f.Headline() + "\n" + f.Detail() }

// Unwrap is the cause.
func (f *Failure) Unwrap() error { return f.Wrapping }

// State reads from a survey how clients fare.
func State(s *survey.Survey, in survey.Intent) ClientState {
	if s == nil {
		return ClientsDown
	}
	from, to := in.From(), in.To()
	serving := position.Serving(s)
	if s.Lost(from) && s.Clusters[to].Unread == "" {
		if serving == to && len(replication.UnmetWritesUncontrolled(s, in)) == 0 {
			return ClientsUp
		}
		return ClientsDown
	}
	if position.Silent(s, in) && position.NamesMoved(s, in) && position.Writable(s, to) {
		return ClientsUp // the new side has the names and lets clients write, whatever the old one shows
	}
	if serving != "" && s.Clusters[serving].Unread != "" && s.Clusters[serving].UnreadKind != survey.Unreachable {
		return ClientsUnknown
	}
	if serving == "" || s.Clusters[serving].Unread != "" {
		// The side that answered the names when it was last seen cannot be reached.
		return ClientsDown
	}
	switch {
	case !position.Writable(s, serving), position.CutOff(s, serving):
		return ClientsDown
	case position.Fenced(s, serving):
		return ClientsReadOnly
	case serving == from && len(position.Edits(s, from)) > 0:
		return ClientsEdited
	case serving == from:
		return ClientsUntouched
	case len(spn.WithoutKerberos(s, in)) > 0:
		return ClientsWithoutKerberos
	default:
		return ClientsUp
	}
}

// now tells what is true on both clusters.
func now(s *survey.Survey, in survey.Intent) string {
	if s == nil {
		return "the clusters could not be read"
	}
	var lines []string
	unread := s.Unread()
	for _, k := range slices.Sorted(maps.Keys(unread)) {
		lines = append(lines, k+" could not be read: "+unread[k])
	}
	moving, _ := pool.MovingNames(s, in)
	var counts []string
	for _, k := range []string{in.From(), in.To()} {
		if unread[k] != "" {
			continue
		}
		n := 0
		for _, name := range moving {
			if s.Clusters[k].Pool.On(name) == survey.Live {
				n++
			}
		}
		counts = append(counts, fmt.Sprintf("%s (%d of %d)", k, n, len(moving)))
	}
	if len(counts) > 0 {
		lines = append(lines, "names: "+strings.Join(counts, ", "))
	}
	for _, p := range s.Pairs {
		switch {
		case len(unread) == 0:
			lines = append(lines, "policy "+p.Name+": "+position.Describe(s, p, in.Direction()))
		case unread[in.To()] == "":
			lines = append(lines, "policy "+p.Name+": target record on "+in.To()+": "+position.TargetState(s, in.To(), p.PolicyOn(in.From())))
		}
	}
	if unread[in.From()] != "" {
		return strings.Join(lines, "\n")
	}
	if bare := spn.WithoutKerberos(s, in); len(bare) > 0 && position.Serving(s) == in.To() && len(unread) == 0 {
		lines = append(lines, "SPNs not on the account of "+in.To()+": "+strings.Join(spn.StillOpen(s, in), ", "))
	}
	fenced := 0
	for _, o := range s.Clusters[in.From()].Objects {
		if o.Fenced {
			fenced++
		}
	}
	if fenced > 0 {
		lines = append(lines, fmt.Sprintf("%s: %d shares and exports read-only by the fence", in.From(), fenced))
	}
	lines = append(lines, share.Edited(s, in.From())...)
	if position.CutOff(s, in.From()) {
		lines = append(lines, fmt.Sprintf("%s: the interfaces of pool %s are taken away by the fence", in.From(), in.Pools[in.From()]))
	}
	return strings.Join(lines, "\n")
}

// nexts are what to do after failures of which the id tells more than where the run stands.
var nexts = map[finding.FailureID]func(next string) string{
	finding.FailureUnread: func(string) string {
		return "This apply wrote nothing. Let the cluster be reached, then plan and apply again.\n" +
			"If it is gone for good, declare it lost: lost_since in the provider block."
	},
	finding.FailureStale: func(string) string {
		return "This apply wrote nothing. Plan again, read what changed, and apply the new plan."
	},
	finding.FailureNotReady: func(string) string { return "This apply wrote nothing. Cure what failed, then plan and apply again." },
	finding.FailureLease: func(string) string {
		return "This apply wrote nothing. Wait for the other run. If it is dead, apply again when its lease has run out."
	},
	finding.FailureLeaseDamaged: func(string) string {
		return "This apply wrote nothing. Make sure that no run is under way, delete the file that the text names, and apply again."
	},
	finding.FailureTimeout: func(next string) string {
		return next + "\nJobs that were started go on on the clusters; the next apply waits for them. timeouts gives it more time."
	},
}

// afterPrep is what is possible after resync prep has failed: the way back needs the same prep.
func afterPrep(s *survey.Survey, in survey.Intent) string {
	next := fmt.Sprintf("Mend what the job says; `terraform apply` then tries resync prep again. Until it succeeds %s serves "+
		"without a copy, and there is no way back to %s, which needs the same prep.", in.To(), in.From())
	for _, p := range s.Pairs {
		if v, ok := s.Clusters[in.From()].Policies[p.PolicyOn(in.From())]; ok && !v.DomainMarked {
			return next +
				fmt.Sprintf("\nThe directory of %s was not marked before: marking fails on hard links that lead out of %s; find them on %s "+
					"with `find %s -links +1`.", p.Name, p.Paths[in.From()], in.From(), p.Paths[in.From()])
		}
	}
	return next
}

// New is a failure with its four parts, made from what a survey shows: id is what went wrong, st the stage that did, "" for none. A cause
// that is a failure already stays as it is.
func New(id finding.FailureID, s *survey.Survey, in survey.Intent, st survey.StageID, cause error) *Failure {
	f := &Failure{
		ID: id, Pool: survey.PoolName(in), Stage: st, State: State(s, in), Failed: cause.Error(), Now: now(s, in), Wrapping: cause,
	}
	if f.State == ClientsWithoutKerberos {
		f.Without = spn.WithoutKerberos(s, in)
	}
	f.Next = fmt.Sprintf("`terraform apply` goes on from here.\n`active_cluster = %q` and `terraform apply` takes the pool back to %s.",
		in.From(), in.From())
	if s != nil && (s.Lost(in.From()) || s.Takeover != nil && s.Takeover.Lost == in.From()) {
		// There is no way back to a cluster that is lost, or that has lost what was written since.
		f.Next = "`terraform apply` goes on from here."
	}
	if s != nil && position.Silent(s, in) {
		f.Next = fmt.Sprintf("When %[1]s answers again, `terraform apply` goes on from here. "+
			"If %[1]s is gone, set `lost_since` for it and apply.", in.From())
	}
	if s != nil && position.Serving(s) == in.From() && s.Run == nil {
		f.Next = "Mend the cause and apply again; nothing has to be put back."
		if len(position.Edits(s, in.From())) > 0 {
			f.Next = "Give what was changed under the fence back what it had, or list edited_under_fence in ignore_findings; then apply again."
		}
	}
	if s != nil && st == survey.StageResyncPrep && position.Serving(s) == in.To() && !position.Silent(s, in) {
		f.Next = afterPrep(s, in)
	}
	if next, ok := nexts[id]; ok {
		f.Next = next(f.Next)
	}
	if inner, ok := errors.AsType[*Failure](cause); ok {
		return inner
	}
	if refusal, ok := errors.AsType[*spn.RefusalError](cause); ok {
		f.ID, f.Next = refusal.ID, refusal.Cure
	}
	return f
}
