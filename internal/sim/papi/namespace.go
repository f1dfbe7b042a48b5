// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

func (r *Request) findNamespace(escaped string) (*operation, *Answer) {
	return nil, unknownPath(r.Method, escaped)
}
