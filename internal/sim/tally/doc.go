// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package tally lets tests write down what they have counted, for the file evidence.json. No number of it is written by hand.
package tally
