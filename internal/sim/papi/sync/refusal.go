// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/siq"
)

// refusal turns the state machine's refusal into an error answer.
func refusal(r *rest.Request, told *siq.Refusal) rest.Answer {
	switch told.Kind {
	case siq.NotFound:
		return rest.NotFound(told.Field, "%s", told.Text)
	case siq.BadRequest:
		return rest.BadRequest(told.Field, "%s", told.Text)
	case siq.Unlicensed:
		return rest.Unlicensed("%s", told.Text)
	case siq.WrongState, siq.ActiveJob:
		switch r.World.Dials.Text("wrong_state_status") {
		case "400":
			return rest.BadRequest(told.Field, "%s", told.Text)
		case "500":
			return rest.Fail(http.StatusInternalServerError, "AEC_SYSTEM_INTERNAL_ERROR", told.Field, "%s", told.Text)
		default:
			return rest.Conflict(told.Field, "%s", told.Text)
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
