// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// outOfScope refuses a request that the list excludes.
func outOfScope(r *rest.Request) *rest.Answer {
	for _, e := range excluded() {
		if e.Method != r.Method || e.Path != r.Path {
			continue
		}
		for name := range strings.FieldsSeq(e.Query) {
			if r.Query.Has(name) {
				return rest.Refuse(rest.OutOfScope("%s %s with '%s' is not simulated: %s", r.Method, r.Path, name, e.Reason))
			}
		}
		if e.Query == "" {
			return rest.Refuse(rest.OutOfScope("%s %s is not simulated: %s", r.Method, r.Path, e.Reason))
		}
	}
	return nil
}
