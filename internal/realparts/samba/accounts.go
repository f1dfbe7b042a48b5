// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package samba

import "strings"

// Names of the domain.
const (
	Realm = "DEMO.LOCAL"
	Base  = "DC=demo,DC=local"
	// Host is the controller's own name, which its certificate and its Kerberos service have.
	Host = "dc1.demo.local"
)

// Account is a machine account or a user of the domain.
type Account struct {
	Computer bool
	Name     string
	Password string
}

// Accounts of the domain. What they may write is in seed.py. The passwords guard a domain that lives for the length of a test.
var Accounts = []Account{
	{true, "PS1", "Pw-ps1-0123456"},
	{true, "PS2", "Pw-ps2-7654321"},
	{true, "PS3", "Pw-ps3-1726354"},
	{false, Mover, "M0ver-Passw0rd"},
	{false, Nobody, "N0body-Passw0rd"},
	{false, ValidatedWriter, "V0write-Passw0rd"},
	{false, "alice", "Al1ce-Passw0rd"},
	{false, "bob", "B0b-Passw0rd-2"},
}

// The administrator of the domain.
const (
	Administrator         = "Administrator"
	AdministratorPassword = "Adm1n-Passw0rd" //nolint:gosec // of a domain that lives for the length of a test
)

// Users by their right to write the SPNs of PS1$ and PS2$.
const (
	// Mover may write them.
	Mover = "svc-mover"
	// Nobody may not.
	Nobody = "svc-nobody"
	// ValidatedWriter has the "validated write" only.
	ValidatedWriter = "svc-vwrite"
)

// Password of an account; "" if there is none of that name.
func Password(name string) string {
	for _, a := range Accounts {
		if strings.EqualFold(a.Name, strings.TrimSuffix(name, "$")) {
			return a.Password
		}
	}
	return ""
}
