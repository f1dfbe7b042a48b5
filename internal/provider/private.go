// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/document"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
)

// Keys of private state. Terraform keeps it beside the state and shows it nowhere; it is not encrypted, so no secret goes there.
const (
	// privateSurvey holds the survey that planned values are a function of.
	privateSurvey = "survey"
	// privateImport counts the reads since an import, until something was applied.
	privateImport = "import"
	// privateUnwritten is set by an import, until an update has written the inventory to the clusters.
	privateUnwritten = "unwritten"
)

// privateReader and privateWriter are what requests and responses of the framework offer.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// storedSurvey is the survey in private state; nil if there is none, or one that this release cannot read.
func storedSurvey(ctx context.Context, private privateReader, diags *diag.Diagnostics) *survey.Survey {
	b, d := private.GetKey(ctx, privateSurvey)
	diags.Append(d...)
	if len(b) == 0 {
		return nil
	}
	s, err := document.Stored(b, "")
	if err != nil {
		return nil
	}
	return s
}

// storeSurvey writes a survey into private state.
func storeSurvey(ctx context.Context, private privateWriter, s *survey.Survey, diags *diag.Diagnostics) {
	b, err := s.Encode()
	if err != nil {
		diags.AddError("The survey cannot be stored", upperFirst(err.Error())+". The clusters are as they were. Please report this.")
		return
	}
	diags.Append(private.SetKey(ctx, privateSurvey, b)...)
}

// importedReads is how often the resource was read since it was imported; 0 when something was applied since, or it was never imported.
func importedReads(ctx context.Context, private privateReader, diags *diag.Diagnostics) int {
	b, d := private.GetKey(ctx, privateImport)
	diags.Append(d...)
	var n int
	if len(b) == 0 || json.Unmarshal(b, &n) != nil {
		return 0
	}
	return n
}

// noteImport stores the count of reads since an import; 0 forgets the import.
func noteImport(ctx context.Context, private privateWriter, n int, diags *diag.Diagnostics) {
	b, _ := json.Marshal(n) // an int always encodes
	diags.Append(private.SetKey(ctx, privateImport, b)...)
}

// unwritten tells that the resource was imported, and that no update has written the inventory since.
func unwritten(ctx context.Context, private privateReader, diags *diag.Diagnostics) bool {
	b, d := private.GetKey(ctx, privateUnwritten)
	diags.Append(d...)
	return string(b) == "true"
}

// noteUnwritten stores it.
func noteUnwritten(ctx context.Context, private privateWriter, is bool, diags *diag.Diagnostics) {
	b, _ := json.Marshal(is) // a bool always encodes
	diags.Append(private.SetKey(ctx, privateUnwritten, b)...)
}
