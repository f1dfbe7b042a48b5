// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package observe answers what people and alarms want to know and no plan may depend on: how old the copies are, when certificates end,
// what the DNS of the site says, and which pools and policies there are.
//
// It reads, and writes nothing.
package observe
