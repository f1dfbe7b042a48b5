// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import "github.com/go-ldap/ldap/v3"

// search looks in the whole domain.
func (s *Session) search(filter string, attributes ...string) ([]*ldap.Entry, error) {
	found, err := s.conn.Search(ldap.NewSearchRequest(s.base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, filter,
		attributes, nil))
	if err != nil {
		return nil, dropped(err)
	}
	return found.Entries, nil
}

// entry reads one entry by its distinguished name, "" for the server itself. It is nil when the server shows nothing.
func (s *Session) entry(dn string, attributes ...string) (*ldap.Entry, error) {
	found, err := s.conn.Search(ldap.NewSearchRequest(dn, ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false, "(objectClass=*)",
		attributes, nil))
	if err != nil {
		return nil, dropped(err)
	}
	if len(found.Entries) != 1 {
		return nil, nil
	}
	return found.Entries[0], nil
}
