// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package uri holds the paths of OneFS's interface, each once: the client sends requests to them, and the cure of a finding names them to
// people. A version in a path is the one that the client speaks.
//
// Everything here is a constant or a pure function.
package uri
