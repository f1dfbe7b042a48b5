// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"errors"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// answer is one modification, what the directory says to it, and what our writer makes of the same wish.
type answer struct {
	about string
	// user of both, the mover if empty.
	user string
	held map[string][]string
	// account, op and values are the modification.
	account string
	op      string
	values  []string
	// code of the directory, and the account's names after it.
	code  uint16
	after []string
	// ours says what the writer must answer, nil for success; oursAfter are the names after it.
	ours      func(error) bool
	oursAfter []string
}

const constraint = ldap.LDAPResultConstraintViolation

func clash(err error) bool     { var e *ad.ClashError; return errors.As(err, &e) }
func malformed(err error) bool { var e *ad.MalformedError; return errors.As(err, &e) }
func noAccount(err error) bool { return errors.Is(err, ad.ErrNoAccount) }
func noRight(err error) bool   { var e *ad.RightError; return errors.As(err, &e) && !e.Validated }
func validated(err error) bool { var e *ad.RightError; return errors.As(err, &e) && e.Validated }

// answers of a Samba domain controller; where Active Directory may differ, the writer must not depend on it.
var answers = []answer{
	{
		about: "another account holds it", held: map[string][]string{"PS1": {"HOST/nas"}},
		account: "PS2", op: "add", values: []string{"HOST/nas"}, code: constraint, ours: clash,
	},
	{
		about: "another account holds it in another case", held: map[string][]string{"PS1": {"HOST/nas"}},
		account: "PS2", op: "add", values: []string{"host/NAS"}, code: constraint, ours: clash,
	},
	{
		about: "a whole list with a name that another account holds", held: map[string][]string{"PS1": {"HOST/nas"}, "PS2": {"HOST/own"}},
		account: "PS2", op: "replace", values: []string{"HOST/nas", "HOST/new"}, code: constraint, after: []string{"HOST/own"},
	},
	{
		about: "the account holds it", held: map[string][]string{"PS2": {"HOST/nas"}},
		account: "PS2", op: "add", values: []string{"HOST/nas"}, code: ldap.LDAPResultAttributeOrValueExists, after: []string{"HOST/nas"},
		oursAfter: []string{"HOST/nas"},
	},
	{
		// Active Directory would refuse it: names are compared without case there.
		about: "the account holds it in another case", held: map[string][]string{"PS2": {"HOST/nas"}},
		account: "PS2", op: "add", values: []string{"host/NAS"}, after: []string{"HOST/nas", "host/NAS"}, oursAfter: []string{"HOST/nas"},
	},
	{
		about: "twice in one addition, spelled the same", account: "PS2", op: "add", values: []string{"HOST/nas", "HOST/nas"},
		after: []string{"HOST/nas", "HOST/nas"}, oursAfter: []string{"HOST/nas"},
	},
	{
		about: "twice in one addition", account: "PS2", op: "add", values: []string{"HOST/nas", "host/NAS"},
		after: []string{"HOST/nas", "host/NAS"}, oursAfter: []string{"HOST/nas"},
	},
	{
		about: "off, and nobody has it", held: map[string][]string{"PS2": {"HOST/own"}},
		account: "PS2", op: "remove", values: []string{"HOST/nas"}, code: ldap.LDAPResultNoSuchAttribute,
		after: []string{"HOST/own"}, oursAfter: []string{"HOST/own"},
	},
	{
		// Active Directory would say that there is no such value.
		about: "off, and another account has it", held: map[string][]string{"PS1": {"HOST/nas"}, "PS2": {"HOST/own"}},
		account: "PS2", op: "remove", values: []string{"HOST/nas"}, code: constraint, after: []string{"HOST/own"},
		oursAfter: []string{"HOST/own"},
	},
	{
		about: "off, in another case", held: map[string][]string{"PS2": {"HOST/nas", "HOST/own"}},
		account: "PS2", op: "remove", values: []string{"host/NAS"}, after: []string{"HOST/own"}, oursAfter: []string{"HOST/own"},
	},
	{about: "without a slash", account: "PS2", op: "add", values: []string{"nas"}, code: constraint, ours: malformed},
	{about: "of four parts", account: "PS2", op: "add", values: []string{"a/b/c/d"}, code: constraint, ours: malformed},
	{about: "no such account", account: "PS9", op: "add", values: []string{"HOST/nas"}, code: ldap.LDAPResultNoSuchObject, ours: noAccount},
	{
		about: "cifs while another account holds HOST", held: map[string][]string{"PS1": {"HOST/nas"}},
		account: "PS2", op: "add", values: []string{"cifs/nas"}, after: []string{"cifs/nas"}, oursAfter: []string{"cifs/nas"},
	},
	{
		about: "HOST while another account holds cifs", held: map[string][]string{"PS1": {"cifs/nas"}},
		account: "PS2", op: "add", values: []string{"HOST/nas"}, code: constraint, ours: clash,
	},
	{
		about: "nfs while another account holds HOST", held: map[string][]string{"PS1": {"HOST/nas"}},
		account: "PS2", op: "add", values: []string{"nfs/nas"}, after: []string{"nfs/nas"}, oursAfter: []string{"nfs/nas"},
	},
	{
		about: "on an account that was not delegated", account: "PS3", op: "add", values: []string{"HOST/nas"},
		code: ldap.LDAPResultInsufficientAccessRights, ours: noRight,
	},
	{
		about: "with no right", user: samba.Nobody, account: "PS2", op: "add", values: []string{"HOST/nas"},
		code: ldap.LDAPResultInsufficientAccessRights, ours: noRight,
	},
	{
		about: "off, with no right", user: samba.Nobody, held: map[string][]string{"PS2": {"HOST/nas"}}, account: "PS2", op: "remove",
		values: []string{"HOST/nas"}, code: ldap.LDAPResultInsufficientAccessRights, after: []string{"HOST/nas"},
		ours: noRight, oursAfter: []string{"HOST/nas"},
	},
	{
		about: "any name off, with the validated write", user: samba.ValidatedWriter, held: map[string][]string{"PS2": {"HOST/nas"}},
		account: "PS2", op: "remove", values: []string{"HOST/nas"},
	},
	{
		about: "a name on, with the validated write", user: samba.ValidatedWriter, account: "PS2", op: "add", values: []string{"HOST/nas"},
		code: constraint, ours: validated,
	},
	{
		about: "its own name on, with the validated write", user: samba.ValidatedWriter, account: "PS2", op: "add",
		values: []string{"HOST/PS2"}, after: []string{"HOST/PS2"}, oursAfter: []string{"HOST/PS2"},
	},
}

