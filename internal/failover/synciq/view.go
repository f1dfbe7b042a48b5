// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/run"
)

// PolicyState is the state of a policy in a look, in the words of package position.
func PolicyState(v run.View) string {
	switch {
	case !v.Known:
		return position.Absent
	case v.Policy.Enabled:
		return position.PolicyEnabled
	default:
		return position.PolicyDisabled
	}
}

// TargetState is the state of a target record in a look, in the words of package position.
func TargetState(v run.View) string {
	if !v.Exists {
		return position.Absent
	}
	return v.Target.FailoverFailbackState
}
