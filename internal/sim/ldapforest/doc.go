// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package ldapforest lets simulated clusters write their SPNs into a real Active Directory: each cluster with its own machine account and
// its Kerberos key, so that real uniqueness and real rights decide. It is an [ad.Outside].
package ldapforest
