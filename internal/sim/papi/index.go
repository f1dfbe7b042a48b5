// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"sync"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// routeIndex maps "METHOD path" to what answers. Two routes for one operation are a fault of the program.
var routeIndex = sync.OnceValue(func() map[string]func(*rest.Request) rest.Answer {
	index := map[string]func(*rest.Request) rest.Answer{}
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
	surface  = sync.OnceValue(Resources)
	excluded = sync.OnceValue(OutOfScopeList)
)
