// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package share copies and fences SMB shares, NFS exports and NFS aliases: what it reads of them, what it finds about them, and the steps
// of stages 2a and 2b with their way back.
//
// Only what belongs to these objects may live here. What the read-only form of an object is, is a pure question and lies in package survey.
package share
