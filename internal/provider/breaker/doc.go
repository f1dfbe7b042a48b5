// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package breaker keeps a cluster that did not answer one resource from being asked again by the others of the same process.
package breaker
