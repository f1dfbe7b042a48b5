// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package run

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Outcome is what a run leaves behind. It is never nil, also beside an error.
type Outcome struct {
	// Survey is the last look at both clusters.
	Survey *survey.Survey
	RunID  string
	// ManualSteps are what people still have to do.
	ManualSteps []string
}
