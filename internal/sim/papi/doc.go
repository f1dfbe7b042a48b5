// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package papi is the HTTP face of the simulated clusters: the platform API, sessions and the namespace.
//
// Each area of the API has a file with a table of routes and the functions behind them. Such a function gets a [Request],
// reads and changes the world, and returns an [Answer], a plain value; it runs while the world's lock is held and after
// everything due has happened. One adapter (server.go) does all the rest for every route: versions, log-in, privileges,
// strictness, faults, paging tokens, the error envelope, the request log and the check against the contract. The tables are
// collected in routes.go. What the contract lists and no route answers is in scope.go, with the reason; it is answered 501.
//
// The package is a judge: a request that a real cluster might let pass although it is wrong (an unknown property, a read-only
// one, an unknown query name) is refused and noted in the world's violations, unless it carries the header
// X-Sim-Bad-On-Purpose.
package papi
