// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package namespace_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/namespace"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

func TestMain(m *testing.M) { papitest.Main(m, "namespace", namespace.Area()) }

func TestEveryOperationIsGuarded(t *testing.T) {
	t.Parallel()
	papitest.Guarded(t, namespace.Area())
}
