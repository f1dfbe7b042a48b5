// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package lease

import (
	"fmt"
	"regexp"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/printable"
)

// What the files of a lease say is checked before it is used: a name of a run becomes part of a path, and a time-to-live is waited for.

// DamagedError is a file of a lease that cannot be read. It is never taken for a run that is dead, nor for one that is alive.
type DamagedError struct {
	File, Cluster string
	Cause         error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the lease file %s on %s cannot be read: %s", e.File, e.Cluster, printable.Short(e.Cause.Error(), 200))
}

// DeniedError is a lease that the provider's user may not write at all.
type DeniedError struct{ Cause error }

func (e *DeniedError) Error() string {
	return "the provider's user may not write the files of a run: " + e.Cause.Error()
}

// Unwrap is the cause.
func (e *DeniedError) Unwrap() error { return e.Cause }

// Unwrap is the cause.
func (e *DamagedError) Unwrap() error { return e.Cause }

// runID is what this tool calls a run in the files of its leases.
var runID = regexp.MustCompile(`^[0-9a-f]{1,64}$`)

// Bounds of a time-to-live, those of lease_ttl. One that is not shorter than our own is taken as well.
const (
	shortestTTL = 10 * time.Second
	longestTTL  = time.Hour
)

func readClaim(b []byte) (claim, error) {
	var c claim
	if err := survey.Decode(b, &c); err != nil {
		return claim{}, err
	}
	if !runID.MatchString(c.Run) {
		return claim{}, fmt.Errorf("%q is no run", c.Run)
	}
	return c, nil
}

func readBeat(b []byte, own time.Duration) (heartbeat, time.Duration, error) {
	var h heartbeat
	if err := survey.Decode(b, &h); err != nil {
		return heartbeat{}, 0, err
	}
	ttl, err := time.ParseDuration(h.TTL)
	if err != nil {
		return heartbeat{}, 0, fmt.Errorf("its time-to-live is no duration: %w", err)
	}
	if ttl < min(own, shortestTTL) || ttl > longestTTL {
		return heartbeat{}, 0, fmt.Errorf("its time-to-live, %s, is not between %s and %s", ttl, shortestTTL, longestTTL)
	}
	h.Owner, h.Since = printable.Short(h.Owner, 200), printable.Short(h.Since, 40)
	return h, ttl, nil
}
