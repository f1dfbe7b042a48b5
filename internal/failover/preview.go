// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// compare orders text.
func compare(a, b string) int { return cmp.Compare(a, b) }

// maxRounds and maxSteps bound a preview: a stage whose effects do not meet its own goal would loop for ever, which is a mistake of this
// package.
const (
	maxRounds = 100
	maxSteps  = 1_000_000
)

// Plan is pure: what a run with this intent would do to the surveyed world, and what speaks against it. It is the same loop over next as
// Run's, with each step's effect applied to a copy. No move means no blocking error, whatever is down.
func Plan(s *Survey, in Intent) Preview {
	out := Preview{After: s}
	invalid := configurationFindings(s, in)
	out.Errors = append(out.Errors, invalid...)
	if len(invalid) > 0 {
		return out
	}
	if !s.needsWork(in) {
		out.Warnings = Standing(s, in)
		return out
	}
	switch {
	case s.lost(in.To()):
		out.Errors = append(out.Errors, lostTarget(s, in))
		return out
	case s.lost(in.From()):
		return planUncontrolled(s, in)
	}
	if unread := unreadFindings(s, in); len(unread) > 0 {
		out.Errors = append(out.Errors, unread...)
		return out
	}
	if s.Takeover != nil {
		return planReturned(s, in)
	}
	steps, after := s.predict(in)
	if len(steps) == 0 {
		out.Warnings = Standing(s, in)
		return out
	}
	out.After = after
	out.Moves = &Moves{Kind: kind(s, in)}
	for _, st := range steps {
		out.Approved = append(out.Approved, st.Keys...)
	}
	out.Moves.fill(steps)
	for _, f := range readiness(s, in) {
		switch {
		case f.Severity == Invalid, f.Severity == Blocking && !slices.Contains(in.IgnoreFindings, f.ID) && s.Settings.Readiness != "per_pool":
			out.Errors = append(out.Errors, f)
		default:
			out.Moves.Risks = append(out.Moves.Risks, f.Line())
			out.Warnings = append(out.Warnings, f)
		}
	}
	return out
}

// needsWork: the names serve elsewhere, a run is open, or a pair is not where the goal wants it.
func (s *Survey) needsWork(in Intent) bool {
	if s.Run != nil || s.Unfinished() != "" {
		return true
	}
	if s.lost(in.From()) {
		return s.Takeover == nil || len(unmetPublish(s, in))+len(unmetWritesUncontrolled(s, in)) > 0
	}
	if s.Takeover != nil {
		return !s.isolated() || s.acknowledged(in) || in.Active == s.Takeover.Lost
	}
	if serving := s.Serving(); serving != in.Active {
		return true
	}
	if len(s.Unread()) > 0 {
		return false
	}
	if s.unanswered(in) {
		return true
	}
	return slices.ContainsFunc(s.Pairs, func(p Pair) bool { return s.Position(p, in.From(), in.To()) != AtTo })
}

// unanswered: the pool is where it is declared to be, and yet a name of the attribute names is parked and answered by neither cluster.
// Where each pool has a name of its own besides, that is not seen by who serves.
func (s *Survey) unanswered(in Intent) bool {
	if len(s.Unread()) > 0 || s.Takeover != nil || s.Serving() != in.Active || s.lost(in.From()) {
		return false
	}
	from, to := s.Clusters[in.From()].Pool, s.Clusters[in.To()].Pool
	return slices.ContainsFunc(in.Names, func(n string) bool {
		a, b := from.on(n), to.on(n)
		return a != live && b != live && (a == parked || b == parked)
	})
}

// predict runs the loop over a copy of the world. A run that would only open and close its journal is no run.
func (s *Survey) predict(in Intent) ([]Step, *Survey) {
	world := s.clone()
	world.forgetUnfenced(in)
	var all []Step
	acts := s.Run != nil
	for round := 0; ; round++ {
		st, steps := next(world, in, nil)
		if len(steps) == 0 {
			break
		}
		all = append(all, steps...)
		for _, x := range steps {
			x.Effect(world)
		}
		if steps[0].closes {
			break
		}
		acts = acts || st.id != StageStart
		if round == maxRounds || len(all) > maxSteps { // a plan that is cut off would not tell
			panic(fmt.Sprintf("preview of %s does not end: the effects of stage %s do not meet its goal", in.ID, st.id))
		}
	}
	if !acts {
		return nil, s
	}
	return all, world
}

// kind: going back is an abort while every pair still lies where it lay, or may be rolled back; after that it is a full failback,
// controlled like any other.
func kind(s *Survey, in Intent) string {
	whole := func(p Pair) bool {
		return !slices.Contains(arrived, s.Position(p, in.From(), in.To())) && !s.mayRevert(in, p)
	}
	if s.Run != nil && s.Run.From == in.To() && !slices.ContainsFunc(s.Pairs, whole) {
		return KindAbort
	}
	if s.discards(in) {
		return KindDiscard
	}
	return KindControlled
}

// maxQuotaLines is how many quotas a plan lists one by one.
const (
	maxQuotaLines   = 50
	shownQuotaLines = 20
)

// fill writes the lines of all steps, the first of each object.
func (m *Moves) fill(steps []Step) {
	seen := map[string]bool{}
	lists := map[group]*[]string{
		groupNames: &m.Names, groupSPNs: &m.SPNs, groupPolicies: &m.Policies, groupQuotas: &m.Quotas,
		groupConfiguration: &m.Configuration, groupFenced: &m.Fenced,
	}
	m.Risks = []string{}
	for _, l := range lists {
		*l = []string{}
	}
	for _, st := range steps {
		for _, l := range st.lines {
			id := fmt.Sprint(l.group) + l.object
			if list, ok := lists[l.group]; ok && !seen[id] {
				seen[id] = true
				*list = append(*list, l.text)
			}
		}
	}
	m.Quotas = summarize(m.Quotas)
}

// summarize keeps a plan readable: beyond fifty quotas, one line with count and digest, then the first twenty.
func summarize(lines []string) []string {
	if len(lines) <= maxQuotaLines {
		return lines
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	head := fmt.Sprintf("%d quotas, digest %s; the first %d:", len(lines), hex.EncodeToString(sum[:6]), shownQuotaLines)
	return append([]string{head}, lines[:shownQuotaLines]...)
}

// lostTarget: nothing moves to a cluster that is declared lost.
func lostTarget(s *Survey, in Intent) Finding {
	return Finding{
		ID: "target_is_lost", Severity: Invalid, Attribute: "active_cluster", Object: "cluster " + in.To(),
		Text: "is declared lost since " + s.Settings.Lost[in.To()] + ": nothing can move to it",
		Cure: fmt.Sprintf("write active_cluster = %q, which undoes what a run to %s has begun; or remove lost_since when it is back",
			in.From(), in.To()),
	}
}
