// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// look surveys for a plan. A cluster that did not answer one resource is not asked again by the others of this process; the survey then
// is the prior one with that cluster marked as unread.
func (s *site) look(ctx context.Context, scope survey.Scope) *survey.Survey {
	keys := keysOf(scope.Pools)
	s.greet(ctx, keys)
	if dead := s.breaker.Tripped(keys...); len(dead) > 0 {
		return scope.Unasked(dead)
	}
	seen := s.engine.Survey(ctx, scope)
	for _, k := range keys {
		if c := seen.Clusters[k]; c != nil && c.UnreadKind == survey.Unreachable {
			s.breaker.Trip(k, c.Unread)
		}
	}
	return seen
}

// warnUnread says once per process and cluster that a cluster could not be read. A cluster that is declared lost was announced when the
// provider was configured.
func (s *site) warnUnread(diags *diag.Diagnostics, seen *survey.Survey) {
	for _, k := range slices.Sorted(maps.Keys(seen.Unread())) {
		if _, lost := seen.Settings.Lost[k]; lost || !s.warned.first(k) {
			continue
		}
		headline, what := fmt.Sprintf("Cluster %s could not be read", k), ""
		switch seen.Clusters[k].UnreadKind {
		case survey.NotAsked:
			continue
		case survey.Refused:
			headline += ": it refuses the provider's user"
			what = fmt.Sprintf("This is no outage: check username, password and role of cluster %s in the provider block. Until then no "+
				"failover can be planned, and this plan would not notice if the pools were not ready for one.\n\n", k)
		}
		diags.AddWarning(headline, fmt.Sprintf("%s.\n\n%sThe pools on it keep the values of the last refresh. A plan that would move one "+
			"of them, or that would adopt one, is an error.", upperFirst(strings.TrimSuffix(seen.Unread()[k], ".")), what))
	}
}

// setLive writes what the clusters say into the model.
func (m *model) setLive(seen *survey.Survey) {
	m.ServingCluster = optionalText(position.Serving(seen))
	m.Unfinished = optionalText(failover.Unfinished(seen))
	m.Protected = types.BoolValue(position.Protected(seen))
}
