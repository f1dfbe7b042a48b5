// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/failure"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// This file is the one place where findings and failures become diagnostics. Every summary names the pool, because core folds
// diagnostics with the same summary into one.

// poolLabel is the pool's name for summaries: the last part of the pool id on the cluster that is to serve.
func poolLabel(pools map[string]string, active string) string {
	id, ok := pools[active]
	if !ok {
		for _, other := range pools {
			id = other
		}
	}
	return id[strings.LastIndexByte(id, '.')+1:]
}

// attributePath is where a finding stands in the configuration.
func attributePath(f finding.Finding) path.Path {
	at := path.Root(f.Attribute)
	switch {
	case f.Key == "":
		return at
	case f.Attribute == "pools":
		return at.AtMapKey(f.Key)
	default:
		return at.AtSetValue(types.StringValue(f.Key))
	}
}

// findingDiagnostic is a finding for people.
func findingDiagnostic(pool string, f finding.Finding, severity diag.Severity) diag.Diagnostic {
	summary, detail := printable.Line(f.Summary(pool)), printable.Text(f.Detail())
	var d diag.Diagnostic = diag.NewErrorDiagnostic(summary, detail)
	if severity == diag.SeverityWarning {
		d = diag.NewWarningDiagnostic(summary, detail)
	}
	if f.Attribute == "" {
		return d
	}
	return diag.WithPath(attributePath(f), d)
}

// addErrors reports findings that stop the plan or the apply.
func addErrors(diags *diag.Diagnostics, pool string, findings []finding.Finding) {
	for _, f := range findings {
		diags.Append(findingDiagnostic(pool, f, diag.SeverityError))
	}
}

// addWarnings reports findings that stop nothing.
func addWarnings(diags *diag.Diagnostics, pool string, findings []finding.Finding) {
	for _, f := range findings {
		diags.Append(findingDiagnostic(pool, f, diag.SeverityWarning))
	}
}

// addFailure reports what stopped a run. A failure of the engine says the four things in its own words.
func addFailure(diags *diag.Diagnostics, pool string, err error) {
	if f, ok := errors.AsType[*failure.Failure](err); ok {
		diags.AddAttributeError(path.Root("active_cluster"), printable.Line(f.Headline()), printable.Text(f.Detail()))
		return
	}
	diags.AddAttributeError(path.Root("active_cluster"), fmt.Sprintf("Pool %s: stopped", pool), upperFirst(printable.Text(err.Error()))+
		".\n\nNext: plan again. The plan looks at both clusters and lists what is left; nothing has to be undone by hand.")
}

// addUnconfigured reports at apply that a connection value is still not known.
func addUnconfigured(diags *diag.Diagnostics, summary, what string) {
	diags.AddError(summary, upperFirst(what)+" is still not known at apply, so the clusters were not asked, and nothing was changed.\n\n"+
		"Next: it comes from something that this apply did not make. Apply that first, for example with -target, then apply again.")
}

// importBlock is what to paste, with the id of the pair.
func importBlock(id string) string {
	return fmt.Sprintf("import {\n  to = <address of this resource>\n  id = %q\n}", id)
}
