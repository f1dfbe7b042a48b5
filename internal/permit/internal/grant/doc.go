// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package grant is what a permit is made from. It lies below internal/permit, so the compiler lets nothing but package permit and package
// issue import it: nobody else can make a permit that allows anything.
package grant
