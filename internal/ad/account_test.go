// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"errors"
	"fmt"
	"testing"

	"github.com/go-ldap/ldap/v3"
	"github.com/google/go-cmp/cmp"
)

// TestAccount_Which: a machine account is found with and without its $, a user of the same name is another account, and what is not
// clear is not guessed.
func TestAccount_Which(t *testing.T) {
	t.Parallel()
	ps1 := &entry{name: "PS1$", spns: []string{"HOST/nas1"}, writable: true}
	user := &entry{name: "ps1", spns: []string{"HTTP/web"}}
	for name, c := range map[string]struct {
		accounts []*entry
		ask      string
		want     *Account
		err      error
	}{
		"without $":          {[]*entry{ps1}, "PS1", &Account{"PS1$", ps1.dn(), ps1.spns, true}, nil},
		"with $":             {[]*entry{ps1}, "ps1$", &Account{"PS1$", ps1.dn(), ps1.spns, true}, nil},
		"beside a user":      {[]*entry{user, ps1}, "PS1", &Account{"PS1$", ps1.dn(), ps1.spns, true}, nil},
		"a user alone":       {[]*entry{user}, "ps1", &Account{"ps1", user.dn(), user.spns, false}, nil},
		"none":               {[]*entry{ps1}, "PS2", nil, ErrNoAccount},
		"two":                {[]*entry{ps1, {name: "PS1$"}}, "PS1", nil, ErrNoAccount},
		"elsewhere":          {[]*entry{{name: "PS1$", referral: true}}, "PS1", nil, ErrNoAccount},
		"filter in the name": {[]*entry{ps1}, "*)(objectClass=*", nil, ErrNoAccount},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, &directory{accounts: c.accounts}, func(t *testing.T, b *bed) {
				got, err := b.open(t).Account(t.Context(), c.ask)
				if !errors.Is(err, c.err) {
					t.Fatalf("%v, want %v", err, c.err)
				}
				if diff := cmp.Diff(got, c.want); diff != "" {
					t.Errorf("unexpected difference: %s", diff)
				}
			})
		})
	}
}

// TestAccount_ManyNames: a controller shows a long list in parts, and all of it is read.
func TestAccount_ManyNames(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 9, 10, 11, 20, 35} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			var spns []string
			for i := range n {
				spns = append(spns, fmt.Sprintf("HOST/nas%d", i))
			}
			inBubble(t, &directory{accounts: []*entry{{name: "PS1$", spns: spns}}, atOnce: 10}, func(t *testing.T, b *bed) {
				a, err := b.open(t).Account(t.Context(), "PS1")
				if err != nil || len(a.SPNs) != n || n > 0 && !a.Has(fmt.Sprintf("host/NAS%d", n-1)) {
					t.Errorf("%v, %v", a, err)
				}
			})
		})
	}
}

// TestAccount_Refused: an answer that is no success is an error with its reason, never an empty account.
func TestAccount_Refused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code uint16
		want error
	}{
		"referral":       {ldap.LDAPResultReferral, nil},
		"no such base":   {ldap.LDAPResultNoSuchObject, ErrNoAccount},
		"time limit":     {ldap.LDAPResultTimeLimitExceeded, nil},
		"size limit":     {ldap.LDAPResultSizeLimitExceeded, nil},
		"operations":     {ldap.LDAPResultOperationsError, nil},
		"busy for good":  {ldap.LDAPResultBusy, ErrUnreachable},
		"not allowed to": {ldap.LDAPResultInsufficientAccessRights, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := &directory{accounts: []*entry{{name: "PS1$"}}, script: func(op string, before int) *turn {
				if op == "search" && before != 0 && before != 2 { // the root of each connection
					return &turn{code: c.code}
				}
				return nil
			}}
			inBubble(t, d, func(t *testing.T, b *bed) {
				a, err := b.open(t).Account(t.Context(), "PS1")
				if err == nil || a != nil || c.want != nil && !errors.Is(err, c.want) || c.want == nil && !isCode(err, c.code) {
					t.Errorf("%v, %v, want %v or code %d", a, err, c.want, c.code)
				}
			})
		})
	}
}

// TestHolders: who holds which name, in any case; names that nobody holds are missing, and many are asked for at once.
func TestHolders(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 120 {
		many = append(many, fmt.Sprintf("HOST/n%d", i))
	}
	d := &directory{accounts: []*entry{
		{name: "PS1$", spns: []string{"HOST/nas1", "HOST/both"}}, {name: "PS2$", spns: []string{"host/BOTH", "HOST/n119"}},
	}}
	inBubble(t, d, func(t *testing.T, b *bed) {
		s := b.open(t)
		got, err := s.Holders(t.Context(), append(many, "host/NAS1", "HOST/both", "HOST/nobody")...)
		want := map[string][]string{"host/NAS1": {"PS1$"}, "HOST/both": {"PS1$", "PS2$"}, "HOST/n119": {"PS2$"}}
		if diff := cmp.Diff(got, want); err != nil || diff != "" {
			t.Errorf("%v, unexpected difference: %s", err, diff)
		}
		if n := b.asked["search"]; n != 4 { // the root, and three times up to fifty names
			t.Errorf("%d questions", n)
		}
		if got, err := s.Holders(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("no names: %v, %v", got, err)
		}
	})
}

// TestAliases: lines of sPNMappings in any case and with spaces; what is no mapping is left out.
func TestAliases(t *testing.T) {
	t.Parallel()
	inBubble(t, &directory{mappings: []string{"HOST=cifs, HTTP,host", "broken"}}, func(t *testing.T, b *bed) {
		got, err := b.open(t).Aliases(t.Context())
		if diff := cmp.Diff(got, Aliases{"host": {"cifs", "http", "host"}}); err != nil || diff != "" {
			t.Fatalf("%v, unexpected difference: %s", err, diff)
		}
		if diff := cmp.Diff(got.Covered("Host/nas1"), []string{"cifs/nas1", "http/nas1"}); diff != "" {
			t.Errorf("unexpected difference: %s", diff)
		}
		if got := got.Covered("nfs/nas1"); got != nil {
			t.Errorf("nfs stands for %v", got)
		}
	})
}
