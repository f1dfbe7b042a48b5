// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"errors"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// A busy cluster, a broken connection or a lost answer is everyday. Because every stage asks the clusters what is left to do, meeting such
// trouble costs another look and never a second effect: the stage is asked again, and does what is still unmet.

// readPatience is how long a wait goes on while a cluster cannot be read: a node that starts anew takes its time.
const readPatience = 2 * time.Minute

// maxTroubles is how often a stage is asked again after trouble of that kind, before the run stops or gives the stage up.
const maxTroubles = 4

// transient tells a failure that another look may mend: the cluster is busy or cannot be reached, or an answer was lost.
func transient(err error) bool {
	if _, over := errors.AsType[*finalError](err); over {
		return false
	}
	for _, kind := range []error{
		onefs.ErrOutcomeUnknown, onefs.ErrUnavailable, onefs.ErrTooMany, onefs.ErrUnreachable, onefs.ErrConflict, onefs.ErrInternal,
	} {
		if errors.Is(err, kind) {
			return !errors.Is(err, onefs.ErrCertificate)
		}
	}
	return false
}

// refused tells that the cluster took a request and would not do it now: the status of a wrong state is not documented (synciq.md §1.2).
func refused(err error) bool {
	return errors.Is(err, onefs.ErrConflict) || errors.Is(err, onefs.ErrBadRequest) || errors.Is(err, onefs.ErrInternal)
}
