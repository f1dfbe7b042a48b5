// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package printable makes text that came from a cluster safe to show: an error, the name of a share or directory may hold anything, and a
// terminal or the log of a pipeline obeys some of it.
//
// Only functions from text to text may live here.
package printable
