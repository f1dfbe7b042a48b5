// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package underway counts the creates and updates that are under way in this process, and knows the clients that may be logged in.
package underway
