// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/drill"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/lease"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/pool"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/readiness"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// What comes before the first write: the lease, a second look, and the comparison with what was approved.

// begin takes the lease, so that nobody else changes the same policies while this run looks again.
func begin(ctx context.Context, r *run.Run) error {
	if unread := r.Unread(); unread != "" {
		return failure.New(finding.FailureUnread, r.Survey, r.Intent, "",
			errors.New("both clusters must be readable before the first write: "+unread))
	}
	if err := refuseLiving(ctx, r); err != nil {
		return err
	}
	l, err := lease.Acquire(ctx, r.Engine, r.Survey, r.Intent)
	if err != nil {
		id := finding.FailureLease
		if _, damaged := errors.AsType[*lease.DamagedError](err); damaged {
			id = finding.FailureLeaseDamaged
		}
		if _, denied := errors.AsType[*lease.DeniedError](err); denied {
			id, err = finding.FailureNotReady, fmt.Errorf("%s: %w", finding.JournalUnreadable, err)
		}
		return failure.New(id, r.Survey, r.Intent, "", err)
	}
	r.Lease = l
	r.Refresh(ctx, survey.AreaAll)
	if err := replication.AwaitOpenings(ctx, r); err != nil {
		r.Lease.Release(context.WithoutCancel(ctx))
		return stopped(ctx, r, r.Intent, "", err)
	}
	return nil
}

// refuseStale compares what would be done now with what was approved.
func refuseStale(r *run.Run, issuer *permits, planned *survey.Survey) error {
	if !planned.Settings.Equal(r.Survey.Settings) {
		return failure.New(finding.FailureStale, r.Survey, r.Intent, "",
			errors.New("plan is stale: the provider's settings changed since it was made"))
	}
	look := Plan(r.Survey, r.Intent)
	for _, f := range look.Errors {
		if f.Severity != finding.Risk {
			return failure.New(finding.FailureNotReady, r.Survey, r.Intent, "", errors.New(f.Line()))
		}
	}
	if err := readiness.MayLeave(drill.AtRest(r.Survey), r.Intent); err != nil {
		// Whatever is ignored, nothing is begun that has to stop half-way.
		return failure.New(finding.FailureNotReady, r.Survey, r.Intent, "", err)
	}
	if r.Survey.Settings.Readiness == "per_pool" {
		for _, f := range look.Warnings {
			if f.Stops(r.Intent.IgnoreFindings) {
				return failure.New(finding.FailureNotReady, r.Survey, r.Intent, "", errors.New(f.Line()))
			}
		}
	}
	// Reading is enough for a plan; the first write needs the rights of every stage. A run that has begun, and one away from a lost cluster,
	// do what they may.
	for _, k := range r.Intent.Keys() {
		if run := KindOf(r.Survey, r.Intent); r.Survey.Run != nil || len(r.Survey.Unread()) > 0 || run.Kind.Emergency() {
			break
		}
		if lack := clusters.Lacking(r.Survey, r.Intent, k); len(lack) > 0 {
			return failure.New(finding.FailureNotReady, r.Survey, r.Intent, "", fmt.Errorf("%s: the user of cluster %s lacks %s, which "+
				"stage %s needs",
				finding.PrivilegeMissing, k, lack[0].Name(), lack[0].Stages))
		}
	}
	more := look.beyond(issuer)
	if len(more) == 0 {
		return nil
	}
	shown := more[:min(len(more), 10)]
	return failure.New(finding.FailureStale, r.Survey, r.Intent, "",
		fmt.Errorf("plan is stale: the clusters changed since it was made; not approved (%d):\n%s", len(more), strings.Join(shown, "\n")))
}

// refuseLiving probes a lost cluster before the first write.
func refuseLiving(ctx context.Context, r *run.Run) error {
	in := r.Intent
	c := r.Engine.Clusters[in.From()]
	if c == nil || c.Lost.IsZero() || c.CutOff {
		return nil
	}
	name := ""
	if moving := pool.UncontrolledNames(r.Survey, in); len(moving) > 0 {
		name = moving[0]
	}
	life, who := r.Engine.Probes.Once(in.From(), func() (dns.Life, string) {
		return r.Engine.Options.Probe(context.WithoutCancel(ctx), dns.Lost{
			Endpoint: c.Endpoint, TLS: c.TLS, Proxy: c.Proxy, Service: r.Engine.Endpoint(r.Survey, in.From()), Name: name,
		})
	})
	switch life {
	case dns.Gone:
		return nil
	case dns.Alive:
		f := failure.New(finding.FailureStillAnswers, r.Survey, in, "",
			fmt.Errorf("%s still answers at %s, though lost_since is set for it", in.From(), who))
		f.Next = fmt.Sprintf(
			"Remove lost_since and use a controlled failover; or cut %s off and set `cut_off = true` on the cluster.\nNothing was written.",
			in.From(),
		)
		return f
	}
	f := failure.New(finding.FailureMayAnswer, r.Survey, in, "",
		fmt.Errorf("%s is declared lost, but something answers at %s, and it cannot be told whether that is %s", in.From(), who, in.From()))
	f.Next = fmt.Sprintf(
		"Make sure that %s serves nobody (power, network), then set `cut_off = true` on the cluster.\nNothing was written.", in.From())
	return f
}
