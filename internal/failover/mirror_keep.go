// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// KeepMirror does the approved repairs that are still needed, for whichever direction replicates when its turn comes: it takes the same
// lease of the policy as a failover, and looks again after it. Less to do than approved is fine; more is left to the next plan. The lease
// is not held while a run is waited for, so that a failover never waits for it. The survey is never nil; it says what is true in the end.
func (e *Engine) KeepMirror(ctx context.Context, in MirrorIntent, approved []Repair) (*MirrorSurvey, []Repair, error) {
	look := func() *MirrorSurvey { return e.surveyMirror(context.WithoutCancel(ctx), in, e.journals) }
	if before := look(); before.Blind() {
		return before, nil, &BlockedError{Why: before.Blocked()}
	}
	k := &keeper{intent: in, approved: approved}
	if err := k.act(ctx, e); err != nil {
		return look(), k.done, err
	}
	if k.run != nil {
		policy := in.policyOn(k.active)
		if _, err := k.run.awaitReport(ctx, k.active, policy, k.baseline); err != nil {
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
	intent   MirrorIntent
	approved []Repair
	done     []Repair
	active   string
	// run is set when a job was started that has to be waited for, baseline is the newest job before it.
	run      *run
	baseline baseline
}

// act holds the lease for the writes alone.
func (k *keeper) act(ctx context.Context, e *Engine) error {
	lease, err := e.mirrorLease(ctx, k.intent)
	if err != nil {
		return err
	}
	defer lease.release(context.WithoutCancel(ctx))
	now := e.surveyMirror(ctx, k.intent, e.journals)
	if why := now.Blocked(); why != "" {
		return &BlockedError{Why: why}
	}
	r, err := e.mirrorRun(ctx, k.intent, lease)
	if err != nil {
		return err
	}
	k.active = now.Replicating()
	for _, repair := range PlanMirror(now, k.intent).Repairs {
		if !slices.Contains(k.approved, repair) {
			continue
		}
		if err := lease.check(); err != nil {
			return err
		}
		if err := k.repair(ctx, r, repair); err != nil {
			return fmt.Errorf("%s %s on %s: %w", repair, k.intent.policyOn(k.active), k.active, err)
		}
	}
	return nil
}

func (k *keeper) repair(ctx context.Context, r *run, what Repair) error {
	policy := k.intent.policyOn(k.active)
	p := permit.Approved(string(key("mirror", k.active, "policy", policy, string(what)))).While(r.lease.check)
	r.log(ctx, "mirror", map[string]any{"policy": policy, "cluster": k.active, "does": string(what)})
	var err error
	switch what {
	case RepairEnable:
		on := true
		err = r.updatePolicy(ctx, p, k.active, policy, policyChange{enabled: &on})
	case RepairSchedule:
		err = r.updatePolicy(ctx, p, k.active, policy, policyChange{schedule: k.intent.Schedule})
	case RepairConflict:
		err = r.resolve(ctx, p, k.active, policy)
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
func (k *keeper) start(ctx context.Context, r *run, p permit.Permit, policy string) error {
	for range maxOvertaken {
		base, err := r.newestJob(ctx, k.active, policy)
		if err != nil {
			return err
		}
		if err := r.maySync(ctx, r.survey.Pairs[0], k.active, otherThan(k.intent, k.active)); err != nil {
			return err
		}
		started, err := r.post(ctx, p, k.active, policy, actionSync, base.holds)
		if err != nil {
			return err
		}
		if started {
			k.run, k.baseline = r, base
			return nil
		}
	}
	return overtaken(policy, k.active)
}

// resolve clears the conflict of a policy and waits until the cluster shows it. A policy that is free of it by now is left alone: OneFS
// refuses to clear what is not there.
func (r *run) resolve(ctx context.Context, p permit.Permit, cluster, policy string) error {
	off := false
	err := r.engine.client(cluster).UpdateSyncPolicy(ctx, p, policy, onefs.PolicyUpdate{Conflicted: &off})
	return r.poll(ctx, "the conflict of "+policy+" on "+cluster+" to be cleared", func(ctx context.Context) (bool, error) {
		v, lookErr := r.seeNow(ctx, cluster, policy)
		if lookErr == nil && v.policy.Conflicted && err != nil {
			return false, err
		}
		return lookErr == nil && !v.policy.Conflicted, lookErr
	})
}

// mirrorLease takes the lease of the policy, however long another run holds it, but no longer than the context.
func (e *Engine) mirrorLease(ctx context.Context, in MirrorIntent) (*lease, error) {
	for {
		l, err := e.take(ctx, in.clusters(), in.ID(), []string{"policy-" + in.Policy}, []string{in.Policy}, true)
		var held *HeldError
		if !errors.As(err, &held) {
			return l, err
		}
		e.options.Log(ctx, "mirror waits for a failover", map[string]any{"policy": in.Policy, "holder": held.Owner})
		if sleep(ctx, maxPollBeats*e.options.PollInterval) != nil {
			return nil, err
		}
	}
}

// mirrorRun lends the acts of a failover to the mirror.
func (e *Engine) mirrorRun(ctx context.Context, in MirrorIntent, l *lease) (*run, error) {
	s := &Survey{
		ID: in.ID(), Pools: map[string]string{in.Source: "", in.Target: ""}, Clusters: map[string]*ClusterView{},
		Pairs: []Pair{{Name: in.Policy, Home: in.Source}},
	}
	for _, k := range in.clusters() {
		c, err := e.client(k).ClusterConfig(ctx)
		if err != nil {
			return nil, err
		}
		s.Clusters[k] = &ClusterView{Name: c.Name, GUID: c.GUID}
	}
	return &run{
		engine: e, survey: s, lease: l, began: time.Now(), notes: newNotes(), intent: Intent{ID: in.ID(), Pools: s.Pools, Active: in.Target},
		stop: ctx.Done(), stopErr: func() error { return context.Cause(ctx) },
	}, nil
}
