// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mirror

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/lease"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit/issue"
)

// Keep does the approved repairs that are still needed, for whichever direction replicates when its turn comes: it takes the same
// lease of the policy as a failover, and looks again after it. Less to do than approved is fine; more is left to the next plan. The lease
// is not held while a run is waited for, so that a failover never waits for it. The survey is never nil; it says what is true in the end.
func Keep(ctx context.Context, e *clusters.Set, in Intent, approved []Repair) (*Survey, []Repair, error) {
	look := func() *Survey {
		return surveyMirror(context.WithoutCancel(ctx), e, in, journalsNow(e))
	}
	if before := look(); before.Blind() {
		return before, nil, &BlockedError{Why: before.Blocked()}
	}
	k := &keeper{intent: in, approved: approved}
	if err := k.act(ctx, e); err != nil {
		return look(), k.done, err
	}
	if k.run != nil {
		policy := in.policyOn(k.active)
		if _, err := synciq.AwaitReport(ctx, k.run, k.active, policy, k.baseline); err != nil {
			return look(), k.done, fmt.Errorf("%w; %s on %s does not replicate", err, policy, k.active)
		}
		k.done = append(k.done, RepairRun)
	}
	return look(), k.done, nil
}

// BlockedError is a pair that has to be left alone: a cluster cannot be read, a run is unfinished, or people have to decide. Nothing was
// written.
type BlockedError struct{ Why string }

func (e *BlockedError) Error() string { return e.Why + "; nothing was written" }

// keeper is one execution of the repairs.
type keeper struct {
	intent   Intent
	approved []Repair
	done     []Repair
	active   string
	// run is set when a job was started that has to be waited for, baseline is the newest job before it.
	run      *run.Run
	baseline survey.Baseline
}

// act holds the lease for the writes alone.
func (k *keeper) act(ctx context.Context, e *clusters.Set) error {
	lease, err := mirrorLease(ctx, e, k.intent)
	if err != nil {
		return err
	}
	defer lease.Release(context.WithoutCancel(ctx))
	now := surveyMirror(ctx, e, k.intent, journalsNow(e))
	if why := now.Blocked(); why != "" {
		return &BlockedError{Why: why}
	}
	r, err := mirrorRun(ctx, e, k.intent, lease)
	if err != nil {
		return err
	}
	k.active = now.Replicating()
	issuer := issue.New(k.keys(), lease.Check)
	for _, repair := range Plan(now, k.intent).Repairs {
		p, err := issuer.For(k.key(repair))
		if err != nil {
			continue // less than what is needed was approved: the rest is left to the next plan
		}
		if err := lease.Check(); err != nil {
			return err
		}
		if err := k.repair(ctx, r, p, repair); err != nil {
			return fmt.Errorf("%s %s on %s: %w", repair, k.intent.policyOn(k.active), k.active, err)
		}
	}
	return nil
}

// key is that of a repair of the policy that replicates now.
func (k *keeper) key(what Repair) survey.Key {
	return survey.NewKey("mirror", k.active, "policy", k.intent.policyOn(k.active), string(what))
}

// keys are those of the approved repairs.
func (k *keeper) keys() []survey.Key {
	var out []survey.Key
	for _, what := range k.approved {
		out = append(out, k.key(what))
	}
	return out
}

func (k *keeper) repair(ctx context.Context, r *run.Run, p permit.Permit, what Repair) error {
	policy := k.intent.policyOn(k.active)
	r.Log(ctx, "mirror", map[string]any{"policy": policy, "cluster": k.active, "does": string(what)})
	var err error
	switch what {
	case RepairEnable:
		on := true
		err = synciq.UpdatePolicy(ctx, r, p, k.active, policy, synciq.PolicyChange{Enabled: &on})
	case RepairSchedule:
		err = synciq.UpdatePolicy(ctx, r, p, k.active, policy, synciq.PolicyChange{Schedule: k.intent.Schedule})
	case RepairConflict:
		err = synciq.Resolve(ctx, r, p, k.active, policy)
	case RepairRun:
		return k.start(ctx, r, p, policy)
	}
	if err == nil {
		k.done = append(k.done, what)
	}
	return err
}

// start posts one run under the conditions of every run: the target is protected, the policy enabled and free of conflict, its reverse
// off. It is proven later by the report.
func (k *keeper) start(ctx context.Context, r *run.Run, p permit.Permit, policy string) error {
	for range synciq.MaxOvertaken {
		base, err := synciq.NewestJob(ctx, r, k.active, policy)
		if err != nil {
			return err
		}
		d := survey.Direction{From: k.active, To: otherThan(k.intent, k.active)}
		if err := synciq.MaySync(ctx, r, r.Survey.Pairs[0], d); err != nil {
			return err
		}
		holds := func(v run.View) bool { return synciq.Holds(base, v) }
		started, err := synciq.Post(ctx, r, p, k.active, policy, survey.ActionSync, holds)
		if err != nil {
			return err
		}
		if started {
			k.run, k.baseline = r, base
			return nil
		}
	}
	return synciq.Overtaken(policy, k.active)
}

// mirrorLease takes the lease of the policy, however long another run holds it, but no longer than the context.
func mirrorLease(ctx context.Context, e *clusters.Set, in Intent) (*lease.Lease, error) {
	for {
		l, err := lease.Take(ctx, e, in.clusters(), in.ID(), []string{lease.OfPolicy(in.Policy)}, []string{in.Policy}, true)
		var held *lease.HeldError
		if !errors.As(err, &held) {
			return l, err
		}
		e.Options.Log(ctx, "mirror waits for a failover", map[string]any{"policy": in.Policy, "holder": held.Owner})
		if onefs.Sleep(ctx, run.MaxPollBeats*e.Options.PollInterval) != nil {
			return nil, err
		}
	}
}

// mirrorRun lends the acts of a failover to the mirror.
func mirrorRun(ctx context.Context, e *clusters.Set, in Intent, l *lease.Lease) (*run.Run, error) {
	s := &survey.Survey{
		ID: in.ID(), Pools: map[string]string{in.Source: "", in.Target: ""}, Clusters: map[string]*survey.ClusterView{},
		Pairs: []survey.Pair{{Name: in.Policy, Home: in.Source}},
	}
	for _, k := range in.clusters() {
		c, err := e.Client(k).ClusterConfig(ctx)
		if err != nil {
			return nil, err
		}
		s.Clusters[k] = &survey.ClusterView{Name: c.Name, GUID: c.GUID}
	}
	return &run.Run{
		Engine: e, Survey: s, Lease: l, Began: time.Now(), Notes: run.NewNotes(),
		Intent: survey.Intent{ID: in.ID(), Pools: s.Pools, Active: in.Target},
		Stop:   ctx.Done(), StopErr: func() error { return context.Cause(ctx) },
	}, nil
}

// journalsNow reads the journals of a cluster at each call: what a plan shares may be old when the repairs begin.
func journalsNow(e *clusters.Set) func(context.Context, string) (map[string]*survey.Journal, error) {
	return func(ctx context.Context, cluster string) (map[string]*survey.Journal, error) {
		return journal.All(ctx, e, cluster)
	}
}
