// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/finding"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// ids of findings, sorted; those that have nothing to do with the directory are left out.
func ids(findings []finding.Finding) []string {
	out := []string{}
	for _, f := range findings {
		if strings.HasPrefix(f.ID.String(), "spn_") || strings.HasPrefix(f.ID.String(), "directory_") {
			out = append(out, f.ID.String()+" "+string(f.Severity))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestFindingsOfTheDirectory: each fires at plan, before anything is written, and clears by its cure.
func TestFindingsOfTheDirectory(t *testing.T) {
	s := simulated(t)
	admin := administrator(t)
	other, err := samba.NewAuthority("another authority")
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(*testing.T) {}
	change := func(account, op, spn string) func(*testing.T) {
		return func(t *testing.T) {
			t.Helper()
			m := ldap.NewModifyRequest(dn(account), nil)
			if op == "add" {
				m.Add("servicePrincipalName", []string{spn})
			} else {
				m.Delete("servicePrincipalName", []string{spn})
			}
			if err := admin.Modify(m); err != nil {
				t.Fatalf("%s %s: %v", op, spn, err)
			}
		}
	}
	for _, c := range []struct {
		about, user   string
		config        func(*ad.Config)
		spoil, repair func(*testing.T)
		want, says    string
		also          string   // a second finding that is true as well, sorted before want
		cureByUser    string   // the cure is another account, or a right configuration
		classes       []string // the cure is to move these
	}{
		{about: "no right", user: samba.Nobody, want: "spn_right_missing blocking", says: "PS1$", cureByUser: samba.Mover},
		{about: "validated write only", user: samba.ValidatedWriter, want: "spn_right_missing " +
			"blocking", says: "Validated write", cureByUser: samba.Mover},
		{
			about: "wrong authority", user: samba.Mover, config: func(c *ad.Config) { c.CACertificatePEM = other.PEM },
			want: "directory_refused blocking", says: "certificate", cureByUser: samba.Mover,
		},
		{
			about: "wrong password", user: samba.Mover, config: func(c *ad.Config) { c.Password = "Wr0ng-Passw0rd" },
			want: "directory_refused blocking", says: "password is wrong", cureByUser: samba.Mover,
		},
		{
			about: "no controller", user: samba.Mover, config: func(c *ad.Config) { c.URLs = []string{"ldaps://127.0.0.1:1"} },
			want: "directory_unreachable risk", says: "does not answer", cureByUser: samba.Mover,
		},
		{
			about: "wrong base", user: samba.Mover, config: func(c *ad.Config) { c.Base = "OU=Domain Controllers," + samba.Base },
			want: "spn_account_missing blocking", says: "PS1$", cureByUser: samba.Mover,
		},
		{about: "a third account", user: samba.Mover, spoil: func(t *testing.T) {
			change("PS1", "delete", "HOST/fin.demo.local")(t)
			change("PS3", "add", "HOST/fin.demo.local")(t)
		}, repair: func(t *testing.T) {
			change("PS3", "delete", "HOST/fin.demo.local")(t)
			change("PS1", "add", "HOST/fin.demo.local")(t)
		}, want: "spn_on_third_account blocking", also: "spn_missing risk", says: "PS3$"},
		{
			about: "an alias that stays", user: samba.Mover, spoil: change("PS1", "add", "cifs/nas1.demo.local"),
			repair: change("PS1", "delete", "cifs/nas1.demo.local"),
			want:   "spn_alias_stays blocking", says: "HOST stands for it", classes: []string{"HOST", "cifs"},
		},
		{
			about: "another class that stays", user: samba.Mover, spoil: change("PS1", "add", "nfs/nas1.demo.local"),
			repair: change("PS1", "delete", "nfs/nas1.demo.local"),
			want:   "spn_class_not_moved risk", says: "nfs", classes: []string{"HOST", "nfs"},
		},
	} {
		t.Run(c.about, func(t *testing.T) {
			if c.spoil == nil {
				c.spoil, c.repair = nothing, nothing
			}
			c.spoil(t)
			look := func(user string, config func(*ad.Config), classes []string) []finding.Finding {
				b := bed(t, s, user, config)
				in := b.Intent(testbed.DR)
				if classes != nil {
					in.SPNClasses = classes
				}
				p := failover.Plan(b.Engine.Survey(t.Context(), testbed.Scope(in, nil)), in)
				return append(p.Errors, p.Warnings...)
			}
			found := look(c.user, c.config, nil)
			want := slices.DeleteFunc([]string{c.also, c.want}, func(id string) bool { return id == "" })
			if got := ids(found); !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, want)
			}
			text := ""
			for _, f := range found {
				text += f.Line() + "\n"
			}
			if !strings.Contains(text, c.says) {
				t.Errorf("%q does not stand in\n%s", c.says, text)
			}
			if c.classes != nil {
				// The cure is to move the class as well.
				if got := ids(look(c.user, nil, c.classes)); len(got) > 0 {
					t.Errorf("with the class in spn_service_classes: %q", got)
				}
			}
			c.repair(t)
			user := c.user
			if c.cureByUser != "" {
				user = c.cureByUser
			}
			if got := ids(look(user, nil, nil)); len(got) > 0 {
				t.Errorf("still there after the cure: %q", got)
			}
		})
	}
	for _, v := range s.Violations() {
		t.Errorf("the simulator complains: %+v", v)
	}
}
