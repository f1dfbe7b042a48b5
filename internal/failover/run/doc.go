// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package run is what all stages share while they act: the run itself with its survey, its notes for the journal, its polls and looks, and
// the step that a stage is made of.
//
// It knows no kind of object and no order of stages: a kind is a package above this one, the order is in package failover.
package run
