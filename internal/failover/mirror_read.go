// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// mirrorRaw is what one cluster says.
type mirrorRaw struct {
	err    error
	config *onefs.ClusterConfig
	sync   *onefs.SyncView
	// journals are nil with the reason in noJournals.
	journals   map[string]*Journal
	noJournals error
}

// SurveyMirror reads both clusters. It never fails: a cluster that cannot be read is marked with the reason. What it says of open runs is
// as of some seconds ago: a hundred mirrors of one plan read the journals once.
func (e *Engine) SurveyMirror(ctx context.Context, in MirrorIntent) *MirrorSurvey {
	return e.surveyMirror(ctx, in, func(ctx context.Context, cluster string) (map[string]*Journal, error) {
		return e.mirrorJournals.get(ctx, &run{engine: e, began: e.began}, cluster, func(ctx context.Context) (map[string]*Journal, error) {
			return e.journals(ctx, cluster)
		})
	})
}

// surveyMirror is SurveyMirror with a way to read the journals.
func (e *Engine) surveyMirror(
	ctx context.Context, in MirrorIntent, journals func(context.Context, string) (map[string]*Journal, error),
) *MirrorSurvey {
	out := &MirrorSurvey{Intent: in, Unread: map[string]string{}, UnreadKind: map[string]string{}}
	raw := map[string]*mirrorRaw{in.Source: {}, in.Target: {}}
	var g errgroup.Group
	for key, v := range raw {
		g.Go(func() error { e.readMirror(ctx, key, v, journals); return nil })
	}
	_ = g.Wait() // the functions answer in v
	for key, v := range raw {
		out.note(e, key, v.err)
		if v.noJournals != nil {
			out.Journal = fmt.Sprintf("%s: %v", key, v.noJournals)
		}
	}
	out.Run = openRun(in.Policy, raw[in.Source].journals, raw[in.Target].journals)
	if out.Blind() {
		return out
	}
	out.Home, out.Away = out.look(in.Source, raw[in.Source], raw[in.Target]), out.look(in.Target, raw[in.Target], raw[in.Source])
	if at := out.Replicating(); at != "" {
		ran, err := e.ranSinceTurned(ctx, in, at)
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
func (s *MirrorSurvey) note(e *Engine, key string, err error) {
	if err == nil {
		return
	}
	s.Unread[key], s.UnreadKind[key] = err.Error(), unreadKind(err)
	if c := e.clusters[key]; c != nil && !c.Lost.IsZero() {
		s.Lost = append(s.Lost, key)
	}
}

func (e *Engine) readMirror(
	ctx context.Context, key string, v *mirrorRaw, journals func(context.Context, string) (map[string]*Journal, error),
) {
	c := e.client(key)
	if c == nil {
		v.err = e.noClient(key)
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
func (s *MirrorSurvey) look(cluster string, here, there *mirrorRaw) MirrorSide {
	name := s.Intent.policyOn(cluster)
	out := MirrorSide{Policy: absent, Record: absent}
	p, known := here.sync.Policies[name]
	if known {
		out.Policy, out.Conflicted, out.Schedule = disabled, p.Conflicted, p.Schedule
		if p.Enabled {
			out.Policy = enabled
		}
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
func (e *Engine) ranSinceTurned(ctx context.Context, in MirrorIntent, at string) (bool, error) {
	c := e.client(at)
	sent, err := c.SyncReports(ctx, onefs.ReportQuery{PolicyName: in.policyOn(at), State: stateFinished, ReportsPerPolicy: reportsShown})
	if err != nil {
		return false, err
	}
	received, err := c.SyncTargetReports(ctx, onefs.ReportQuery{PolicyName: in.policyOn(otherThan(in, at)), ReportsPerPolicy: 1})
	if err != nil {
		return false, err
	}
	var turned int64
	for _, r := range received {
		turned = max(turned, runBegan(r))
	}
	for _, r := range sent {
		if sameAction(r.Action, actionSync) && runBegan(r) > turned {
			return true, nil
		}
	}
	return false, nil
}
