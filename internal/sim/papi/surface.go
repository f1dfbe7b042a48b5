// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// surface lists every path of the contract below /platform, one file per part of the API.
var surface = slices.Concat(siteSurface, networkSurface, syncSurface, quotaSurface, protocolsSurface, authSurface)
