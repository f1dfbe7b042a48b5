// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package drill tests a failover without moving anything: the copies of the side that does not serve are opened for a while, under names
// of their own, and closed again; what was written on them is thrown away. The serving side goes on, and is not written but for the
// schedules of the policies.
//
// It holds all that the drill resource needs, its intent, its plan and its run, and the steps that close a drill for a failover of the
// same pool. How a copy is opened or closed is in package replication.
package drill
