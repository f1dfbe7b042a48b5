// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package progress is what a run tells while it goes on: one stream of events, and the places that show it. It knows neither clusters nor
// Terraform. Telling never blocks a run and never fails one: what cannot be written is counted and said afterwards.
package progress
