// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-ldap/ldap/v3"
)

// spnAttribute is the attribute of a machine account that holds its names.
const spnAttribute = "servicePrincipalName"

// Account is a machine account as the controller in use shows it.
type Account struct {
	// Name is the sAMAccountName, "PS1$".
	Name string
	DN   string
	SPNs []string
	// Writable: the bound user may write the names. The controller computes it (allowedAttributesEffective); the weaker validated write
	// does not count.
	Writable bool
}

// Has tells whether the account holds a name, in any case.
func (a *Account) Has(spn string) bool { return contains(a.SPNs, spn) }

// spelled are the stored spellings of the given names.
func (a *Account) spelled(spns []string) []string {
	var out []string
	for _, have := range a.SPNs {
		if contains(spns, have) {
			out = append(out, have)
		}
	}
	return out
}

func contains(list []string, spn string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, spn) })
}

// Account reads an account by its sAMAccountName, with or without the $ at its end; ErrNoAccount if there is none.
func (s *Session) Account(ctx context.Context, name string) (*Account, error) {
	var out *Account
	err := s.do(ctx, func() (err error) { out, err = s.account(name); return err })
	if err != nil {
		return nil, fmt.Errorf("account %s: %w", name, err)
	}
	return out, nil
}

func (s *Session) account(name string) (*Account, error) {
	plain := ldap.EscapeFilter(strings.TrimSuffix(name, "$"))
	found, err := s.search("(&(objectClass=user)(|(sAMAccountName="+plain+"$)(sAMAccountName="+plain+")))",
		"sAMAccountName", spnAttribute, "allowedAttributesEffective")
	if err != nil {
		return nil, err
	}
	// A user without $ of the same name is another account.
	machine := func(e *ldap.Entry) bool { return strings.HasSuffix(e.GetAttributeValue("sAMAccountName"), "$") }
	entries := found
	if slices.ContainsFunc(found, machine) {
		entries = slices.DeleteFunc(slices.Clone(found), func(e *ldap.Entry) bool { return !machine(e) })
	}
	if len(entries) != 1 {
		return nil, ErrNoAccount
	}
	e := entries[0]
	out := &Account{Name: e.GetAttributeValue("sAMAccountName"), DN: e.DN}
	out.Writable = contains(e.GetAttributeValues("allowedAttributesEffective"), spnAttribute)
	out.SPNs, err = s.values(e)
	return out, err
}

// values are all names of an entry. A controller shows at most 1,500 values at a time and says in the attribute's name which.
func (s *Session) values(e *ldap.Entry) ([]string, error) {
	out := e.GetAttributeValues(spnAttribute)
	for {
		next := ""
		for _, a := range e.Attributes {
			if from, to, ok := strings.Cut(strings.TrimPrefix(a.Name, spnAttribute+";range="), "-"); ok && from != a.Name {
				out = append(out, a.Values...)
				if to != "*" {
					next = fmt.Sprintf("%s;range=%d-*", spnAttribute, len(out))
				}
			}
		}
		if next == "" {
			return out, nil
		}
		found, err := s.entry(e.DN, next)
		if err != nil || found == nil || len(found.Attributes) == 0 {
			return out, err
		}
		e = found
	}
}

// Holders are the accounts that hold each of the names, by the name as it was asked for; a name that nobody holds is missing. It looks
// in the domain.
func (s *Session) Holders(ctx context.Context, spns ...string) (map[string][]string, error) {
	out := map[string][]string{}
	if len(spns) == 0 {
		return out, nil
	}
	err := s.do(ctx, func() error { return s.holders(out, spns) })
	if err != nil {
		return nil, fmt.Errorf("who holds %s: %w", strings.Join(spns, ", "), err)
	}
	return out, nil
}

// holdersAtOnce is how many names one question asks for.
const holdersAtOnce = 50

func (s *Session) holders(out map[string][]string, spns []string) error {
	clear(out)
	for part := range slices.Chunk(spns, holdersAtOnce) {
		var filter strings.Builder
		for _, spn := range part {
			filter.WriteString("(" + spnAttribute + "=" + ldap.EscapeFilter(spn) + ")")
		}
		found, err := s.search("(|"+filter.String()+")", "sAMAccountName", spnAttribute)
		if err != nil {
			return err
		}
		for _, e := range found {
			have, err := s.values(e)
			if err != nil {
				return err
			}
			for _, spn := range part {
				if contains(have, spn) {
					out[spn] = append(out[spn], e.GetAttributeValue("sAMAccountName"))
				}
			}
		}
	}
	return nil
}
