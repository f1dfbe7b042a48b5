// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// Request is what a caller may add to an action that becomes a job.
type Request struct {
	WorkersPerNode int // for allow_write and its revert; 0 if not given
}

// Result is the answer to an action: a refusal, or what it made.
type Result struct {
	Refused *siq.Refusal // with the name of the policy filled in; nil when the action was accepted
	Row     string       // the row or guard that decided
	Policy  string       // id of the policy
	Job     int64        // a number for the answer of POST /sync/jobs; 0 if the action makes no job
}

// Act does an action on the policy that key names, asked of this cluster. What the state machine refuses changes nothing.
// Properties of a modify are the caller's to store, after the answer, with [Cluster.ChangePolicy].
func (c *Cluster) Act(a siq.Action, key string, req Request) Result {
	id := c.policyID(a, key)
	x := pairOf(c.World(), id)
	v := siq.Decide(a, x.facts(c, a, false), c.World().Dials.Text)
	cover(c.World(), v.Name())
	out := Result{Row: v.ID, Policy: id}
	switch {
	case v.Refuse != nil:
		told := *v.Refuse
		told.Text = strings.ReplaceAll(told.Text, "{name}", x.called(key))
		out.Refused = &told
	case v.Job != nil:
		out.Job = c.accept(a, x, v, req)
	case v.Now != nil && a.StartsJob(): // taken for a second request for the job that lives
		out.Job = 1
	case v.Now != nil:
		x.apply(v.Now, nil)
	}
	return out
}

// Facts are what the state machine would decide an action from, asked of this cluster now.
func (c *Cluster) Facts(a siq.Action, key string) siq.Facts {
	return pairOf(c.World(), c.policyID(a, key)).facts(c, a, false)
}

// policyID finds the policy or record that key names on this cluster. Jobs are found by either.
func (c *Cluster) policyID(a siq.Action, key string) string {
	t, recorded := c.TargetRecord(key)
	if a.OnTarget() {
		if recorded {
			return t.ID
		}
		return ""
	}
	if p, ok := c.Policy(key); ok {
		return p.ID
	}
	onJob := a == siq.Cancel || a == siq.Pause || a == siq.Resume
	if recorded && onJob {
		return t.ID
	}
	return ""
}

// called is the policy's name, or what the request called it.
func (x pair) called(key string) string {
	switch {
	case x.there:
		return x.policy.Name
	case x.recorded:
		return x.record.Name
	}
	return key
}

// cover counts a row of the state machine as used.
func cover(w *world.World, row string) {
	n, _ := w.Coverage.Get(row)
	w.Coverage.Put(row, n+1)
}
