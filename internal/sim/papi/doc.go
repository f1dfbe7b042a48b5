// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package papi is the HTTP face of the simulated clusters: the platform API, sessions and the namespace.
//
// Each area of the API is a package of its own below this one. It registers its paths and routes as a [rest.Area]; areas.go lists
// them. A route is a function that gets a [rest.Request], reads and changes the world, and returns a [rest.Answer], a plain value;
// it runs while the world's lock is held and after everything due has happened. One adapter (adapter.go) does all the rest for
// every route: versions, log-in, privileges, strictness, faults, paging tokens, the error envelope, the request log and the check
// against the contract. What the contract lists and no route answers is answered 501, with the reason that the area gives.
//
// What areas share lies in package rest. No area imports another, and none imports this package.
//
// The package is a judge: a request that a real cluster might let pass although it is wrong (an unknown property, a read-only
// one, an unknown query name) is refused and noted in the world's violations, unless it carries the header
// X-Sim-Bad-On-Purpose.
package papi
