// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/smb"
)

func TestMain(m *testing.M) { papitest.Main(m, "smb", smb.Area()) }

func TestEveryOperationIsGuarded(t *testing.T) {
	t.Parallel()
	papitest.Guarded(t, smb.Area())
}
