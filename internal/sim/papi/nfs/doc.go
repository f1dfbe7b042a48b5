// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package nfs answers for NFS exports, aliases, locks, settings and the checks of exports.
package nfs
