// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import (
	"os"
	"os/exec"
	"path/filepath"
)

// path has no folder of a user: samba-tool's Python must be the operating system's.
const path = "/usr/sbin:/usr/bin:/sbin:/bin"

// Missing says why a domain cannot be run here; "" if it can.
func Missing() string {
	if os.Geteuid() != 0 {
		return "a domain controller needs root for its ports"
	}
	for _, file := range []string{"/usr/sbin/samba", "/usr/bin/samba-tool", "/usr/share/samba/setup/provision.ldif", "/usr/bin/python3"} {
		if _, err := os.Stat(file); err != nil {
			return filepath.Base(file) + " is not installed: .ci/install-real-parts installs it"
		}
	}
	return ""
}

// MissingFiler says why a file server and its client cannot be run here; "" if they can.
func MissingFiler() string {
	for _, name := range []string{"smbd", "smbclient", "kinit"} {
		if _, err := exec.LookPath(name); err != nil {
			return name + " is not installed: .ci/install-real-parts installs it"
		}
	}
	return Missing()
}

// environment of every program started here.
func environment() []string {
	return []string{"PATH=" + path, "TDB_NO_FSYNC=1", "PYTHONDONTWRITEBYTECODE=1", "LC_ALL=C.UTF-8", "HOME=/nonexistent"}
}
