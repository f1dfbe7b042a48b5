// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"errors"
	"fmt"
)

// Reasons for which the forest refuses; compare with errors.Is.
var (
	ErrDown         = errors.New("no domain controller answers")
	ErrNoController = errors.New("no such domain controller")
	ErrNoAccount    = errors.New("no such account")
	ErrCredentials  = errors.New("the user name or password is wrong")
	ErrBadSPN       = errors.New("a service principal name has the form class/host")
	ErrTwice        = errors.New("the list holds a service principal name twice")
)

// ForbiddenError is the refusal of a principal who may not write the SPNs of an account.
type ForbiddenError struct {
	Principal, Account string
	SPN                string // the first name that was refused; "" if none may be written
}

func (e *ForbiddenError) Error() string {
	if e.SPN != "" {
		return fmt.Sprintf("%s may not write %s on %s: insufficient access rights", e.Principal, e.SPN, e.Account)
	}
	return fmt.Sprintf("%s may not write servicePrincipalName of %s: insufficient access rights", e.Principal, e.Account)
}

// ClashError is the refusal of an SPN that another account holds.
type ClashError struct {
	SPN, Holder string
}

func (e *ClashError) Error() string {
	return fmt.Sprintf("the value %s is not unique forest-wide: %s holds it", e.SPN, e.Holder)
}
