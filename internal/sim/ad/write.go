// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"slices"
	"strings"
	"time"
)

// Change replaces the SPNs of an account.
type Change struct {
	Controller string // where it is written; "" for the first that is up
	Principal  string // who writes: a machine account or a user
	Account    string // whose SPNs
	SPNs       []string
	At         time.Time
	Lag        time.Duration // how long the other controllers take to learn of it
	// Duplicates makes controllers accept an SPN that another account holds, as old ones do.
	Duplicates bool
}

// Write carries out a change, or refuses it and changes nothing: [ErrDown], [ErrNoController], [ErrNoAccount], [ErrBadSPN], [ErrTwice], a
// [ForbiddenError] or a [ClashError]. Names that the account has already need no right and clash with nobody. Writing what is there
// already still needs the right to write something: that is how a right can be proved without a change.
func (f *Forest) Write(c Change) error {
	dc, err := f.Controller(c.Controller)
	if err != nil {
		return err
	}
	a, ok := f.find(c.Account)
	if !ok {
		return ErrNoAccount
	}
	if f.outside != nil {
		return f.outside.Write(c.Principal, a.name, slices.Clone(c.SPNs))
	}
	before := a.seen(dc.Name, c.At)
	if err := wellFormed(c.SPNs); err != nil {
		return err
	}
	if err := f.permit(c, a, before); err != nil {
		return err
	}
	for _, spn := range c.SPNs {
		if contains(before, spn) || c.Duplicates {
			continue
		}
		for _, other := range f.accounts {
			if other.name != a.name && contains(other.seen(dc.Name, c.At), spn) {
				return &ClashError{SPN: spn, Holder: other.name}
			}
		}
	}
	if slices.Equal(before, c.SPNs) && slices.Equal(before, f.Truth(a.name)) {
		return nil
	}
	f.store(a.name, version{spns: slices.Clone(c.SPNs), origin: dc.Name, at: c.At, lag: c.Lag})
	return nil
}

func wellFormed(spns []string) error {
	for i, spn := range spns {
		class, host, ok := strings.Cut(spn, "/")
		if !ok || class == "" || host == "" || strings.ContainsAny(spn, " \t") {
			return ErrBadSPN
		}
		if contains(spns[:i], spn) {
			return ErrTwice
		}
	}
	return nil
}

// permit checks the right of the principal for every name that the change adds or removes.
func (f *Forest) permit(c Change, a account, before []string) error {
	r := f.Right(c.Principal, a.name)
	if r == Full {
		return nil
	}
	if r == None {
		return &ForbiddenError{Principal: c.Principal, Account: a.name}
	}
	for _, spn := range slices.Concat(c.SPNs, before) {
		if contains(before, spn) != contains(c.SPNs, spn) && !a.allows(spn) {
			return &ForbiddenError{Principal: c.Principal, Account: a.name, SPN: spn}
		}
	}
	return nil
}

// store puts a version on top, and forgets those that no controller can still be showing.
func (f *Forest) store(name string, v version) {
	accounts := slices.Clone(f.accounts)
	i := slices.IndexFunc(accounts, func(a account) bool { return a.name == name })
	old := accounts[i].versions
	first := 0
	for k, o := range old {
		if o.origin == "" || !v.at.Before(o.at.Add(o.lag)) {
			first = k
		}
	}
	accounts[i].versions = append(slices.Clone(old[first:]), v)
	f.accounts = accounts
}
