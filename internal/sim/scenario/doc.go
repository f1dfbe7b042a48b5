// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package scenario builds the worlds that people and tests start from.
//
// A scenario is a site with a history: policies have run, one has failed over and come back, and all of that really happened, by the
// state machine and the agenda, before the simulation begins. So reports, snapshots, target records and left-over mirrors are
// what the simulator itself makes, never typed in.
//
// The sites follow the worked example of superna.md §3.2: clusters ps1 and ps2, domain demo.local, pool groupnet0.subnet0.nas1.
package scenario
