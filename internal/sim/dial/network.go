// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

// Dials of pools and names.
const (
	NameClash      = "pool_name_clash"
	AliasEqualZone = "alias_equals_own_zone"
	ForeignName    = "dns_foreign_name"
	NamesVisible   = "lag_names"
)

var network = []Dial{
	{
		NameClash, Choice,
		[]string{"409", "400", Accept},
		"409",
		"the answer to a SmartConnect name that another pool of the groupnet has",
		behaviour("A name already on another pool: status and text [unknown]; simulator 409 AEC_CONFLICT with field."),
	},
	{
		AliasEqualZone, Choice,
		[]string{Refuse, Accept},
		Refuse,
		"may an alias repeat the zone name of its own pool?",
		synciq("whether an alias may equal a zone name of the same pool."),
	},
	{
		ForeignName, Choice,
		[]string{"refused", "nxdomain", "silent"},
		"refused",
		"what SmartConnect says to a name that the cluster does not have",
		synciq(`the dual-delegation mechanism inferred from "answers only for the zone names or aliases configured on it" in NDC`),
	},
	{
		NamesVisible, Duration,
		[]string{"0s", "2s", "10s"},
		"0s",
		"how long after a change of a pool SmartConnect goes on answering as before",
		behaviour("an alias removed from the list is gone at once for new DNS queries; cached answers live `sc_ttl` seconds. [inferred]"),
	},
}
