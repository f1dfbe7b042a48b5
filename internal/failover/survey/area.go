// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// Area is a part of a survey that can be read again alone.
type Area uint

const (
	AreaNetwork Area = 1 << iota
	AreaAD
	AreaSync
	AreaObjects
	AreaQuotas
	AreaJournal
	// AreaSite are the slow-moving facts: identity, licences, zones, privileges.
	AreaSite

	AreaAll = AreaNetwork | AreaAD | AreaSync | AreaObjects | AreaQuotas | AreaJournal | AreaSite
)

func (a Area) Has(b Area) bool { return a&b != 0 }
