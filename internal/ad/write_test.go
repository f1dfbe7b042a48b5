// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad

import (
	"errors"
	"slices"
	"testing"

	"github.com/go-ldap/ldap/v3"
	"github.com/google/go-cmp/cmp"

	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// TestChange_ByTheRules: names are taken off and put on, all of them or none, and what is done already is no error and no write.
func TestChange_ByTheRules(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		add      bool
		spns     []string
		want     []string
		modifies int
	}{
		"remove one":              {false, []string{"HOST/nas1"}, []string{"HOST/ps1"}, 1},
		"remove in another case":  {false, []string{"host/NAS1"}, []string{"HOST/ps1"}, 1},
		"remove one of two":       {false, []string{"HOST/nas1", "HOST/gone"}, []string{"HOST/ps1"}, 1},
		"remove what is not held": {false, []string{"HOST/gone"}, []string{"HOST/ps1", "HOST/nas1"}, 0},
		"add one":                 {true, []string{"HOST/nas2"}, []string{"HOST/ps1", "HOST/nas1", "HOST/nas2"}, 1},
		"add twice the same":      {true, []string{"HOST/nas2", "host/NAS2"}, []string{"HOST/ps1", "HOST/nas1", "HOST/nas2"}, 1},
		"add what is held":        {true, []string{"host/NAS1"}, []string{"HOST/ps1", "HOST/nas1"}, 0},
		"add nothing":             {true, nil, []string{"HOST/ps1", "HOST/nas1"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ps1 := &entry{name: "PS1$", spns: []string{"HOST/ps1", "HOST/nas1"}}
			inBubble(t, &directory{accounts: []*entry{ps1}}, func(t *testing.T, b *bed) {
				s := b.open(t)
				do := s.Remove
				if c.add {
					do = s.Add
				}
				if err := do(t.Context(), approved, "PS1", c.spns); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(ps1.spns, c.want); diff != "" || b.asked["modify"] != c.modifies {
					t.Errorf("%d writes, unexpected difference: %s", b.asked["modify"], diff)
				}
			})
		})
	}
}

// TestChange_Refused: a refusal is explained by what the directory shows afterwards, and nothing was changed.
func TestChange_Refused(t *testing.T) {
	t.Parallel()
	const nas, user = "HOST/nas1", "svc-spn@example.com"
	refuse := func(code uint16) func(string, int) *turn { return always("modify", turn{code: code}) }
	for name, c := range map[string]struct {
		mine, other *entry
		spns        []string
		script      func(string, int) *turn
		want        error
		code        uint16
	}{
		"duplicate": {
			mine: &entry{writable: true}, other: &entry{spns: []string{"host/NAS1"}},
			want: &ClashError{SPN: nas, Account: "PS1$", Holder: "PS2$", Held: nas},
		},
		"an alias stands for it": {
			mine: &entry{writable: true}, other: &entry{spns: []string{"cifs/nas1"}},
			want: &ClashError{SPN: nas, Account: "PS1$", Holder: "PS2$", Held: "cifs/nas1"},
		},
		"one of two is a duplicate": {
			mine: &entry{writable: true}, other: &entry{spns: []string{nas}}, spns: []string{"HOST/free", nas},
			want: &ClashError{SPN: nas, Account: "PS1$", Holder: "PS2$", Held: nas},
		},
		"no right":                  {mine: &entry{denied: true}, want: &RightError{User: user, Account: "PS1$"}},
		"validated write only":      {mine: &entry{validated: true}, want: &RightError{User: user, Account: "PS1$", Validated: true}},
		"constraint without reason": {mine: &entry{writable: true, validated: true}, code: ldap.LDAPResultConstraintViolation},
		"referral":                  {script: refuse(ldap.LDAPResultReferral), code: ldap.LDAPResultReferral},
		"unwilling":                 {script: refuse(ldap.LDAPResultUnwillingToPerform), code: ldap.LDAPResultUnwillingToPerform},
		"schema":                    {script: refuse(ldap.LDAPResultObjectClassViolation), code: ldap.LDAPResultObjectClassViolation},
		"busy for good":             {script: refuse(ldap.LDAPResultBusy), want: ErrUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mine := &entry{}
			if c.mine != nil {
				mine = c.mine
			}
			mine.name = "PS1$"
			d := &directory{accounts: []*entry{mine}, mappings: []string{"HOST=cifs,http"}, script: c.script}
			if c.other != nil {
				c.other.name = "PS2$"
				d.accounts = append(d.accounts, c.other)
			}
			spns := c.spns
			if spns == nil {
				spns = []string{nas}
			}
			inBubble(t, d, func(t *testing.T, b *bed) {
				err := b.open(t).Add(t.Context(), approved, "PS1", spns)
				var clash, wantClash *ClashError
				var right, wantRight *RightError
				switch {
				case errors.As(c.want, &wantClash):
					if !errors.As(err, &clash) || *clash != *wantClash {
						t.Errorf("%v, want %v", err, c.want)
					}
				case errors.As(c.want, &wantRight):
					if !errors.As(err, &right) || *right != *wantRight || !errors.Is(err, ErrMayNotWrite) {
						t.Errorf("%v, want %v", err, c.want)
					}
				case c.want != nil:
					if !errors.Is(err, c.want) {
						t.Errorf("%v, want %v", err, c.want)
					}
				case !isCode(err, c.code):
					t.Errorf("%v, want code %d", err, c.code)
				}
				if len(mine.spns) != 0 {
					t.Errorf("the account now has %v", mine.spns)
				}
			})
		})
	}
}

