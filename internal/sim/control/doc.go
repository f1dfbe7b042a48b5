// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package control is the simulator's own face: plain HTTP with JSON, on a port apart from the clusters, for tests and people who want to
// know the truth, let time pass, break things, or be a client.
//
// It has no log-in, because it must only ever listen on loopback, and it refuses requests that a web page could have sent: those with
// an Origin header.
package control
