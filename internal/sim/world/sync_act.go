// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// SyncRequest is what a caller may add to an action that becomes a job.
type SyncRequest struct {
	WorkersPerNode int // for allow_write and its revert; 0 if not given
}

// SyncResult is the answer to an action: a refusal, or what it made.
type SyncResult struct {
	Refused *siq.Refusal // with the name of the policy filled in; nil when the action was accepted
	Row     string       // the row or guard that decided
	Policy  string       // id of the policy
	Job     int64        // a number for the answer of POST /sync/jobs; 0 if the action makes no job
}

// SyncAct does an action on the policy that key names, asked of this cluster. What the state machine refuses changes nothing.
// Properties of a modify are the caller's to store, after the answer, with [Cluster.ChangeSyncPolicy].
func (c *Cluster) SyncAct(a siq.Action, key string, req SyncRequest) SyncResult {
	id := c.policyID(a, key)
	x := c.world.pairOf(id)
	v := siq.Decide(a, x.facts(c, a, false), c.world.Dials.Text)
	c.world.cover(v.Name())
	out := SyncResult{Row: v.ID, Policy: id}
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

// SyncFacts are what the state machine would decide an action from, asked of this cluster now.
func (c *Cluster) SyncFacts(a siq.Action, key string) siq.Facts {
	return c.world.pairOf(c.policyID(a, key)).facts(c, a, false)
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
	if p, ok := c.SyncPolicy(key); ok {
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
func (w *World) cover(row string) {
	n, _ := w.Coverage.Get(row)
	w.Coverage.Put(row, n+1)
}
