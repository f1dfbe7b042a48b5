// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package service runs a program of the operating system in the foreground for as long as it is needed, and finds addresses for it.
package service
