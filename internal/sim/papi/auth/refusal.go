// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// directoryRefusal turns a refusal of the directory into OneFS's answer. What OneFS really answers is unknown for all of them; the
// clash of an SPN has dials.
func directoryRefusal(r *rest.Request, err error) rest.Answer {
	var (
		clash     *ad.ClashError
		forbidden *ad.ForbiddenError
	)
	switch {
	case errors.As(err, &clash):
		return spnClash(r, clash)
	case errors.As(err, &forbidden):
		return rest.Forbidden("Failed to modify SPNs of '%s': insufficient access rights", forbidden.Account)
	case errors.Is(err, ad.ErrNoAccount):
		return rest.NotFound("machine_account", "The machine account does not exist in Active Directory")
	case errors.Is(err, ad.ErrNoController):
		return rest.BadRequest("domain_controller", "The domain controller does not exist")
	case errors.Is(err, ad.ErrCredentials):
		return rest.BadRequest("password", "Logon failure: unknown user name or bad password")
	case errors.Is(err, ad.ErrBadSPN), errors.Is(err, ad.ErrTwice):
		return rest.BadRequest("spns", "%v", err)
	}
	return rest.Internal("The Active Directory domain cannot be contacted: %v", err)
}

func spnClash(r *rest.Request, clash *ad.ClashError) rest.Answer {
	status, err := strconv.Atoi(r.World.Dials.Text(dial.SPNClash))
	if err != nil {
		status = http.StatusConflict
	}
	code := map[int]string{400: "AEC_BAD_REQUEST", 409: "AEC_CONFLICT", 500: "AEC_SYSTEM_INTERNAL_ERROR"}[status]
	if r.World.Dials.Is(dial.SPNClashText, "ldap") {
		return rest.Fail(status, code, "spns", "LDAP error 19 (Constraint violation): 000021C7: AtrErr: DSID-03200BD5, #1: "+
			"0: 000021C7: DSID-03200BD5, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 90303 (servicePrincipalName)")
	}
	return rest.Fail(status, code, "spns", "SPN '%s' is already registered on another account", clash.SPN)
}
