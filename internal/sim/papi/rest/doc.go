// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package rest is what the areas of the simulated API have in common: a request with its query and body, held against the properties
// that an operation takes; pages and resume tokens; answers and the error envelope; the paths of the contract with their revisions;
// and the rules whose breach is noted. It answers nothing by itself.
package rest
