// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package quota

import (
	"context"
	"errors"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// writeQuota creates a quota with its notification rules, or brings an existing one to the wanted limits.
func writeQuota(ctx context.Context, r *run.Run, p permit.Permit, cluster string, q survey.Quota) error {
	c := r.Engine.Client(cluster)
	id, fresh := q.ID, q.ID == ""
	if fresh {
		made, err := c.CreateQuota(ctx, p, "", asItIs(q.Definition.With("path", q.Path)))
		if errors.Is(err, onefs.ErrConflict) || errors.Is(err, onefs.ErrOutcomeUnknown) {
			// It may be there already, from a call whose answer was lost. The next look tells.
			r.Doubt(fmt.Errorf("quota %s on %s: %w", q.Label(), cluster, err))
			return nil
		}
		if err != nil {
			return fmt.Errorf("quota %s on %s: %w", q.Label(), cluster, err)
		}
		id = made
	} else if err := c.UpdateQuota(ctx, p, id, asItIs(changes(q))); err != nil {
		return fmt.Errorf("quota %s on %s: %w", q.Label(), cluster, err)
	}
	if err := writeRules(ctx, r, p, cluster, id, q, fresh); err != nil {
		return fmt.Errorf("notification rules of quota %s on %s: %w", q.Label(), cluster, err)
	}
	return nil
}

// changes are the properties to write on a quota that is there. One that follows a default quota can be changed only once it does no more.
func changes(q survey.Quota) survey.Definition {
	out := survey.Definition(onefs.Only(onefs.KindQuota, onefs.VerbUpdate, q.Definition))
	if q.Linked {
		return out.With("linked", false)
	}
	return out
}

// asItIs waives the checks that a quota fails which is over its limit already, or wider than one above it: it is copied, not judged.
func asItIs(d survey.Definition) survey.Definition {
	return d.With("force", true).With("ignore_limit_checks", true)
}

// writeRules makes the notification rules what they are on the other side: the defaults, none, or a list of its own.
func writeRules(ctx context.Context, r *run.Run, p permit.Permit, cluster, id string, q survey.Quota, fresh bool) error {
	c := r.Engine.Client(cluster)
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

// deleteQuota removes a quota from the old side, after a last look that its counterpart is on the new side and ready, and that of each
// quota that goes with it because it follows it.
func deleteQuota(ctx context.Context, r *run.Run, p permit.Permit, d survey.Direction, q survey.Quota) error {
	there := r.Survey.QuotaIndex(d.To)
	for _, x := range r.Survey.Clusters[d.From].Quotas {
		if x.ID != q.ID && (!isDefault(q) || defaultOf(x) != q.Type+" "+q.Path) {
			continue
		}
		pair, ok := r.Survey.Pair(x.Pair)
		if !ok {
			return fmt.Errorf("quota %s belongs to no policy", x.Label())
		}
		twin, ok := there[x.Key(pair.Paths[d.From])]
		if (!ok && !madeByOneFS(x) || ok && !twin.Ready) && !survivorKnows(r.Survey, pair) {
			return fmt.Errorf("quota %s is not ready on %s: %s stays on %s", x.Label(), d.To, q.Label(), d.From)
		}
	}
	err := r.Engine.Client(d.From).DeleteQuota(ctx, p, q.ID)
	if err != nil && !errors.Is(err, onefs.ErrNotFound) {
		return fmt.Errorf("quota %s on %s: %w", q.Label(), d.From, err)
	}
	return nil
}

// WaitForQuotaScan waits until every quota below the policies' paths is ready: a sync that meets an unfinished one fails and leaves the
// policy conflicted (synciq.md §6).
func WaitForQuotaScan(ctx context.Context, r *run.Run, cluster string) error {
	ready := func(ctx context.Context) (bool, error) {
		quotas, err := Read(ctx, r.Engine, cluster, r.Survey.Pairs, false)
		if err != nil {
			return false, err
		}
		for _, q := range quotas {
			if !q.Ready {
				return false, nil
			}
		}
		return true, nil
	}
	return r.Poll(ctx, "the QuotaScan on "+cluster, func(ctx context.Context) (bool, error) {
		return r.Scans.Get(ctx, r.Began, r.Engine.Options.PollInterval, cluster, ready)
	})
}
