// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clusters

import (
	"errors"
	"strings"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// WhyNoClient says why a cluster is not dialled.
func (e *Set) WhyNoClient(key string) error {
	c := e.Clusters[key]
	switch {
	case c == nil:
		return errors.New("the provider block has no cluster " + key)
	case !c.Lost.IsZero():
		return errors.New("declared lost since " + c.Lost.UTC().Format(time.RFC3339))
	default:
		return errors.New("its connection values are not known yet")
	}
}

// Why is the reason of a read that failed, for a text that names the cluster already.
func Why(key string, err error) string {
	return strings.TrimSuffix(strings.TrimPrefix(err.Error(), key+": "), ".")
}

// UnreadKind sorts the error of a read: "certificate" (its certificate is not trusted), "refused" (401 or 403), "unreachable" (no answer)
// or "other".
func UnreadKind(err error) string {
	switch {
	case errors.Is(err, onefs.ErrCertificate):
		return "certificate"
	case errors.Is(err, onefs.ErrUnauthorized), errors.Is(err, onefs.ErrForbidden):
		return survey.Refused
	case errors.Is(err, onefs.ErrUnreachable):
		return survey.Unreachable
	default:
		return "other"
	}
}
