// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// Dials are settings by name; what is not set has its default.
type Dials = dial.Values

// Forest is the Active Directory shared by the clusters.
type Forest = ad.Forest
