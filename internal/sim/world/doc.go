// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package world holds everything that is true in the simulated site: clusters, their configuration and data, the Active
// Directory forest they share, the clock, and what is due to happen next.
//
// A World is data and nothing but data. It starts no goroutine and keeps no closure, so it can be cloned at any instant and
// both copies go on alike. Time passes lazily: every entry point (an HTTP request, a DNS question, a client's operation,
// the control face) calls [World.Enter], which takes the lock and lets everything happen that was due by now, in due order.
//
// The packages around it are thin: papi turns HTTP into reads and changes of a World, smartconnect answers names from it,
// clients use it as SMB and NFS clients would, invariant judges it.
package world
