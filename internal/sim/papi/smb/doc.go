// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package smb answers for SMB shares, sessions, open files and settings.
package smb
