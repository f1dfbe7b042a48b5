// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package ganesha runs NFS servers in user space (nfs-ganesha, version 4 only) and asks them with the programs of libnfs, which need no
// kernel support and no mount.
package ganesha
