// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "strings"

// Excluded is a part of the contract that the simulator answers with 501, and why: an operation, or only its use with certain
// query names.
type Excluded struct {
	Method string
	Path   string
	// Query names the query arguments that are excluded, separated by spaces; "" excludes the whole operation.
	Query  string
	Reason string
}

// outOfScope refuses a request that the list excludes.
func outOfScope(r *Request) *Answer {
	for _, e := range excluded() {
		if e.Method != r.Method || e.Path != r.Path {
			continue
		}
		for name := range strings.FieldsSeq(e.Query) {
			if r.Query.Has(name) {
				return refuse(OutOfScope("%s %s with '%s' is not simulated: %s", r.Method, r.Path, name, e.Reason))
			}
		}
		if e.Query == "" {
			return refuse(OutOfScope("%s %s is not simulated: %s", r.Method, r.Path, e.Reason))
		}
	}
	return nil
}
