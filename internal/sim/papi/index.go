// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "sync"

// routeIndex maps "METHOD path" to what answers. Two routes for one operation are a fault of the program.
var routeIndex = sync.OnceValue(func() map[string]func(*Request) Answer {
	index := map[string]func(*Request) Answer{}
	for _, r := range Routes() {
		key := r.Method + " " + r.Path
		if _, twice := index[key]; twice {
			panic("papi: two routes for " + key)
		}
		index[key] = r.Do
	}
	return index
})

// surface holds every path of the contract below /platform, excluded what is left out of it.
var (
	surface  = sync.OnceValue(resources)
	excluded = sync.OnceValue(OutOfScopeList)
)
