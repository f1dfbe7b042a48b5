// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// privateMirror holds the survey that planned values of a mirror are a function of.
const privateMirror = "mirror"

// Read looks at both clusters. It never fails and never removes the resource: what could not be read keeps its value.
func (r *mirrorResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m mirrorModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity{ID: m.ID.ValueString()})...)
	imported := importedReads(ctx, req.Private, &resp.Diagnostics)
	if imported > 0 {
		noteImport(ctx, resp.Private, forgotten(imported), &resp.Diagnostics)
	}
	in := m.intent()
	if what := r.site.unknownOf(in.Source, in.Target); what != "" {
		if r.site.warned.first("unknown") {
			resp.Diagnostics.AddWarning("Some connection values are not known yet",
				what+". Resources on these clusters keep the values of the last refresh.")
		}
		return
	}
	survey := r.site.lookMirror(ctx, in)
	r.site.warnMirrorUnread(&resp.Diagnostics, survey)
	m.Repairs = types.ListNull(types.StringType)
	m.setLive(survey)
	// While a run is unfinished the schedule is off on purpose.
	if live, ok := survey.LiveSchedule(); ok && (!m.Schedule.IsNull() || imported == 1) {
		m.Schedule = types.StringValue(live)
	}
	storeMirror(ctx, resp.Private, survey, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// lookMirror surveys a pair for a plan. A cluster that did not answer one resource is not asked again by the others of this process.
func (s *site) lookMirror(ctx context.Context, in mirror.Intent) *mirror.Survey {
	if dead := s.breaker.Tripped(in.Source, in.Target); len(dead) > 0 {
		out := &mirror.Survey{Intent: in, Unread: dead, UnreadKind: map[string]string{}}
		for k := range dead {
			out.UnreadKind[k] = survey.Unreachable
		}
		return out
	}
	seen := s.engine.SurveyMirror(ctx, in)
	for k, why := range seen.Unread {
		if seen.UnreadKind[k] == survey.Unreachable {
			s.breaker.Trip(k, why)
		}
	}
	return seen
}

// warnMirrorUnread says once per process and cluster that a cluster could not be read. A lost one was announced by the provider.
func (s *site) warnMirrorUnread(diags *diag.Diagnostics, survey *mirror.Survey) {
	for _, k := range slices.Sorted(maps.Keys(survey.Unread)) {
		if slices.Contains(survey.Lost, k) || !s.warned.first(k) {
			continue
		}
		diags.AddWarning(
			fmt.Sprintf("Cluster %s could not be read", k),
			fmt.Sprintf(
				"%s.\n\nResources on it keep the values of the last refresh, and nothing is planned for its mirrors.",
				upperFirst(survey.Unread[k]),
			),
		)
	}
}

// storedMirror is the survey in private state; nil if there is none.
func storedMirror(ctx context.Context, private privateReader, diags *diag.Diagnostics) *mirror.Survey {
	b, d := private.GetKey(ctx, privateMirror)
	diags.Append(d...)
	s := new(mirror.Survey)
	if len(b) == 0 || json.Unmarshal(b, s) != nil {
		return nil
	}
	return s
}

func storeMirror(ctx context.Context, private privateWriter, s *mirror.Survey, diags *diag.Diagnostics) {
	b, err := json.Marshal(s)
	if err != nil {
		diags.AddError("The survey cannot be stored", upperFirst(err.Error())+". The clusters are as they were. Please report this.")
		return
	}
	diags.Append(private.SetKey(ctx, privateMirror, b)...)
}
