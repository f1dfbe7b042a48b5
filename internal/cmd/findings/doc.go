// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Command findings writes the tables of the guide "Reading the errors" from the registry of findings. It knows nothing else: what a finding
// does, means and asks for is in the registry, and all other text of the guide is in the guide.
package main
