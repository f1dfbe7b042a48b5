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

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Read surveys both clusters. It never fails and never removes the resource: what could not be read keeps its value. The survey goes
// into private state, where ModifyPlan finds it.
func (r *poolFailover) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: m.ID.ValueString()})...)
	prior := storedSurvey(ctx, req.Private, &resp.Diagnostics)
	scope := m.scope(ctx, prior, &resp.Diagnostics)
	if n := importedReads(ctx, req.Private, &resp.Diagnostics); n > 0 {
		noteImport(ctx, resp.Private, forgotten(n), &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if what := r.site.unknownOf(keysOf(scope.Pools)...); what != "" {
		if r.site.warned.first("unknown") {
			resp.Diagnostics.AddWarning("Some connection values are not known yet",
				what+". Pools on these clusters keep the values of the last refresh.")
		}
		return
	}
	survey := r.site.look(ctx, scope)
	r.site.warnUnread(&resp.Diagnostics, survey)
	m.Moves = types.ObjectNull(movesTypes())
	if survey.Readable() {
		m.setLive(survey)
		m.fillImported(survey)
		if id := survey.LastRun; id != "" {
			m.LastRun = types.StringValue(id)
		}
	} else if importedReads(ctx, req.Private, &resp.Diagnostics) == 0 { // the plan of an import has an error for it
		warnMissing(&resp.Diagnostics, scope.Pools, survey)
	}
	storeSurvey(ctx, resp.Private, survey, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// readsOfImport is how many reads belong to an import: the one of the import itself, and that of the plan after `terraform import`.
const readsOfImport = 2

// forgotten counts one more read since the import, and forgets the import after readsOfImport of them.
func forgotten(n int) int {
	if n >= readsOfImport {
		return 0
	}
	return n + 1
}

// fillImported fills what an import leaves open, as far as the clusters leave no doubt: the cluster that serves, and the policies if no
// other pool of the access zone can have some of them.
func (m *model) fillImported(seen *survey.Survey) {
	if m.ActiveCluster.IsNull() {
		m.ActiveCluster = optionalText(position.Serving(seen))
	}
	if !m.Policies.IsNull() {
		return
	}
	names := seen.PolicyNames()
	if len(names) == 0 {
		return
	}
	for k := range seen.Pools {
		if len(seen.ZonePools(k)) != 1 {
			return
		}
	}
	m.Policies = types.SetValueMust(types.StringType, textList(names).Elements())
}

// warnMissing names pools that do not exist any more. They stay in state: a pool is not created by this provider.
func warnMissing(diags *diag.Diagnostics, pools map[string]string, seen *survey.Survey) {
	for k, id := range pools {
		if c := seen.Clusters[k]; c != nil && c.Unread == "" && c.Pool == nil {
			diags.AddAttributeWarning(path.Root("pools").AtMapKey(k), fmt.Sprintf("Pool %s: not found on %s", id, k),
				"The resource keeps the values of the last refresh. Restore the pool, or remove the resource from the configuration.")
		}
	}
}
