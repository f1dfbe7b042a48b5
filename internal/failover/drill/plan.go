// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package drill

import (
	"fmt"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// maxRounds bounds a preview, and how often the clusters may fail to show the result of a stage.
const (
	maxRounds  = 30
	maxRepeats = 5
)

// Preview is what bringing a drill to what is declared asks for.
type Preview struct {
	// Lines are what is done, in order, for people; none when nothing is.
	Lines []string
	// Approved are the keys of all steps: a run may do less, never more.
	Approved []survey.Key
	// Obstacles stop it; Warnings are shown beside it.
	Obstacles, Warnings []string
	steps               []run.Step
}

// Plan is pure: the loop of Run over a copy of the world. Terraform's plan shows it.
func Plan(s *survey.Survey, in Intent) Preview {
	var out Preview
	if wanted(in) == StatusOf(s) {
		return out
	}
	if s.Drill != nil && !recorded(s) && !in.CloseUnrecorded && !in.Open {
		out.Warnings = []string{unrecordedText(s) + ". Nothing is closed, because what people have written there would be lost. If it is " +
			"a drill whose journals are gone, write close_unrecorded = true to close it"}
		return out
	}
	if out.Obstacles = Obstacles(s, in); len(out.Obstacles) > 0 {
		return out
	}
	world, done := s.Clone(), noProofs()
	for round := 0; ; round++ {
		_, steps := next(world, in, done)
		if len(steps) == 0 {
			break
		}
		out.steps = append(out.steps, steps...)
		for _, st := range steps {
			st.Effect(world)
		}
		if round == maxRounds { // a mistake of this package
			panic(fmt.Sprintf("the preview of the drill of %s does not end", in.ID))
		}
	}
	for _, st := range out.steps {
		out.Approved = append(out.Approved, st.Keys...)
		for _, l := range st.Lines {
			out.Lines = append(out.Lines, l.Text)
		}
	}
	out.Warnings = warnings(s, in)
	return out
}

// wanted is the status that an intent asks for.
func wanted(in Intent) Status {
	if in.Open {
		return Open
	}
	return Closed
}

// warnings are what a person must know before the yes.
func warnings(s *survey.Survey, in Intent) []string {
	d, _ := direction(s)
	if in.Open {
		still := "until the drill is closed"
		if in.MaxDuration > 0 {
			still = fmt.Sprintf("until the drill is closed, after %s at the latest by the word of max_duration", in.MaxDuration)
		}
		return []string{
			fmt.Sprintf("The copies on %s stand still %s: nothing that is written on %s reaches them, and if %s is lost meanwhile, everything "+
				"since the last sync is lost with it", d.To, still, d.From, d.From),
			fmt.Sprintf("Everything that is written on %s in the drill is discarded when it is closed", d.To),
		}
	}
	out := []string{fmt.Sprintf("Everything that was written on %s in the drill is discarded", d.To)}
	if !recorded(s) {
		out = append(out, unrecordedText(s)+": whoever opened them loses what was written there. Schedules that are not known any more stay as "+
			"they are")
	}
	return out
}

// unrecordedText says that somebody has opened copies, and that no journal tells who.
func unrecordedText(s *survey.Survey) string {
	return fmt.Sprintf("Copies on %s are open, and no journal tells of a drill", s.Drill.To)
}

// stage is one line of the process.
type stage struct {
	id    survey.StageID
	steps []run.Step
}

// next is the first stage that is not met, with its steps; none when what is declared is reached. The preview and the run both live on it.
func next(s *survey.Survey, in Intent, done proofs) (survey.StageID, []run.Step) {
	d, ok := direction(s)
	if !ok {
		return "", nil
	}
	for _, st := range order(s, in, d, done) {
		if len(st.steps) > 0 {
			return st.id, st.steps
		}
	}
	return "", nil
}

func order(s *survey.Survey, in Intent, d survey.Direction, done proofs) []stage {
	if !in.Open {
		if s.Drill == nil {
			return nil
		}
		return []stage{
			{StageNote, unmetRecord(s, in)},
			{StageNamesOff, unmetNamesOff(s)},
			{StageRevert, unmetRevert(s)},
			{StageBack, unmetBack(s)},
			{StageRun, unmetRun(s, done)},
			{StageForget, unmetForget(s)},
		}
	}
	out := []stage{{StageNote, unmetNote(s, in, d)}}
	if s.Drill == nil {
		return out
	}
	return append(out,
		stage{StageOff, unmetOff(s, d)},
		stage{StageLastSync, unmetLastSync(s, in, d, done)},
		stage{StageOpen, unmetOpen(s, d)},
		stage{StageNamesOn, unmetNamesOn(s, d)},
	)
}

// beyond are the lines for what was not approved, sorted, each once.
func (p Preview) beyond(approves func(survey.Key) bool) []string {
	var out []string
	for _, st := range p.steps {
		for _, k := range st.Keys {
			if !approves(k) {
				out = append(out, run.Texts(st.LinesOf(k)))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
