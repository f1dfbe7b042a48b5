// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/position"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// tellReadiness tells whoever adopts a pool, in one warning, what would stop a move of it to the other cluster. It answers what it told. Of
// a pool that is ready it says nothing: what is only a risk is shown by the plan of the move.
func tellReadiness(diags *diag.Diagnostics, in survey.Intent, seen *survey.Survey) []finding.Finding {
	if position.Serving(seen) != in.Active {
		return nil
	}
	pool, move := poolLabel(in.Pools, in.Active), in
	move.Active = in.From()
	told := slices.DeleteFunc(failover.Readiness(seen, move), func(f finding.Finding) bool { return !f.Stops(in.IgnoreFindings) })
	if len(told) == 0 {
		return nil
	}
	var lines []string
	for _, f := range told {
		lines = append(lines, "- "+f.Line())
	}
	diags.AddWarning(printable.Line(fmt.Sprintf("Pool %s: not ready to move to %s", pool, move.Active)), printable.Text(fmt.Sprintf(
		"The pool is adopted as it is. A move to %s would be refused now (%d):\n\n%s\n\nThe guide \"Reading the errors\" explains each of "+
			"them. The data source onefs_pool_failover_readiness tells the same at any time, with a request that cures it.",
		move.Active, len(told), strings.Join(lines, "\n"))))
	return told
}

// notIn are the findings of a list without those that were told.
func notIn(list, told []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(list, func(f finding.Finding) bool {
		return slices.ContainsFunc(told, func(t finding.Finding) bool { return t.ID == f.ID && t.Object == f.Object })
	})
}
