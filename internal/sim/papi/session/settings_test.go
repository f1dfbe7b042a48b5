// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

func TestSessionSettings(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	const path = "/platform/16/api/settings/sessions"
	s.Run(
		papitest.Get(path, `{"settings":{"authentication_mode":"default"}}`),
		papitest.Put(path, `{"authentication_mode":"require_sso","key_rotation":300}`),
		papitest.Get(path, `{"settings":{"authentication_mode":"require_sso","key_rotation":300}}`),
		papitest.Step{
			Request: papitest.Request{Method: "POST", Path: "/session/1/session", Body: papitest.LogIn, User: "nobody"}, Status: 401,
			Want: "",
		},
		papitest.Refused("PUT", path, `{"key_rotation":1}`, 400, `{"errors":[{"field":"key_rotation"}]}`),
	)
}
