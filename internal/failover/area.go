// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

// area is a part of a survey that can be read again alone.
type area uint

const (
	areaNetwork area = 1 << iota
	areaAD
	areaSync
	areaObjects
	areaQuotas
	areaJournal
	// areaSite are the slow-moving facts: identity, licences, zones, privileges.
	areaSite

	areaAll = areaNetwork | areaAD | areaSync | areaObjects | areaQuotas | areaJournal | areaSite
)

func (a area) has(b area) bool { return a&b != 0 }
