// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
)

// asItIsNow reads an object directly before it is fenced. Its lists are written whole, so they are made from what they are now, and not
// from what a survey has seen minutes ago: what somebody has changed since goes to the journal as the original, is fenced, and comes back
// with the rest. Open is false for what is gone, and for what is fenced already by a write whose answer was lost.
//
// OneFS has no conditional write. A change of the same list between this read and the arrival of the write, one round trip and the repeats
// of a busy cluster, is lost without a trace; changes of other properties are not, because only those of the fence are written.
func (r *run) asItIsNow(ctx context.Context, cluster string, o Object) (now Object, open bool, err error) {
	properties := fencedProperties(o.Kind)
	if mutant.On(mutant.StaleFenced) {
		return o, true, nil
	}
	for range maxOverwritten {
		is, err := r.live(ctx, cluster, o)
		switch {
		case err != nil:
			return o, false, fmt.Errorf("%s on %s: %w", o.label(), cluster, err)
		case is == nil, sameFields(is, fence(o), properties):
			return o, false, nil
		case sameFields(is, o.Definition, properties):
			return o, true, nil
		}
		o.Definition = is
		original := o
		if err := r.note(ctx, func(rec *RunRecord) {
			rec.Originals[cluster] = append(without(rec.Originals[cluster], original.address()), original)
		}); err != nil {
			return o, false, err
		}
	}
	return o, false, fmt.Errorf("%s on %s: somebody changes it all the time", o.label(), cluster)
}
