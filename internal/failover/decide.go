// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/syncready"
)

// Situation is everything that the planned values of an update depend on: the state, the configuration and the survey that the last read,
// create or update has stored. Nothing else may enter, since Terraform plans again during apply and compares.
type Situation struct {
	// Active is the cluster that state declares, "" after an import whose serving side is not clear.
	Active string
	// Policies are those in state, nil after an import.
	Policies []string
	// Intent is the configuration.
	Intent survey.Intent
	// Survey is nil if none is stored.
	Survey *survey.Survey
}

// Decision is what follows.
type Decision struct {
	// Moving: the engine has to run. Otherwise only state changes.
	Moving bool
	// Intent is what the engine is asked for: the configuration, without policies that are added in an emergency.
	Intent survey.Intent
	// Planned is the survey cut to the declared policies; a run compares the world with it.
	Planned *survey.Survey
	Preview Preview
	// Errors and Warnings are about the decision; the preview has its own.
	Errors, Warnings []finding.Finding
}

// Decide is pure: whether a plan moves the pool, what for, and what is said about it.
func Decide(x Situation) Decision {
	declared := x.Active != x.Intent.Active
	if x.Survey == nil {
		if declared {
			return Decision{Errors: []finding.Finding{readiness.NoSurvey()}}
		}
		return Decision{}
	}
	if !declared && !x.Survey.Readable() {
		return Decision{}
	}
	d := Decision{Intent: x.Intent, Planned: syncready.Declared(x.Survey, x.Intent.Policies)}
	if d.Errors = readiness.OneCluster(d.Planned, x.Intent); len(d.Errors) > 0 {
		return d // whatever else was seen is about a cluster that is compared with itself
	}
	var standing []finding.Finding
	for _, f := range unsettled(x, d.Planned) {
		if f.Stops(nil) {
			d.Errors = append(d.Errors, f)
		} else {
			standing = append(standing, f)
		}
	}
	if len(d.Errors) > 0 {
		return d
	}
	switch serving := position.Serving(d.Planned); {
	case declared, Due(d.Planned, x.Intent):
		d.Moving = true
	case serving == "":
		d.Warnings = append(d.Warnings, readiness.ServingSideUnclear(x.Intent))
	case serving != x.Intent.Active && x.Intent.OnDrift == survey.DriftMoveBack:
		d.Moving = true
	case serving != x.Intent.Active && x.Intent.OnDrift == survey.DriftError:
		d.Errors = append(d.Errors, readiness.MovedElsewhere(x.Intent, serving))
	case serving != x.Intent.Active:
		d.Warnings = append(d.Warnings, readiness.MovedElsewhere(x.Intent, serving))
	}
	if !d.Moving {
		d.Warnings = append(append(d.Warnings, standing...), Standing(d.Planned, x.Intent)...)
		return d
	}
	if added := uncovered(x); len(added) > 0 {
		f := readiness.ApplyPoliciesFirst(added, KindOf(d.Planned, x.Intent))
		if f.Stops(nil) {
			d.Errors = append(d.Errors, f)
			return d
		}
		d.Warnings = append(d.Warnings, f)
		d.Intent.Policies = slices.DeleteFunc(slices.Clone(x.Intent.Policies), func(p string) bool { return slices.Contains(added, p) })
		d.Planned = syncready.Declared(x.Survey, d.Intent.Policies)
	}
	d.Preview = Plan(d.Planned, d.Intent)
	if d.Preview.Moves != nil {
		d.Warnings = finding.Lasting(d.Warnings)
		for _, f := range d.Warnings {
			d.Preview.Moves.Risks = append(d.Preview.Moves.Risks, f.Line())
		}
	}
	// Nothing left to do: what is declared is accepted as it is.
	d.Moving = d.Preview.Moves != nil
	return d
}

// unsettled are the declared policies that belong to no pair, as far as the survey knows of every policy: a name that does not exist, or
// exists twice, or replicates elsewhere. One that was declared before is no error of a plan that moves nothing.
func unsettled(x Situation, planned *survey.Survey) []finding.Finding {
	for _, k := range planned.Keys() {
		if c := planned.Clusters[k]; c == nil || c.Unread != "" || c.Pool == nil || len(c.PolicyNames) == 0 && len(c.Policies) > 0 {
			return nil // not every policy is known
		}
	}
	var out []finding.Finding
	for _, name := range planned.Missing {
		_, _, astray := planned.Stray(name)
		_, twice := planned.Namesakes(name)
		if known := slices.ContainsFunc(planned.Keys(), func(k string) bool {
			return slices.Contains(planned.Clusters[k].PolicyNames, name)
		}); known && !twice && !astray {
			continue // it was made, or named, since the survey looked for pairs
		}
		f := syncready.Uncovered(planned, x.Intent, name).For(KindOf(planned, x.Intent))
		if slices.Contains(x.Policies, name) {
			f = f.AsRisk()
		}
		out = append(out, f)
	}
	return out
}

// uncovered are declared policies that the survey did not look for, because they are not in state yet. A survey of an import looked for
// all of them.
func uncovered(x Situation) []string {
	if x.Policies == nil {
		return nil
	}
	var out []string
	for _, p := range x.Intent.Policies {
		if !slices.Contains(x.Policies, p) {
			out = append(out, p)
		}
	}
	return out
}
