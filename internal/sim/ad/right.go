// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"slices"
	"strings"
)

// Right is how much a principal may write of an account's servicePrincipalName.
type Right string

const (
	// None takes a right away.
	None Right = ""
	// Validated is AD's "validated write to service principal name": only names whose host is the account's own short or full name
	// ("AD then only accepts names matching the object's dNSHostName", synciq.md §5).
	Validated Right = "validated"
	// Full is the delegated right to read and write the property.
	Full Right = "full"
)

type right struct {
	principal, account string
	right              Right
}

// Grant lets principal, a machine account or a user, write the SPNs of an account; [None] takes that away.
func (f *Forest) Grant(principal, account string, r Right) {
	account = AccountName(account)
	kept := slices.DeleteFunc(slices.Clone(f.rights), func(o right) bool {
		return strings.EqualFold(o.principal, principal) && o.account == account
	})
	if r != None {
		kept = append(kept, right{principal, account, r})
	}
	f.rights = kept
}

// Delegate lets each of the accounts write the SPNs of all of them, as a site does that prepares for a failover: "each cluster may read
// and write the SPN attribute of the other's object" (superna.md §7).
func (f *Forest) Delegate(accounts ...string) {
	for _, p := range accounts {
		for _, a := range accounts {
			f.Grant(AccountName(p), a, Full)
		}
	}
}

// Right tells what a principal may write.
func (f *Forest) Right(principal, account string) Right {
	for _, u := range f.users {
		if u.Admin && strings.EqualFold(u.Name, principal) {
			return Full
		}
	}
	for _, r := range f.rights {
		if strings.EqualFold(r.principal, principal) && r.account == AccountName(account) {
			return r.right
		}
	}
	return None
}

// allows tells whether a validated write takes the SPN.
func (a account) allows(spn string) bool {
	_, host, _ := strings.Cut(spn, "/")
	short := strings.TrimSuffix(a.name, "$")
	return strings.EqualFold(host, short) || strings.EqualFold(host, a.dnsName)
}
