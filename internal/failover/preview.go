// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/share"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// maxRounds and maxSteps bound a preview: a stage whose effects do not meet its own goal would loop for ever, which is a mistake of this
// package.
const (
	maxRounds = 100
	maxSteps  = 1_000_000
)

// Plan is pure: what a run with this intent would do to the surveyed world, and what speaks against it. It is the same loop over next as
// Run's, with each step's effect applied to a copy. No move means no blocking error, whatever is down.
func Plan(s *survey.Survey, in survey.Intent) Preview {
	out := plan(s, in).glance(s, in)
	if out.Moves != nil {
		// Terraform plans once more while it applies, and prints with the result what that says. By then the pool has moved.
		out.Warnings = finding.Lasting(out.Warnings)
	}
	return out
}

func plan(s *survey.Survey, in survey.Intent) Preview {
	if share.EditsTaken(in) {
		s = s.Clone()
		share.TakeEdits(s, in)
	}
	out := Preview{After: s}
	faults := finding.For(KindOf(s, in), readiness.ConfigurationFindings(s, in))
	for _, f := range faults {
		if f.Stops(nil) {
			out.Errors = append(out.Errors, f)
		}
	}
	if len(out.Errors) > 0 {
		return out
	}
	if !needsWork(s, in) {
		out.Warnings = Standing(s, in)
		return out
	}
	switch {
	case s.Lost(in.To()):
		out.Errors = append(out.Errors, readiness.LostTarget(s, in))
		return out
	case s.Lost(in.From()):
		return planUncontrolled(s, in).warn(faults)
	}
	if unread := readiness.Unreadable(s, in); len(unread) > 0 {
		out.Errors = append(out.Errors, unread...)
		return out
	}
	if s.Takeover != nil {
		return planReturned(s, in).warn(faults)
	}
	steps, after := predict(s, in)
	if len(steps) == 0 {
		out.Warnings = Standing(s, in)
		return out
	}
	out.After = after
	out.Moves = &survey.Moves{Kind: kind(s, in)}
	out.approve(steps)
	for _, f := range finding.For(KindOf(s, in), append(readiness.Readiness(drill.AtRest(s), in), drill.Findings(s)...)) {
		perPool := f.Severity == finding.Blocking && s.Settings.Readiness == "per_pool"
		if f.Stops(in.IgnoreFindings) && !perPool {
			out.Errors = append(out.Errors, f)
			continue
		}
		out = out.warn([]finding.Finding{f})
	}
	return out.warn(faults)
}

// warn adds findings that stop nothing: to the warnings, and to the risks of what moves.
func (p Preview) warn(list []finding.Finding) Preview {
	for _, f := range list {
		p.Warnings = append(p.Warnings, f)
		if p.Moves != nil {
			p.Moves.Risks = append(p.Moves.Risks, f.Line())
		}
	}
	return p
}

// KindOf is what a plan with this intent is about to do, as far as findings differ by it.
func KindOf(s *survey.Survey, in survey.Intent) finding.Run {
	left := s.Run != nil && position.Serving(s) != in.From()
	switch {
	case s.Lost(in.To()):
		return finding.Run{Kind: finding.Controlled}
	case s.Lost(in.From()):
		return finding.Run{Kind: finding.Uncontrolled, Left: left}
	case s.Takeover != nil && in.Active == s.Takeover.Lost:
		return finding.Run{Kind: finding.Controlled}
	case s.Takeover != nil && !position.Acknowledged(s, in):
		return finding.Run{Kind: finding.Isolate, Left: left}
	case s.Takeover != nil:
		return finding.Run{Kind: finding.Discard, Left: left}
	case s.Run != nil && s.Run.To == in.To():
		return finding.Run{Kind: finding.Resume, Left: left}
	case s.Run != nil:
		return finding.Run{Kind: finding.Abort, Left: left}
	case replication.Discards(s, in):
		return finding.Run{Kind: finding.Discard}
	default:
		return finding.Run{Kind: finding.Controlled}
	}
}

// approve takes steps into the plan.
func (p *Preview) approve(steps []run.Step) {
	p.steps = steps
	for _, st := range steps {
		p.Approved = append(p.Approved, st.Keys...)
	}
	fill(p.Moves, steps)
}

