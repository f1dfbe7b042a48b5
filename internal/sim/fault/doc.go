// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package fault describes what goes wrong between a client and a cluster, as data: rules with a pattern and counters, kept in the
// world and cloned with it. papi asks the rules before and after each request and acts on what they say.
package fault
