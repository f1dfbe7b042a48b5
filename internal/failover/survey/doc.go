// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package survey is the data that the engine works on: what was read from both clusters, what a resource declares, what the journal and the
// report of a run say. With it come the questions that the data answers by itself and the changes that an effect makes to a copy.
//
// Everything here is a value or a pure function. It reads no file, no clock, no network and no environment, and imports nothing of this
// module but the rules about names.
package survey
