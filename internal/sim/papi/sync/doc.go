// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package sync answers for SyncIQ: policies, jobs, target records, reports, settings, rules and certificates. What a call does is
// decided by package siq and carried out by the world; here is only how it is asked and shown.
package sync
