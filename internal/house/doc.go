// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package house holds the tests of the house rules that a compiler does not know: how large a package may grow, and who may import or call
// whom. It has no code of its own. A rule that the linter can hold is in .golangci.yml instead.
package house
