// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package auth answers for Active Directory providers with their SPNs, for roles and privileges, and for who a user is.
package auth
