// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package realparts holds tests of the provider against real services: Samba as Active Directory and as SMB file servers, a DNS resolver,
// NFS servers, PostgreSQL. The services come from packages of the operating system (.ci/install-real-parts) and are started by
// the tests on loopback addresses. A test whose service is missing is skipped and says which; with CI=true in the environment it fails.
package realparts
