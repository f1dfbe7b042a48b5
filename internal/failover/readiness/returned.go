// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package readiness

import (
	"fmt"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// DiscardLine is the line that a person pastes after having read what is given up.
func DiscardLine(s *survey.Survey, in survey.Intent) finding.Finding {
	t := s.Takeover
	f := finding.New(finding.DiscardNeedsAcknowledgement, "what only "+t.Lost+" has",
		fmt.Sprintf(
			"was written there after %s and is kept in its snapshots; until it is discarded, %s is not protected",
			t.Fork,
			in.Active,
		),
		fmt.Sprintf("write discard_changes_since = %q to discard it and protect %s again", t.Fork, in.Active))
	if in.Fence == survey.FenceNone {
		f.Text += "; nothing keeps clients that did not let go from writing there until then, because fence is \"none\""
	}
	if in.DiscardChangesSince != nil {
		f.Text = fmt.Sprintf("is not discarded: discard_changes_since says %s. %s", in.DiscardChangesSince.UTC().Format(time.RFC3339), f.Text)
	}
	return f
}
