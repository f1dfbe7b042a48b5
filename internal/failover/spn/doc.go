// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package spn moves service principal names between the machine accounts of the two clusters, through OneFS or by LDAP: what it reads of
// Active Directory, what it finds there, and the steps of stage 4.
//
// Only what belongs to Active Directory may live here; the LDAP client itself is in internal/ad.
package spn
