// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package site answers for what belongs to the cluster as a whole: identity, nodes, licences, access zones, snapshots, events and
// statistics.
package site
