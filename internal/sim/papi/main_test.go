// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

// ours is the one path that the face itself answers; all others belong to areas.
var ours = rest.Area{Routes: []rest.Route{rest.Get("/platform/latest", nil)}}

func TestMain(m *testing.M) { papitest.Main(m, "face", ours) }

func TestEveryOperationIsGuarded(t *testing.T) {
	t.Parallel()
	papitest.Guarded(t, ours)
}
