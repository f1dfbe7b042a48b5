// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package pool moves the names of an IP pool and takes its interfaces away and back: what it reads of pools, what it finds about them, the
// steps of stages 2b and 3, and their way back.
//
// Only what belongs to the SmartConnect names, the interfaces and the addresses of a pool may live here.
package pool
