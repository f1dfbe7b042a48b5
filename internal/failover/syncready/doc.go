// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package syncready judges whether SyncIQ policies can fail over: their position, settings, paths, hosts, reports and the way back.
//
// Only findings about policies may live here, as pure questions to a survey; what is done to policies lives in package replication.
package syncready
