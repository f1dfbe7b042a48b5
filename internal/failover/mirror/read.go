// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package mirror

import (
	"context"
	"fmt"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/synciq"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/journal"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/replication"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// mirrorRaw is what one cluster says.
type mirrorRaw struct {
	err    error
	config *onefs.ClusterConfig
	sync   *onefs.SyncView
	// journals are nil with the reason in noJournals.
	journals   map[string]*survey.Journal
	noJournals error
}

// Look reads both clusters. It never fails: a cluster that cannot be read is marked with the reason. What it says of open runs is
// as of some seconds ago: a hundred mirrors of one plan read the journals once.
func Look(ctx context.Context, e *clusters.Set, in Intent) *Survey {
	return surveyMirror(ctx, e, in, func(ctx context.Context, cluster string) (map[string]*survey.Journal, error) {
		return e.MirrorJournals.Get(ctx, e.Began, e.Options.PollInterval, cluster, func(ctx context.Context) (map[string]*survey.Journal, error) {
			return journal.All(ctx, e, cluster)
		})
	})
}

// surveyMirror is SurveyMirror with a way to read the journals.
func surveyMirror(
	ctx context.Context, e *clusters.Set, in Intent, journals func(context.Context, string) (map[string]*survey.Journal, error),
) *Survey {
	out := &Survey{Intent: in, Unread: map[string]string{}, UnreadKind: map[string]string{}}
	raw := map[string]*mirrorRaw{in.Source: {}, in.Target: {}}
	var g errgroup.Group
	for key, v := range raw {
		g.Go(func() error { readMirror(ctx, e, key, v, journals); return nil })
	}
	_ = g.Wait() // the functions answer in v
	for key, v := range raw {
		out.note(e, key, v.err)
		if v.noJournals != nil {
			out.Journal = fmt.Sprintf("%s: %v", key, v.noJournals)
		}
	}
	out.Run = journal.OpenRun(in.Policy, raw[in.Source].journals, raw[in.Target].journals)
	if out.Blind() {
		return out
	}
	out.Home, out.Away = out.look(in.Source, raw[in.Source], raw[in.Target]), out.look(in.Target, raw[in.Target], raw[in.Source])
	if at := out.Replicating(); at != "" {
		ran, err := ranSinceTurned(ctx, e, in, at)
		out.note(e, at, err)
		if at == in.Source {
			out.Home.Ran = ran
		} else {
			out.Away.Ran = ran
		}
	}
	return out
}

// note marks a cluster as unread.
func (s *Survey) note(e *clusters.Set, key string, err error) {
	if err == nil {
		return
	}
	s.Unread[key], s.UnreadKind[key] = clusters.Why(key, err), clusters.UnreadKind(err)
	if c := e.Clusters[key]; c != nil && !c.Lost.IsZero() {
		s.Lost = append(s.Lost, key)
	}
}

func readMirror(
	ctx context.Context, e *clusters.Set, key string, v *mirrorRaw, journals func(context.Context, string) (map[string]*survey.Journal, error),
) {
	c := e.Client(key)
	if c == nil {
		v.err = e.WhyNoClient(key)
		return
	}
	// One cheap call first: a dead cluster costs one connection time-out.
	if v.config, v.err = c.ClusterConfig(ctx); v.err != nil {
		return
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) { v.sync, err = c.Watcher().Look(ctx); return err })
	g.Go(func() error { v.journals, v.noJournals = journals(ctx, key); return nil })
	v.err = g.Wait()
}

// look takes the policy that lives on a cluster out of what both said.
func (s *Survey) look(cluster string, here, there *mirrorRaw) Side {
	name := s.Intent.policyOn(cluster)
	out := Side{Policy: position.Absent, Record: position.Absent}
	p, known := here.sync.Policies[name]
	if known {
		out.Policy, out.Conflicted, out.Schedule = position.PolicyDisabled, p.Conflicted, p.Schedule
		if p.Enabled {
			out.Policy = position.PolicyEnabled
		}
	}
	if known && replication.Ran(p) {
		out.Record = position.RecordLost
	}
	for _, t := range there.sync.Targets[name] {
		// Two sources may have policies of one name: only the record that comes from this cluster counts.
		if t.SourceClusterGUID == here.config.GUID {
			out.Record = t.FailoverFailbackState
		}
	}
	return out
}

// ranSinceTurned tells whether a run of the policy that lives on a cluster has finished since the other direction ended. Both times are
// taken from reports of that one cluster: it ran the policy, and it was the target of the other direction.
func ranSinceTurned(ctx context.Context, e *clusters.Set, in Intent, at string) (bool, error) {
	c := e.Client(at)
	sent, err := c.SyncReports(ctx, onefs.ReportQuery{
		PolicyName: in.policyOn(at), State: survey.StateFinished, ReportsPerPolicy: synciq.ReportsShown,
	})
	if err != nil {
		return false, err
	}
	received, err := c.SyncTargetReports(ctx, onefs.ReportQuery{PolicyName: in.policyOn(otherThan(in, at)), ReportsPerPolicy: 1})
	if err != nil {
		return false, err
	}
	var turned int64
	for _, r := range received {
		turned = max(turned, synciq.RunBegan(r))
	}
	for _, r := range sent {
		if survey.SameAction(r.Action, survey.ActionSync) && synciq.RunBegan(r) > turned {
			return true, nil
		}
	}
	return false, nil
}
