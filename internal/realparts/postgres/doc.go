// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package postgres runs a PostgreSQL server that keeps Terraform's state.
package postgres
