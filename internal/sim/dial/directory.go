// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package dial

// Dials of Active Directory and of OneFS's way to it.
const (
	SPNClash       = "spn_clash"
	SPNClashText   = "spn_clash_text"
	SPNCredentials = "spn_credentials"
	MachineAccount = "spn_machine_account"
	ControllerLag  = "lag_domain_controllers"
	ShortSPNs      = "recommended_short_spns"
)

var directory = []Dial{
	{
		SPNClash, Choice,
		[]string{"409", "400", "500", "duplicate"},
		"409",
		"the answer to an SPN that another account holds; duplicate: it is written all the same",
		behaviour("simulator 409 with a plain message, plus a switch for silent duplicates."),
	},
	{
		SPNClashText, Choice,
		[]string{"plain", "ldap"},
		"plain",
		"the words of that answer: OneFS's own, or those of the directory",
		behaviour("Error OneFS returns then: [unknown];"),
	},
	{
		SPNCredentials, Choice,
		[]string{"optional", Required},
		"optional",
		"must a change of SPNs carry user and password of an AD account?",
		behaviour("Whether OneFS insists, or can use its own machine account: [unknown]"),
	},
	{
		MachineAccount, Choice,
		[]string{Accept, Refuse},
		Accept,
		"does a PUT with machine_account change the other cluster's account?",
		synciq("Whether PUT ads with `machine_account` and `spns` changes the foreign account."),
	},
	{
		ControllerLag, Duration,
		[]string{"15s", "0s", "300s"},
		"15s",
		"how long a change of an account takes to the other domain controllers",
		synciq("Allow for AD replication between DCs and for cached tickets. [evidence for delete-then-create: SUP; the rest inferred]"),
	},
	{
		ShortSPNs, Choice,
		[]string{"with_short", "long_only"},
		"with_short",
		"does recommended_spns list the 15-character form of each name too?",
		superna("short HOST SPNs are 15-character NetBIOS names (TROUBLE [D])"),
	},
}
