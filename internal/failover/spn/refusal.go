// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import "github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"

// RefusalError ends a run before its first change, for a reason that has an id and a cure of its own.
type RefusalError struct {
	ID    finding.FailureID
	Cure  string
	cause error
}

func (e *RefusalError) Error() string { return e.cause.Error() }

func (e *RefusalError) Unwrap() error { return e.cause }
