// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package testbed puts the engine, the client and the simulator together for tests: both clusters in one process, time simulated by
// testing/synctest, every request recorded and judged. Nothing but tests imports it.
package testbed
