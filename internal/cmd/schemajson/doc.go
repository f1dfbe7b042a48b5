// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Command schemajson prints the provider's schemas as `terraform providers schema -json` would, without a Terraform program. The
// documentation is generated from it, and a golden file of it shows every change of the public interface in review.
package main
