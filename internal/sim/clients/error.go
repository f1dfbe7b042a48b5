// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients

import "fmt"

// Errno is what the client's system call returns.
type Errno string

// The errors that clients see.
const (
	ENOENT    Errno = "ENOENT"
	EACCES    Errno = "EACCES"
	EROFS     Errno = "EROFS"
	ESTALE    Errno = "ESTALE"    // the handle is of another cluster
	ETIMEDOUT Errno = "ETIMEDOUT" // nobody answers at the address; a hard NFS mount would hang
	EDQUOT    Errno = "EDQUOT"
	EISDIR    Errno = "EISDIR"
	ENOHOST   Errno = "ENOHOST"   // the name cannot be resolved
	ENOTICKET Errno = "ENOTICKET" // no Kerberos ticket, or one for another account
	EBADF     Errno = "EBADF"     // no such handle, or not mounted
)

// Error is the failure of one operation of a client.
type Error struct {
	Client string `json:"client"`
	Op     string `json:"op"`
	Errno  Errno  `json:"errno"`
	Text   string `json:"text"`
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %s: %s", e.Client, e.Op, e.Errno, e.Text) }

func (c Client) fail(op string, errno Errno, format string, args ...any) *Error {
	return &Error{Client: c.Name, Op: op, Errno: errno, Text: fmt.Sprintf(format, args...)}
}
