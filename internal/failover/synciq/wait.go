// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// ErrNoTrace says that the job is gone and no report of it came.
var ErrNoTrace = errors.New("the job is gone and left no report")

// AwaitReport waits for the report of a job after the baseline. A vanished job is not success.
func AwaitReport(ctx context.Context, r *run.Run, cluster, policy string, base survey.Baseline) (survey.Report, error) {
	var got survey.Report
	gone := time.Time{}
	err := r.Poll(ctx, "the report of "+policy+" on "+cluster, func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.Job != nil {
			gone = time.Time{}
			return false, Attention(v.Job.State, policy, cluster)
		}
		rep, ok, err := ReportAfter(ctx, r, cluster, policy, base)
		if err != nil {
			return false, err
		}
		if ok {
			got = rep
			if rep.State == survey.StateFinished || rep.State == survey.StateSkipped {
				r.NoteReport(cluster, policy, rep)
				return true, nil
			}
			if rep.Over() {
				return false, &JobError{Policy: policy, Cluster: cluster, State: rep.State, JobID: rep.Job, Errors: rep.Errors}
			}
			return false, nil
		}
		if gone.IsZero() {
			gone = time.Now()
		}
		if time.Since(gone) > run.LagGrace {
			return false, fmt.Errorf("policy %s on %s: %w", policy, cluster, ErrNoTrace)
		}
		return false, nil
	})
	return got, err
}

// Attention is an error for the state of a job that needs attention, because it never ends by itself, and nil for every other.
func Attention(state, policy, cluster string) error {
	if state == survey.StateAttention {
		return &JobError{Policy: policy, Cluster: cluster, State: state}
	}
	return nil
}

// Stuck watches a job that is not ours and has to end first. One that needs attention never does; but a job that has ended so shows for as
// long as states lag.
type Stuck struct{ since time.Time }

// Judge is given each state that is seen. It answers an error once the job has needed attention for longer than states lag.
func (s *Stuck) Judge(state, policy, cluster string) error {
	switch {
	case state != survey.StateAttention:
		s.since = time.Time{}
	case s.since.IsZero():
		s.since = time.Now()
	case time.Since(s.since) > run.LagGrace:
		return Attention(state, policy, cluster)
	}
	return nil
}

// JobError is a SyncIQ job that ended without success.
type JobError struct {
	Action, Policy, Cluster, State string
	JobID                          int64
	Errors                         []string
}

func (e *JobError) Error() string {
	action := e.Action
	if action == "" {
		action = "sync"
	}
	s := fmt.Sprintf("%s %s on %s: job %s", action, e.Policy, e.Cluster, e.State)
	if e.JobID > 0 {
		s += fmt.Sprintf(", report %d", e.JobID)
	}
	if len(e.Errors) > 0 {
		s += ": " + fmt.Sprintf("%q", e.Errors[0])
	}
	return s
}

// AwaitEarlier waits for the end of a run that an earlier apply may have started after the baseline, and answers its report: a time-out
// costs no proof that can still be had. ok is false when there is none, or when it failed, so that a run of our own is needed.
func AwaitEarlier(ctx context.Context, r *run.Run, cluster, policy string, base survey.Baseline) (rep survey.Report, ok bool, err error) {
	if base.State == survey.NoneCounts {
		return survey.Report{}, false, nil
	}
	v, err := r.SeeNow(ctx, cluster, policy)
	if err != nil || v.Job == nil && Holds(base, v) {
		return survey.Report{}, false, err
	}
	var gone time.Time
	var waits Stuck
	err = r.Poll(ctx, "the run of "+policy+" on "+cluster+" that an earlier apply began", func(ctx context.Context) (bool, error) {
		v, err := r.See(ctx, cluster, policy)
		if err != nil {
			return false, err
		}
		if v.Job != nil {
			gone = time.Time{}
			return false, waits.Judge(v.Job.State, policy, cluster)
		}
		all, err := listReports(ctx, r, cluster)
		if err != nil {
			return false, err
		}
		if rep, ok = newestSync(all[policy], base); ok {
			return true, nil
		}
		if gone.IsZero() {
			gone = time.Now()
		}
		return time.Since(gone) > run.LagGrace, nil
	})
	return rep, ok && (rep.State == survey.StateFinished || rep.State == survey.StateSkipped), err
}
