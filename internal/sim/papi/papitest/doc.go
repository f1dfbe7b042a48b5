// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package papitest is the test bench of the API's packages: a small site that is spoken to without sockets, tables of requests with the
// answers that must come, and the check of a package's tests against the contract.
package papitest
