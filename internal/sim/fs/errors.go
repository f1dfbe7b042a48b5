// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package fs

import (
	"errors"
	"fmt"
)

// Reasons for which an operation fails; compare with errors.Is.
var (
	ErrNotFound     = errors.New("no such file or directory")
	ErrExist        = errors.New("file exists")
	ErrNotDirectory = errors.New("not a directory")
	ErrIsDirectory  = errors.New("is a directory")
	ErrNotEmpty     = errors.New("directory not empty")
	ErrInvalidPath  = errors.New("path must begin with a slash")
)

// PathError says which operation failed on which path, and why.
type PathError struct {
	Op   string // such as "write"
	Path string
	Err  error // one of the reasons above, or a *ProtectedError
}

func (e *PathError) Error() string { return fmt.Sprintf("%s %s: %v", e.Op, e.Path, e.Err) }

// Unwrap gives the reason.
func (e *PathError) Unwrap() error { return e.Err }

// ProtectedError is the refusal of a change inside a restricted-writer domain, or of one that would move or remove the
// domain's root.
type ProtectedError struct {
	Domain Domain
}

func (e *ProtectedError) Error() string {
	return fmt.Sprintf("%s belongs to a restricted-writer domain of %s", e.Domain.Path, e.Domain.Owner)
}

func fail(op, path string, err error) error { return &PathError{Op: op, Path: path, Err: err} }
