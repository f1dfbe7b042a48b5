// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/mutant"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// writeQuota creates a quota with its notification rules, or brings an existing one to the wanted limits.
func (r *run) writeQuota(ctx context.Context, p permit.Permit, cluster string, q Quota) error {
	c := r.engine.client(cluster)
	id, fresh := q.ID, q.ID == ""
	if fresh {
		made, err := c.CreateQuota(ctx, p, "", asItIs(q.Definition.with("path", q.Path)))
		if errors.Is(err, onefs.ErrConflict) || errors.Is(err, onefs.ErrOutcomeUnknown) {
			// It may be there already, from a call whose answer was lost. The next look tells.
			return nil
		}
		if err != nil {
			return fmt.Errorf("quota %s on %s: %w", q.label(), cluster, err)
		}
		id = made
	} else if err := c.UpdateQuota(ctx, p, id, asItIs(q.Definition.only(onefs.KindQuota, onefs.VerbUpdate))); err != nil {
		return fmt.Errorf("quota %s on %s: %w", q.label(), cluster, err)
	}
	if err := r.writeRules(ctx, p, cluster, id, q, fresh); err != nil {
		return fmt.Errorf("notification rules of quota %s on %s: %w", q.label(), cluster, err)
	}
	return nil
}

// asItIs waives the checks that a quota fails which is over its limit already, or wider than one above it: it is copied, not judged.
func asItIs(d Definition) Definition { return d.with("force", true).with("ignore_limit_checks", true) }

// writeRules makes the notification rules what they are on the other side: the defaults, none, or a list of its own.
func (r *run) writeRules(ctx context.Context, p permit.Permit, cluster, id string, q Quota, fresh bool) error {
	c := r.engine.client(cluster)
	if q.Notifications != "custom" && q.Notifications != "disabled" {
		if fresh {
			return nil
		}
		return c.ResetQuotaNotifications(ctx, p, id)
	}
	if err := c.ReplaceQuotaNotificationsWithNone(ctx, p, id); err != nil {
		return err
	}
	for _, rule := range q.Rules {
		if _, err := c.CreateQuotaNotification(ctx, p, id, rule); err != nil {
			return err
		}
	}
	return nil
}

// deleteQuota removes a quota from the old side, after a last look that its counterpart is on the new side and ready.
func (r *run) deleteQuota(ctx context.Context, p permit.Permit, from, to string, q Quota) error {
	if !q.Linked {
		pair, ok := r.survey.pair(q.Pair)
		if !ok {
			return fmt.Errorf("quota %s belongs to no policy", q.label())
		}
		there, ok := r.survey.quotaIndex(to)[q.key(pair.Paths[from])]
		if (!ok || !there.Ready) && r.survey.Takeover == nil {
			return fmt.Errorf("quota %s is not ready on %s: it stays on %s", q.label(), to, from)
		}
	}
	err := r.engine.client(from).DeleteQuota(ctx, p, q.ID)
	if err != nil && !errors.Is(err, onefs.ErrNotFound) {
		return fmt.Errorf("quota %s on %s: %w", q.label(), from, err)
	}
	return nil
}

// waitForQuotaScan waits until every quota below the policies' paths is ready: a sync that meets an unfinished one fails and leaves the
// policy conflicted (synciq.md §6).
func (r *run) waitForQuotaScan(ctx context.Context, cluster string) error {
	ready := func(ctx context.Context) (bool, error) {
		quotas, err := r.engine.readQuotas(ctx, cluster, r.survey.Pairs, false)
		if err != nil {
			return false, err
		}
		for _, q := range quotas {
			if !q.Ready && !mutant.On(mutant.QuotaScanIgnored) {
				return false, nil
			}
		}
		return true, nil
	}
	return r.poll(ctx, "the QuotaScan on "+cluster, func(ctx context.Context) (bool, error) {
		return r.scans.get(ctx, r, cluster, ready)
	})
}
