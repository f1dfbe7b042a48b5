// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package synciq holds the single acts on one SyncIQ policy of one cluster: start a job, wait for its report, change a property, and wait
// until the cluster shows the change. It also says what a report proves.
//
// It knows neither stages nor plans: which policy runs when, and what a pair needs, is decided in packages replication and mirror.
package synciq
