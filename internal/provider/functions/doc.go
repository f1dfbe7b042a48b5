// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package functions are the provider's functions: pure rules about names, which need no configuration and no cluster.
package functions
