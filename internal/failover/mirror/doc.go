// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package mirror keeps one pair of SyncIQ policies alive: of a policy and its mirror, the one that replicates now is enabled, free of
// conflict, scheduled, and has run since the roles turned. It never turns a direction and never discards data.
//
// It holds all that the mirror resource needs: its intent, its survey, its plan and its repairs. A pool, a name or a share has no place
// here.
package mirror
