// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package share

import (
	"context"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// asItIsNow reads an object directly before it is fenced. Its lists are written whole, so they are made from what they are now, and not
// from what a survey has seen minutes ago: what somebody has changed since goes to the journal as the original, is fenced, and comes back
// with the rest. Open is false for what is gone, and for what is fenced already by a write whose answer was lost.
//
// OneFS has no conditional write. A change of the same list between this read and the arrival of the write, one round trip and the repeats
// of a busy cluster, is lost without a trace; changes of other properties are not, because only those of the fence are written.
func asItIsNow(ctx context.Context, r *run.Run, cluster string, o survey.Object) (now survey.Object, open bool, err error) {
	properties := survey.FencedProperties(o.Kind)
	for range pool.MaxOverwritten {
		is, err := live(ctx, r, cluster, o)
		switch {
		case err != nil:
			return o, false, fmt.Errorf("%s on %s: %w", o.Label(), cluster, err)
		case is == nil, survey.SameFields(is, survey.Fence(o), properties):
			return o, false, nil
		case survey.SameFields(is, o.Definition, properties):
			return o, true, nil
		}
		o.Definition = is
		original := o
		if err := r.Note(ctx, func(rec *survey.RunRecord) {
			rec.Originals[cluster] = append(survey.Without(rec.Originals[cluster], original.Address()), original)
		}); err != nil {
			return o, false, err
		}
	}
	return o, false, fmt.Errorf("%s on %s: somebody changes it all the time", o.Label(), cluster)
}
