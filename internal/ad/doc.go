// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

// Package ad moves service principal names between machine accounts of Active Directory by LDAPS, with an account to which only that
// right was delegated. It works also when one of the two clusters is dead.
//
// Names are taken off and put on value by value, never as a whole list: what others write to the same account meanwhile is not lost.
// Removing comes first. A domain controller refuses a name that another account holds, so there is no single step that moves one, and
// between the two a client that asks for a ticket is told that the service is unknown.
//
// Names are compared without case, as Active Directory does. Result codes alone are never believed: a constraint violation can be a
// name that another account holds, a name for which another account's alias stands, a malformed name, or the limit of a "validated
// write"; what it was is read from the directory afterwards.
//
// Everything that writes takes a permit. Passwords are in no error and no log line.
package ad
