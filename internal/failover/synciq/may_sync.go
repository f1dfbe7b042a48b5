// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"context"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// MaxOvertaken is how often a run may find that somebody else's began between its baseline and its own request.
const MaxOvertaken = 5

// Overtaken is the error that the runs of somebody else came first each time. They prove nothing, for they may have begun before the last
// write.
func Overtaken(policy, cluster string) error {
	return fmt.Errorf("policy %s on %s: %d times another run of it began before ours could: stop what starts it (a script, a person, a "+
		"second tool), then apply again", policy, cluster, MaxOvertaken)
}

// MaySync checks, in one look, that a run of F may be posted: its target is protected, it is enabled and free of conflict, its reverse
// is off, and no quota on the sending side keeps it from running.
func MaySync(ctx context.Context, r *run.Run, pair survey.Pair, d survey.Direction) error {
	a, b, err := r.Both(ctx, d)
	if err != nil {
		return err
	}
	f, rev := pair.PolicyOn(d.From), pair.PolicyOn(d.To)
	pol, ok := a.Policies[f]
	switch {
	case !ok:
		return fmt.Errorf("policy %s is gone from %s", f, d.From)
	case !pol.Enabled:
		return fmt.Errorf("policy %s on %s is disabled", f, d.From)
	case pol.Conflicted:
		return conflicted(ctx, r, d.From, f)
	case TargetState(r.Pick(b, d.To, f)) != position.WritesDisabled:
		return fmt.Errorf("policy %s: its target on %s is %s, a run would be refused", f, d.To, TargetState(r.Pick(b, d.To, f)))
	}
	if back, ok := b.Policies[rev]; ok && back.Enabled {
		return fmt.Errorf("policy %s on %s is enabled: both directions at once", rev, d.To)
	}
	return nil
}

// conflicted tells of a policy that runs no more since a run of it failed, with the words of that run.
func conflicted(ctx context.Context, r *run.Run, cluster, policy string) error {
	text := fmt.Sprintf("policy %s on %s is conflicted since a run of it failed", policy, cluster)
	if list := LastErrors(ctx, r, cluster, policy, false); len(list) > 0 {
		text += fmt.Sprintf(": %q", list[0])
	}
	return errors.New(text + "; " + finding.Command(cluster, "sync policies resolve %s", policy) + " once the cause is mended")
}
