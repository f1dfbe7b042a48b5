// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package session ends what SMB clients have open below a fenced path: open files after the drain, then the sessions, and looks again
// whether anything is left that may still write. It also sees, for a plan, who is connected.
//
// Only acts on clients, and looks at them, may live here; it plans nothing, the fence of a share or a pool asks for it.
package session
