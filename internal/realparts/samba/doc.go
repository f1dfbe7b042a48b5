// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package samba runs Samba, from the packages of the operating system: an Active Directory domain controller (LDAP and Kerberos) and file
// servers whose identity is a machine account of that domain. Nothing is simulated here.
//
// The domain is DEMO.LOCAL with the machine accounts PS1$, PS2$ and PS3$, see [Accounts]; provisioning it takes about six seconds of
// processor time. LDAP ports cannot be chosen, so every controller has a loopback address of its own, and root is needed. A controller
// reads its standard input and ends when whoever started it is gone, however that ended.
package samba
