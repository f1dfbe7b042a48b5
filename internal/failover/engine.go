// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/look"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/mirror"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/observe"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Engine is what the provider holds: one engine for all resources and data sources of a provider block. It remembers nothing of any run.
type Engine struct{ set *clusters.Set }

// New makes an engine over the configured clusters. It connects to nothing.
func New(all map[string]*clusters.Cluster, o clusters.Options) *Engine {
	return &Engine{set: clusters.New(all, o)}
}

// Survey reads both clusters; see look.Survey.
func (e *Engine) Survey(ctx context.Context, sc survey.Scope) *survey.Survey {
	return look.Survey(ctx, e.set, sc)
}

// Pools lists the pools of a cluster; see observe.Pools.
func (e *Engine) Pools(ctx context.Context, cluster string) ([]observe.PoolInfo, error) {
	return observe.Pools(ctx, e.set, cluster)
}

// PoolPairs pairs the pools of two clusters by their hints; see observe.PoolPairs.
func (e *Engine) PoolPairs(ctx context.Context, a, b string) ([]observe.PairInfo, []observe.Unpaired, map[string]string) {
	return observe.PoolPairs(ctx, e.set, a, b)
}

// Policies lists the SyncIQ policies of a cluster; see observe.Policies.
func (e *Engine) Policies(ctx context.Context, cluster string) ([]observe.PolicyInfo, error) {
	return observe.Policies(ctx, e.set, cluster)
}

// Observe asks the site's DNS about the names of a pool; see observe.Observe.
func (e *Engine) Observe(ctx context.Context, in survey.Intent, s *survey.Survey) observe.Observation {
	return observe.Observe(ctx, e.set, in, s)
}

// RunReport reads the record of a run; see journal.RunReport.
func (e *Engine) RunReport(ctx context.Context, id string, keys []string) (*survey.RunReport, map[string]string, error) {
	return journal.RunReport(ctx, e.set, id, keys)
}

// SurveyDrill reads both clusters for a drill; see drill.Look.
func (e *Engine) SurveyDrill(ctx context.Context, in drill.Intent, prior *survey.Survey) *survey.Survey {
	return drill.Look(ctx, e.set, in, prior)
}

// Drill opens or closes a drill; see drill.Run.
func (e *Engine) Drill(ctx context.Context, in drill.Intent, planned *survey.Survey) (*drill.Outcome, error) {
	return drill.Run(ctx, e.set, in, planned)
}

// SurveyMirror reads both clusters for a mirror policy; see mirror.Look.
func (e *Engine) SurveyMirror(ctx context.Context, in mirror.Intent) *mirror.Survey {
	return mirror.Look(ctx, e.set, in)
}

// KeepMirror does what was approved for a mirror policy; see mirror.Keep.
func (e *Engine) KeepMirror(ctx context.Context, in mirror.Intent, approved []mirror.Repair) (*mirror.Survey, []mirror.Repair, error) {
	return mirror.Keep(ctx, e.set, in, approved)
}