// TestAnswersOfTheDirectory asks plainly first, so that the reasons for what the writer does are measured and not believed, and then the
// writer.
func TestAnswersOfTheDirectory(t *testing.T) {
	controller(t)
	for _, c := range answers {
		t.Run(c.about, func(t *testing.T) {
			user := c.user
			if user == "" {
				user = samba.Mover
			}
			set(t, c.held)
			m := ldap.NewModifyRequest(dn(c.account), nil)
			map[string]func(string, []string){"add": m.Add, "remove": m.Delete, "replace": m.Replace}[c.op]("servicePrincipalName", c.values)
			err := plain(t, user, samba.Password(user)).Modify(m)
			if c.code == 0 && err != nil || c.code != 0 && !ldap.IsErrorWithCode(err, c.code) {
				t.Errorf("the directory says %v, want code %d", err, c.code)
			}
			if c.account != "PS9" {
				wantSPNs(t, c.account, c.after...)
			}
			ours, ok := map[string]func(context.Context, permit.Permit, string, []string) error{
				"add": open(t, user).Add, "remove": open(t, user).Remove,
			}[c.op]
			if !ok {
				return // the writer never replaces a list
			}
			set(t, c.held)
			err = ours(t.Context(), approved, c.account+"$", c.values)
			if c.ours == nil && err != nil || c.ours != nil && !c.ours(err) {
				t.Errorf("the writer says %v", err)
			}
			if c.account != "PS9" {
				wantSPNs(t, c.account, c.oursAfter...)
			}
		})
	}
}
