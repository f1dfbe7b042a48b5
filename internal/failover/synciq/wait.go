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
