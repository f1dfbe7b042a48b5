// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package quota moves SmartQuotas quotas with their notification rules: what it reads of them, what it finds about them, and the steps of
// stage 7.
//
// Only what belongs to quotas may live here.
package quota
