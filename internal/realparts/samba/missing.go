// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import (
	"os"
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
)

// path has no folder of a user: samba-tool's Python must be the operating system's.
const path = "/usr/sbin:/usr/bin:/sbin:/bin"

// Programs that a domain controller needs, and those of a file server and its client.
var (
	controllerPrograms = []string{"/usr/sbin/samba", "/usr/bin/samba-tool", "/usr/bin/python3"}
	filerPrograms      = []string{"smbd", "smbclient", "kinit"}
)

// schema is read when a domain is made.
const schema = "/usr/share/samba/setup/provision.ldif"

// Missing says why a domain, and what else the caller needs, cannot be run here; "" if it can.
func Missing(more ...string) string {
	if os.Geteuid() != 0 {
		return "a domain controller needs root for its ports"
	}
	if m := service.Missing(append(slices.Clone(controllerPrograms), more...)...); m != "" {
		return m
	}
	if _, err := os.Stat(schema); err != nil {
		return service.Missing(schema)
	}
	return ""
}

// MissingFiler says why file servers of a domain and their clients, and what else the caller needs, cannot be run here; "" if they can.
func MissingFiler(more ...string) string {
	return Missing(append(slices.Clone(filerPrograms), more...)...)
}

// environment of every program started here.
func environment() []string {
	return []string{"PATH=" + path, "TDB_NO_FSYNC=1", "PYTHONDONTWRITEBYTECODE=1", "LC_ALL=C.UTF-8", "HOME=/nonexistent"}
}