// TestChange_Meanwhile: somebody else does the same, or the connection drops, before and after the controller has done it. The names are
// right in the end and nothing is done twice.
func TestChange_Meanwhile(t *testing.T) {
	t.Parallel()
	hold := func(d *directory) { d.accounts[0].spns = append(d.accounts[0].spns, "HOST/nas1") }
	for name, c := range map[string]struct {
		what     turn
		modifies int
	}{
		"somebody adds it":         {turn{before: hold, code: ldap.LDAPResultAttributeOrValueExists}, 1},
		"drops before the write":   {turn{drop: true}, 2},
		"drops after the write":    {turn{drop: true, first: true}, 1},
		"no answer to a write":     {turn{silent: true, first: true}, 1},
		"a code for a write done":  {turn{first: true, code: ldap.LDAPResultConstraintViolation}, 1},
		"busy once":                {turn{code: ldap.LDAPResultBusy}, 2},
		"a wrong violation, once":  {turn{code: ldap.LDAPResultConstraintViolation}, 2},
		"the account is not there": {turn{before: func(d *directory) { d.accounts[0].name = "PS9$" }, code: ldap.LDAPResultNoSuchAttribute}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ps1 := &entry{name: "PS1$", writable: true}
			inBubble(t, &directory{accounts: []*entry{ps1}, script: at("modify", 0, c.what)}, func(t *testing.T, b *bed) {
				err := b.open(t).Add(t.Context(), approved, "PS1", []string{"HOST/nas1"})
				if ps1.name == "PS9$" {
					if !errors.Is(err, ErrNoAccount) || len(ps1.spns) > 0 {
						t.Errorf("%v, %v", err, ps1.spns)
					}
					return
				}
				if err != nil || !slices.Equal(ps1.spns, []string{"HOST/nas1"}) || b.asked["modify"] != c.modifies {
					t.Errorf("%v, %v after %d writes, want %d", err, ps1.spns, b.asked["modify"], c.modifies)
				}
			})
		})
	}
}

// TestChange_NothingSent: without a valid permit, or with text that is no name, the controller hears nothing.
func TestChange_NothingSent(t *testing.T) {
	t.Parallel()
	lost := errors.New("the lease is lost")
	for name, c := range map[string]struct {
		permit permit.Permit
		spn    string
		want   func(error) bool
	}{
		"no permit":      {permit.Permit{}, "HOST/nas1", func(err error) bool { return err != nil }},
		"permit expired": {permitted(func() error { return lost }), "HOST/nas1", func(err error) bool { return errors.Is(err, lost) }},
		"no class":       {approved, "nas1", isMalformed},
		"empty host":     {approved, "HOST/", isMalformed},
		"four parts":     {approved, "a/b/c/d", isMalformed},
		"a line feed":    {approved, "HOST/nas1\nHOST/x", isMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, &directory{accounts: []*entry{{name: "PS1$"}}}, func(t *testing.T, b *bed) {
				s := b.open(t)
				for _, do := range []func() error{
					func() error { return s.Add(t.Context(), c.permit, "PS1", []string{c.spn}) },
					func() error { return s.Remove(t.Context(), c.permit, "PS1", []string{c.spn}) },
				} {
					if err := do(); !c.want(err) {
						t.Error(err)
					}
				}
				if b.asked["search"] != 1 || b.asked["modify"] != 0 { // the root only
					t.Errorf("asked: %v", b.asked)
				}
			})
		})
	}
}

func isMalformed(err error) bool {
	_, ok := errors.AsType[*MalformedError](err)
	return ok
}
