// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package onefs is a typed client of the OneFS platform API and namespace API, for the endpoints that a pool failover needs.
//
// [New] connects nothing: the client logs in when the first call is made. One client serves one cluster and may be used by any number
// of goroutines. Reads take a context; writes take a context and a permit.Permit, and are refused before anything is sent when the
// permit is the zero value.
//
// The client survives what a busy cluster does: sessions that end, 401 in HTML, 409, 429 and 503 with or without Retry-After, dropped
// connections, values that no schema lists. It never repeats a POST that may have reached the cluster; see [ErrOutcomeUnknown].
//
// Paths carry the API version at which they last changed up to OneFS 9.5 (API version 16); a cluster must be at least that new.
package onefs
