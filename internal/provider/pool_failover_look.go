// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// unreachable is the kind of an unread cluster that did not answer at all.
const unreachable = "unreachable"

// notAsked is the kind of an unread cluster that was left alone, because the other one of the pair did not answer.
const notAsked = "not_asked"

// look surveys for a plan. A cluster that did not answer one resource is not asked again by the others of this process; the survey then
// is the prior one with that cluster marked as unread.
func (s *site) look(ctx context.Context, scope survey.Scope) *survey.Survey {
	keys := keysOf(scope.Pools)
	s.greet(ctx, keys)
	if dead := s.breaker.tripped(keys...); len(dead) > 0 {
		return marked(scope, dead)
	}
	seen := s.engine.Survey(ctx, scope)
	for _, k := range keys {
		if c := seen.Clusters[k]; c != nil && c.UnreadKind == unreachable {
			s.breaker.trip(k, c.Unread)
		}
	}
	return seen
}

// marked is the prior survey with clusters marked as unread.
func marked(scope survey.Scope, dead map[string]string) *survey.Survey {
	out := &survey.Survey{ID: scope.ID, Pools: scope.Pools, Clusters: map[string]*survey.ClusterView{}}
	if scope.Prior != nil {
		*out = *scope.Prior
		out.Clusters = maps.Clone(scope.Prior.Clusters)
	}
	for k := range scope.Pools {
		if out.Clusters[k] == nil {
			out.Clusters[k] = &survey.ClusterView{Unread: "was not asked, because the other cluster did not answer", UnreadKind: notAsked}
		}
	}
	for k, why := range dead {
		// What was seen of it last stays: it is the inventory for the day on which it is gone.
		view := survey.ClusterView{}
		if seen := out.Clusters[k]; seen != nil {
			view = *seen
		}
		view.Unread, view.UnreadKind = why, unreachable
		out.Clusters[k] = &view
	}
	return out
}

// warnUnread says once per process and cluster that a cluster could not be read. A cluster that is declared lost was announced when the
// provider was configured.
func (s *site) warnUnread(diags *diag.Diagnostics, seen *survey.Survey) {
	for _, k := range slices.Sorted(maps.Keys(seen.Unread())) {
		if _, lost := seen.Settings.Lost[k]; lost || !s.warned.first(k) {
			continue
		}
		diags.AddWarning(fmt.Sprintf("Cluster %s could not be read", k),
			fmt.Sprintf("%s.\n\nThe pools on it keep the values of the last refresh. Nothing is planned for them unless a move is declared.",
				upperFirst(seen.Unread()[k])))
	}
}

// readable tells whether the survey says where both pools are, so that its answers may replace what state holds.
func readable(seen *survey.Survey) bool {
	if len(seen.Unread()) > 0 {
		return false
	}
	for k := range seen.Pools {
		if c := seen.Clusters[k]; c == nil || c.Pool == nil {
			return false
		}
	}
	return true
}

// setLive writes what the clusters say into the model.
func (m *model) setLive(seen *survey.Survey) {
	m.ServingCluster = optionalText(position.Serving(seen))
	m.Unfinished = optionalText(failover.Unfinished(seen))
	m.Protected = types.BoolValue(position.Protected(seen))
}
