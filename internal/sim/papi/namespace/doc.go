// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package namespace is the file access over HTTP (RAN): directories and files below /ifs.
package namespace
