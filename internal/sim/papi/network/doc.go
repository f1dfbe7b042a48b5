// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package network answers for groupnets, subnets, pools and their SmartConnect names, interfaces and resolver settings.
package network
