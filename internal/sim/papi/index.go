// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "sync"

// routeIndex maps "METHOD path" to its route. Two routes for one operation, or one outside the contract, are faults of the program.
var routeIndex = sync.OnceValue(func() map[string]Route {
	index := map[string]Route{}
	for _, r := range Routes() {
		key := r.Method + " " + r.Path
		if _, twice := index[key]; twice {
			panic("papi: two routes for " + key)
		}
		index[key] = r
	}
	return index
})
