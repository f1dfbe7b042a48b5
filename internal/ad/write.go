// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-ldap/ldap/v3"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// Remove takes names off an account: all of them or none. Names that it does not hold are done already.
func (s *Session) Remove(ctx context.Context, p permit.Permit, account string, spns []string) error {
	return s.change(ctx, p, account, spns, (*ldap.ModifyRequest).Delete, func(a *Account) []string { return a.spelled(spns) })
}

// Add puts names on an account: all of them or none. Names that it holds already, in any case, are done already. A name that another
// account holds is a *ClashError.
func (s *Session) Add(ctx context.Context, p permit.Permit, account string, spns []string) error {
	return s.change(ctx, p, account, spns, (*ldap.ModifyRequest).Add, func(a *Account) []string {
		var out []string
		for _, spn := range spns {
			if !a.Has(spn) && !contains(out, spn) {
				out = append(out, spn)
			}
		}
		return out
	})
}

// change looks what is left to do, does it in one modification, and looks again when the controller says that the account has changed
// meanwhile. Having looked first, it may run again after a dropped connection.
func (s *Session) change(
	ctx context.Context, p permit.Permit, name string, spns []string,
	op func(*ldap.ModifyRequest, string, []string), left func(*Account) []string,
) error {
	if err := p.Check(); err != nil {
		return err
	}
	if err := malformed(spns); err != nil {
		return err
	}
	err := s.do(ctx, func() error {
		for try := 0; ; try++ {
			a, err := s.account(name)
			if err != nil {
				return err
			}
			values := left(a)
			if len(values) == 0 {
				return nil
			}
			m := ldap.NewModifyRequest(a.DN, nil)
			op(m, spnAttribute, values)
			err = dropped(s.conn.Modify(m))
			switch {
			case err == nil:
				return nil
			case try == 0 && maybeDone(err):
				continue
			default:
				return s.explain(a, values, err)
			}
		}
	})
	if err != nil {
		return fmt.Errorf("account %s at %s: %w", name, s.Controller(), err)
	}
	return nil
}

// maybeDone: what was asked for may have been done by somebody else since the account was read. Some controllers answer a removal with a
// constraint violation when another account has got the name.
func maybeDone(err error) bool {
	return isCode(err, ldap.LDAPResultNoSuchAttribute) || isCode(err, ldap.LDAPResultAttributeOrValueExists) ||
		isCode(err, ldap.LDAPResultConstraintViolation)
}

// explain says why a modification was refused, by what the directory shows now.
func (s *Session) explain(a *Account, values []string, refused error) error {
	if isCode(refused, ldap.LDAPResultInsufficientAccessRights) {
		return &RightError{User: s.w.config.Username, Account: a.Name}
	}
	if !isCode(refused, ldap.LDAPResultConstraintViolation) && !isCode(refused, ldap.LDAPResultEntryAlreadyExists) {
		return refused
	}
	clash, err := s.clash(a, values)
	switch {
	case err != nil:
		return errors.Join(refused, err)
	case clash != nil:
		return clash
	case !a.Writable:
		return &RightError{User: s.w.config.Username, Account: a.Name, Validated: true}
	default:
		return refused
	}
}

// clash finds another account that holds one of the values, or a name for which one stands, or that stands for one.
func (s *Session) clash(a *Account, values []string) (*ClashError, error) {
	aliases, err := s.aliases()
	if err != nil {
		return nil, err
	}
	for _, spn := range values {
		for _, candidates := range [][]string{{spn}, aliases.Covered(spn)} {
			found := map[string][]string{}
			if err := s.holders(found, candidates); err != nil {
				return nil, err
			}
			for _, held := range candidates {
				others := slices.DeleteFunc(slices.Clone(found[held]), func(n string) bool { return n == a.Name })
				if len(others) > 0 {
					return &ClashError{SPN: spn, Account: a.Name, Holder: others[0], Held: held}, nil
				}
			}
		}
	}
	return nil, nil
}
