// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Unreadable gives a finding for each cluster that the survey could not read. Only what needs both clusters asks for it: a move, and the
// adoption of a pool.
func Unreadable(s *survey.Survey, in survey.Intent) []finding.Finding { return UnreadFindings(s, in) }
