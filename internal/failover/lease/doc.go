// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package lease keeps two runs apart by heartbeat and claim files on both clusters.
//
// It holds everything about taking, keeping, checking and giving back claims, and nothing about what is done while they are held.
package lease
