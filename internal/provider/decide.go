// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// situation is everything that the planned values of an update depend on: the state, the configuration and the survey that the last
// read, create or update left in private state. Nothing else may enter, since core plans again during apply and compares.
type situation struct {
	// active is active_cluster in state, "" after an import whose serving side is not clear.
	active string
	// policies are those in state, nil after an import.
	policies []string
	// intent is the configuration.
	intent survey.Intent
	// survey is nil if private state holds none.
	survey *survey.Survey
}

// decision is what follows.
type decision struct {
	// moving: the engine has to run. Otherwise only state changes.
	moving bool
	// intent is what the engine is asked for: the configuration, without policies that are added in an emergency.
	intent survey.Intent
	// planned is the survey cut to the declared policies; a run compares the world with it.
	planned *survey.Survey
	preview failover.Preview
	// errors and warnings are those of this package; the preview has its own.
	errors, warnings []finding.Finding
}

// decide is pure.
func decide(x situation) decision {
	declared := x.active != x.intent.Active
	if x.survey == nil {
		if declared {
			return decision{errors: []finding.Finding{readiness.NoSurvey()}}
		}
		return decision{}
	}
	if !declared && !readable(x.survey) {
		return decision{}
	}
	d := decision{intent: x.intent, planned: x.survey.Only(x.intent.Policies)}
	switch serving := position.Serving(d.planned); {
	case declared, failover.Due(d.planned, x.intent):
		d.moving = true
	case serving == "":
		d.warnings = append(d.warnings, readiness.ServingSideUnclear(x.intent))
	case serving != x.intent.Active && x.intent.OnDrift == survey.DriftMoveBack:
		d.moving = true
	case serving != x.intent.Active && x.intent.OnDrift == survey.DriftError:
		d.errors = append(d.errors, readiness.MovedElsewhere(x.intent, serving))
	case serving != x.intent.Active:
		d.warnings = append(d.warnings, readiness.MovedElsewhere(x.intent, serving))
	}
	if !d.moving {
		d.warnings = append(d.warnings, failover.Standing(d.planned, x.intent)...)
		return d
	}
	if added := uncovered(x); len(added) > 0 {
		f := readiness.ApplyPoliciesFirst(added, failover.KindOf(d.planned, x.intent))
		if f.Stops(nil) {
			d.errors = append(d.errors, f)
			return d
		}
		d.warnings = append(d.warnings, f)
		d.intent.Policies = slices.DeleteFunc(slices.Clone(x.intent.Policies), func(p string) bool { return slices.Contains(added, p) })
		d.planned = x.survey.Only(d.intent.Policies)
	}
	d.preview = failover.Plan(d.planned, d.intent)
	if d.preview.Moves != nil {
		for _, f := range d.warnings {
			d.preview.Moves.Risks = append(d.preview.Moves.Risks, f.Line())
		}
	}
	// Nothing left to do: what is declared is accepted as it is.
	d.moving = d.preview.Moves != nil
	return d
}

// uncovered are declared policies that the survey did not look for, because they are not in state yet. A survey of an import looked for
// all of them.
func uncovered(x situation) []string {
	if x.policies == nil {
		return nil
	}
	var out []string
	for _, p := range x.intent.Policies {
		if !slices.Contains(x.policies, p) {
			out = append(out, p)
		}
	}
	return out
}
