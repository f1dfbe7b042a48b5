// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// refusal turns the state machine's refusal into an error answer.
func (r *Request) refusal(told *siq.Refusal) Answer {
	switch told.Kind {
	case siq.NotFound:
		return NotFound(told.Field, "%s", told.Text)
	case siq.BadRequest:
		return BadRequest(told.Field, "%s", told.Text)
	case siq.Unlicensed:
		return Unlicensed("%s", told.Text)
	case siq.WrongState, siq.ActiveJob:
		switch r.World.Dials.Text("wrong_state_status") {
		case "400":
			return BadRequest(told.Field, "%s", told.Text)
		case "500":
			return Fail(http.StatusInternalServerError, "AEC_SYSTEM_INTERNAL_ERROR", told.Field, "%s", told.Text)
		default:
			return Conflict(told.Field, "%s", told.Text)
		}
	}
	panic("papi: no answer for a refusal of kind " + string(told.Kind))
}

// epoch is a time as the API shows it: seconds, or null for never.
func epoch(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	s := t.Unix()
	return &s
}

// digestOf is what is kept of a password.
func digestOf(password string) string {
	if password == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(password))
	return hex.EncodeToString(sum[:])
}

// orEmpty shows a list that is nil as an empty one.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
