// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Create adopts the pool as it is: it reads both clusters and writes the journal, nothing else. A failing Create returns no state,
// because core would mark it as tainted and offer to replace it.
func (r *poolFailover) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer r.site.runs.Begin()()
	var m model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limit, d := m.Timeouts.Create(ctx, DefaultTimeout)
	resp.Diagnostics.Append(d...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	in := m.intent(ctx, &resp.Diagnostics)
	pool := poolLabel(in.Pools, in.Active)
	if what := r.site.unknownOf(keysOf(in.Pools)...); what != "" {
		addUnconfigured(&resp.Diagnostics, fmt.Sprintf("Pool %s: not configured", pool), what)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	r.site.breaker.Reset(keysOf(in.Pools)...)
	survey := r.site.engine.Survey(ctx, m.scope(ctx, nil, &resp.Diagnostics))
	adoptable(&resp.Diagnostics, in, survey)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.site.engine.Adopt(ctx, in, survey); err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Pool %s: not adopted", pool), upperFirst(err.Error())+
			".\n\nNow: nothing was changed on the clusters but, perhaps, files in the journal directory; the pool is not in Terraform's state.\n\n"+
			"Next: mend the cause and apply again. The guide \"Your first failover\", part 3, says what the journal directory needs.")
		return
	}
	m.ID = types.StringValue(in.ID)
	m.setLive(survey)
	m.Moves = types.ObjectNull(movesTypes())
	m.ManualSteps = textList(nil)
	m.LastRun = optionalText(survey.LastRun)
	storeSurvey(ctx, resp.Private, survey, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: in.ID})...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// adoptable reports why a pool cannot be adopted as declared: something is wrong with the configuration, a cluster cannot be read, or
// the pool would have to be moved.
func adoptable(diags *diag.Diagnostics, in survey.Intent, seen *survey.Survey) {
	pool := poolLabel(in.Pools, in.Active)
	if unread := readiness.Unreadable(seen, in); len(unread) > 0 {
		addErrors(diags, pool, unread)
		return
	}
	if findings := readiness.Check(seen, in); len(findings) > 0 {
		addErrors(diags, pool, findings)
		return
	}
	serving, unfinished := position.Serving(seen), failover.Unfinished(seen)
	if serving == in.Active && unfinished == "" {
		tellReadiness(diags, in, seen)
		return
	}
	summary, text := fmt.Sprintf("Pool %s: served by %s, not by %s", pool, serving, in.Active), "A new resource adopts the pool as it is."
	switch {
	case unfinished != "":
		summary = fmt.Sprintf("Pool %s: a run to %s is not finished", pool, unfinished)
	case serving == "":
		summary = fmt.Sprintf("Pool %s: served by neither or by both clusters", pool)
	}
	diags.AddAttributeError(path.Root("active_cluster"), summary, fmt.Sprintf(
		"%s To adopt it and move it to %s in one apply, add this block and plan again:\n\n%s", text, in.Active, importBlock(in.ID)))
}
