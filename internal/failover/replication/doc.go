// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package replication turns SyncIQ policies: what it reads of policies and target records, what it finds about them, and the steps of
// stages 2, 2c, 5, 6a, 6b and 6c.
//
// What a pair of policies needs, and in which order, is decided here. A single act on one policy is in package synciq. Where the data of a
// pair is, is a pure question and is in package position.
package replication