// beyond are the lines of the plan for what an issuer does not approve, sorted, each once.
func (p *Preview) beyond(issuer *permits) []string {
	var out []string
	shown := map[run.Line]string{}
	for _, s := range p.steps {
		for _, l := range s.Lines {
			if _, ok := shown[l.About()]; !ok {
				shown[l.About()] = l.Text
			}
		}
		for _, k := range s.Keys {
			if issuer.Approves(k) {
				continue
			}
			for _, l := range s.LinesOf(k) {
				out = append(out, shown[l.About()])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// needsWork: the names serve elsewhere, a run is open, or a pair is not where the goal wants it.
func needsWork(s *survey.Survey, in survey.Intent) bool {
	if s.Drill != nil && s.Run == nil && s.Takeover == nil && !s.Lost(in.From()) {
		return position.Serving(s) != in.Active // the copies are open on purpose
	}
	if s.Run != nil || Unfinished(s) != "" {
		return true
	}
	if s.Lost(in.From()) {
		return s.Takeover == nil || len(pool.UnmetPublish(s, in))+len(replication.UnmetWritesUncontrolled(s, in)) > 0
	}
	if s.Takeover != nil {
		return !isolated(s) || position.Acknowledged(s, in) || in.Active == s.Takeover.Lost
	}
	if serving := position.Serving(s); serving != in.Active {
		return true
	}
	if len(s.Unread()) > 0 {
		return false
	}
	if unanswered(s, in) {
		return true
	}
	return slices.ContainsFunc(s.Pairs, func(p survey.Pair) bool { return position.Of(s, p, in.Direction()) != position.AtTo })
}

// predict runs the loop over a copy of the world. A run that would only open and close its journal is no run.
func predict(s *survey.Survey, in survey.Intent) ([]run.Step, *survey.Survey) {
	world := s.Clone()
	replication.Unfenced(world, in)
	var all []run.Step
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
		if steps[0].Closes {
			break
		}
		acts = acts || st.id != survey.StageStart
		if round == maxRounds || len(all) > maxSteps { // a plan that is cut off would not tell
			panic(fmt.Sprintf("preview of %s does not end: the effects of stage %s do not meet its goal", in.ID, st.id))
		}
	}
	if !acts {
		return nil, s
	}
	return all, world
}

// kind: what goes on with an open run is a resume. Going back is an abort while every pair still lies where it lay, or may be rolled back;
// after that it is a full failback, controlled like any other.
func kind(s *survey.Survey, in survey.Intent) string {
	whole := func(p survey.Pair) bool {
		return !slices.Contains(position.Arrived, position.Of(s, p, in.Direction())) && !replication.MayRevert(s, in, p)
	}
	if s.Run != nil && s.Run.From == in.To() && !slices.ContainsFunc(s.Pairs, whole) {
		return survey.KindAbort
	}
	if replication.Discards(s, in) {
		return survey.KindDiscard
	}
	if s.Run != nil && Unfinished(s) == in.To() {
		return survey.KindResume
	}
	return survey.KindControlled
}

// fill writes the lines of all steps, the first of each object.
func fill(m *survey.Moves, steps []run.Step) {
	seen := map[run.Line]bool{}
	lists := map[run.Group]*[]string{
		run.GroupNames: &m.Names, run.GroupSPNs: &m.SPNs, run.GroupPolicies: &m.Policies, run.GroupQuotas: &m.Quotas,
		run.GroupConfiguration: &m.Configuration, run.GroupFenced: &m.Fenced,
	}
	m.Risks = []string{}
	for _, l := range lists {
		*l = []string{}
	}
	for _, st := range steps {
		for _, l := range st.Lines {
			if list, ok := lists[l.Group]; ok && !seen[l.About()] {
				seen[l.About()] = true
				*list = append(*list, l.Text)
			}
		}
	}
}

// Preview is what Plan answers.
type Preview struct {
	// Moves is nil when there is nothing to do.
	Moves *survey.Moves
	// Approved are the keys of every step of the preview: a run may do less, never more.
	Approved []survey.Key
	// steps are what the keys belong to.
	steps []run.Step
	// Errors stop the plan; Warnings are shown beside it.
	Errors   []finding.Finding
	Warnings []finding.Finding
	// After is the predicted survey at the end of the run; it equals the input when nothing moves.
	After *survey.Survey
}
