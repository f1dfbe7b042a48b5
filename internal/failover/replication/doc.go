// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package replication turns SyncIQ policies: what it reads of policies, target records, jobs and reports, what it finds about them, and the
// steps of stages 2, 2c, 5, 6a, 6b and 6c.
//
// Everything that starts, waits for or judges a SyncIQ job lives here. Where the data of a pair is, is a pure question and lies in package
// position.
package replication
