// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Update runs the engine when the plan moves something, and otherwise only takes over settings. On an error the state keeps its prior
// values, active_cluster above all, beside what the clusters say now: the next plan then resumes in place.
func (r *poolFailover) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer r.site.runs.Begin()()
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limit, d := plan.Timeouts.Update(ctx, DefaultTimeout)
	resp.Diagnostics.Append(d...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	in := plan.intent(ctx, &resp.Diagnostics)
	stored := storedSurvey(ctx, req.Private, &resp.Diagnostics)
	x := failover.Situation{
		Active: state.ActiveCluster.ValueString(), Policies: texts(ctx, state.Policies, &resp.Diagnostics), Intent: in, Survey: stored,
	}
	if what := r.site.unknownOf(keysOf(in.Pools)...); what != "" {
		addUnconfigured(&resp.Diagnostics, fmt.Sprintf("Pool %s: not configured", poolLabel(in.Pools, in.Active)), what)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	r.site.breaker.Reset(keysOf(in.Pools)...)
	left := unwritten(ctx, req.Private, &resp.Diagnostics)
	if decision := failover.Decide(x); decision.Moving {
		r.move(ctx, decision.Intent, decision, &plan, &state, resp)
		left = false
	} else {
		if plan.ManualSteps.IsUnknown() {
			plan.ManualSteps = state.ManualSteps
		}
		left = !r.settle(ctx, in, stored, left || !plan.Policies.Equal(state.Policies), &plan, resp) && left
	}
	if resp.Diagnostics.HasError() {
		return
	}
	noteImport(ctx, resp.Private, 0, &resp.Diagnostics)
	noteUnwritten(ctx, resp.Private, left, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: plan.ID.ValueString()})...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// move runs the engine.
func (r *poolFailover) move(
	ctx context.Context, in survey.Intent, d failover.Decision, plan, state *model, resp *resource.UpdateResponse,
) {
	over := r.site.telling.Open(in.ID)
	out, err := r.site.engine.Run(ctx, in, d.Planned)
	if untold := over(); untold != nil {
		resp.Diagnostics.AddWarning("The progress of the run was not shown completely", untold.Error()+".\n\nThe run itself is not affected; "+
			"its result is in Terraform's state. Mend the place, or name another one.")
	}
	if err == nil {
		err = differs(plan, out.Survey)
	}
	storeSurvey(ctx, resp.Private, out.Survey, &resp.Diagnostics)
	if err != nil {
		addFailure(&resp.Diagnostics, poolLabel(in.Pools, in.Active), err)
		state.Moves = types.ObjectNull(movesTypes())
		if out.Survey.Readable() {
			state.setLive(out.Survey)
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		return
	}
	plan.ManualSteps = textList(out.ManualSteps)
	plan.LastRun = optionalText(out.RunID)
	if plan.LastRun.IsNull() {
		plan.LastRun = optionalText(out.Survey.LastRun)
	}
}

// differs tells when a run ended without error and the clusters still do not show what the plan promised. Core would call it a mistake
// of the provider; it is one more thing that a person must be told in our own words.
func differs(plan *model, seen *survey.Survey) error {
	live := *plan
	live.setLive(seen)
	var list []error
	for _, a := range []struct {
		name          string
		planned, live interface{ String() string }
	}{
		{"serving_cluster", plan.ServingCluster, live.ServingCluster},
		{"unfinished", plan.Unfinished, live.Unfinished},
		{"protected", plan.Protected, live.Protected},
	} {
		if a.planned.String() != a.live.String() {
			list = append(list, fmt.Errorf("the run ended without an error, but %s is %s and not %s as planned", a.name, a.live, a.planned))
		}
	}
	return errors.Join(list...)
}

// settle takes over settings. It reads both clusters, because a changed set of policies changes what a survey covers, and changes nothing
// that users have. After an import, or with other policies, it covers something anew: it writes the inventory to the clusters as a create
// does, and the journal where there is none, or the surviving cluster would know nothing of the other one, or too little, on the day on
// which Terraform's state is lost as well. It answers whether the inventory is of now.
func (r *poolFailover) settle(
	ctx context.Context, in survey.Intent, prior *survey.Survey, anew bool, plan *model, resp *resource.UpdateResponse,
) bool {
	seen := r.site.engine.Survey(ctx, plan.scope(ctx, prior, &resp.Diagnostics))
	if len(seen.Unread()) == 0 {
		addErrors(&resp.Diagnostics, poolLabel(in.Pools, in.Active), readiness.Check(seen, in))
	}
	r.site.warnUnread(&resp.Diagnostics, seen)
	if resp.Diagnostics.HasError() {
		return false
	}
	var err error
	switch {
	case seen.JournalRevision == 0:
		err = r.site.engine.Adopt(ctx, in, seen)
	case anew:
		err = r.site.engine.KeepInventory(ctx, seen)
	}
	if err != nil {
		resp.Diagnostics.AddWarning(fmt.Sprintf("Pool %s: the inventory on the clusters is not of today", poolLabel(in.Pools, in.Active)),
			upperFirst(err.Error())+".\n\nShould a cluster and Terraform's state be lost together, nothing newer would be known of its "+
				"quotas, shares and exports. Mend the cause and apply again. The guide \"Your first failover\", part 3, says what the journal "+
				"directory needs.")
	}
	storeSurvey(ctx, resp.Private, seen, &resp.Diagnostics)
	return err == nil && writable(seen)
}
