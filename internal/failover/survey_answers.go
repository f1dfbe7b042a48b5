// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Unfinished is the target of a half-done run: of the open journal, else of a half position. "" when nothing is half done.
func Unfinished(s *survey.Survey) string {
	if s.Run != nil {
		return s.Run.To
	}
	if len(s.Unread()) > 0 {
		return ""
	}
	if t := s.Takeover; t != nil {
		// The half position of a returned cluster is no unfinished run once it is isolated: what follows needs an acknowledgement.
		if isolated(s) {
			return ""
		}
		return s.Other(t.Lost)
	}
	for _, p := range s.Pairs {
		if to := position.TurningTo(s, p); to != "" {
			return to
		}
	}
	return ""
}
