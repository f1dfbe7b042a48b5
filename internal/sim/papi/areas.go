// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/auth"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/namespace"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/network"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/nfs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/quota"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/session"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/site"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/smb"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/sync"
)

// areas lists the parts of the API. A new one is added here.
func areas() []rest.Area {
	return []rest.Area{
		site.Area(), session.Area(), namespace.Area(), network.Area(), sync.Area(), smb.Area(), nfs.Area(), quota.Area(), auth.Area(),
	}
}

// Routes lists all routes, area by area.
func Routes() []rest.Route {
	out := slices.Clone(latestRoutes)
	for _, a := range areas() {
		out = append(out, a.Routes...)
	}
	return out
}

// Resources lists all paths of the contract below /platform.
func Resources() []rest.Resource {
	var out []rest.Resource
	for _, a := range areas() {
		out = append(out, a.Resources...)
	}
	return out
}

// OutOfScopeList is everything in the contract that is answered 501. A test holds it against contract and routes, so that nothing
// is missing by accident. Further refusals are of values: the handlers give them where the value is read.
func OutOfScopeList() []rest.Excluded {
	var out []rest.Excluded
	for _, a := range areas() {
		out = append(out, a.Excluded...)
	}
	return out
}
