// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import "slices"

// Outside is a real directory that keeps the SPNs in place of the forest. Its errors are those of [Forest.Write], [Forest.Account] and
// [Forest.Login]. Rights, uniqueness and well-formedness are its own affair.
type Outside interface {
	// SPNs are those of a machine account.
	SPNs(account string) ([]string, error)
	// Holders are the accounts that hold an SPN.
	Holders(spn string) ([]string, error)
	// Write replaces the SPNs of an account, acting as a machine account or as a user that has logged in.
	Write(principal, account string, spns []string) error
	// Login checks a user's password and answers the plain name.
	Login(name, password string) (string, error)
	// Prepare sets the SPNs of an account without asking for a right.
	Prepare(account string, spns []string) error
}

// Attach hands the SPNs of all accounts over to a real directory, which keeps them from now on. Clones share it. Switching a controller
// or the forest off still makes it unreachable for the clusters. Controllers have no lag then, and machine accounts must exist there.
func (f *Forest) Attach(o Outside) error {
	for _, name := range f.Accounts() {
		// An SPN may be on one account only, so all lists are emptied before any is set.
		if err := o.Prepare(name, nil); err != nil {
			return err
		}
	}
	for _, name := range f.Accounts() {
		if err := o.Prepare(name, f.Truth(name)); err != nil {
			return err
		}
	}
	f.outside, f.told = o, map[string][]string{}
	return nil
}

// outsideTruth is what the outside directory holds. While it does not answer, that is what it last told: a controller that is switched off
// loses nothing, and a judge who took its silence for an empty account would see SPNs vanish.
func (f *Forest) outsideTruth(name string) []string {
	spns, err := f.outside.SPNs(name)
	if err != nil {
		return slices.Clone(f.told[name])
	}
	f.told[name] = slices.Clone(spns)
	return spns
}
