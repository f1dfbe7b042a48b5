// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package document is the one door through which stored documents come in: the journal and the inventory of the clusters and the survey of
// Terraform's private state. Somebody may have damaged or forged them, so everything that the engine relies on is checked here before
// anything uses it; what does not hold is an error that says where, never half a document.
//
// Decoding and checks may live here. What a document means, and whether it is believed, is decided elsewhere.
package document
