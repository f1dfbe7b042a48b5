// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "sync/atomic"

// Runs counts the creates and updates that are under way in this process.
type Runs struct{ active atomic.Int64 }

// Idle tells that nothing is under way.
func (r *Runs) Idle() bool { return r.active.Load() == 0 }

// begin counts one; the answer takes it back.
func (r *Runs) begin() (done func()) {
	if r == nil {
		return func() {}
	}
	r.active.Add(1)
	return func() { r.active.Add(-1) }
}
