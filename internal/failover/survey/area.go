// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package survey

// Area is a part of a survey that can be read again alone.
type Area uint

const (
	// AreaNetwork are the pool, its names and interfaces, and the other pools of the cluster.
	AreaNetwork Area = 1 << iota
	// AreaAD are the Active Directory providers of the access zone, with their SPNs.
	AreaAD
	// AreaSync are the SyncIQ policies, their target records and what the reports prove.
	AreaSync
	// AreaObjects are shares, exports and aliases.
	AreaObjects
	// AreaQuotas are the quotas at or below the directories of the policies.
	AreaQuotas
	// AreaJournal is the journal on both clusters.
	AreaJournal
	// AreaSite are the slow-moving facts: identity, licences, zones, privileges.
	AreaSite

	// AreaAll is the whole survey.
	AreaAll = AreaNetwork | AreaAD | AreaSync | AreaObjects | AreaQuotas | AreaJournal | AreaSite
)

// Has tells whether a and b have a part in common.
func (a Area) Has(b Area) bool { return a&b != 0 }
