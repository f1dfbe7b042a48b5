// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package synciq is SyncIQ in the simulated world: policies, jobs, target records, reports, schedules and settings of a cluster, and the
// data that jobs move between file trees. What a call does in which position is decided by package siq; here it is carried out,
// in the time that jobs take. It is a part of the world's clusters, see [world.Part]; use [Of] to reach it.
package synciq
