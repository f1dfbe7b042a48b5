// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package ad_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
)

var start = time.Date(2026, 5, 2, 9, 0, 0, 0, time.UTC)

func demo() *ad.Forest {
	f := ad.New("demo.local", "demo", "dc1.demo.local", "dc2.demo.local")
	f.Join("ps1", "ps1.demo.local", "HOST/ps1", "HOST/nas1.demo.local", "nfs/nas1.demo.local")
	f.Join("ps2", "ps2.demo.local", "HOST/ps2")
	f.Delegate("ps1", "ps2")
	f.AddUser(ad.User{Name: "joiner", Password: "right", Admin: true})
	return f
}

func write(f *ad.Forest, dc, who, account string, at time.Time, spns ...string) error {
	return f.Write(ad.Change{Controller: dc, Principal: who, Account: account, SPNs: spns, At: at, Lag: 15 * time.Second})
}

func TestOneAccountHoldsAnSPN(t *testing.T) {
	f := demo()
	err := write(f, "", "PS2$", "ps2", start, "HOST/ps2", "host/NAS1.demo.local")
	var clash *ad.ClashError
	if !errors.As(err, &clash) || clash.Holder != "PS1$" {
		t.Fatalf("got %v, want a clash with PS1$", err)
	}
	if err := write(f, "", "PS2$", "PS1$", start, "HOST/ps1", "nfs/nas1.demo.local"); err != nil {
		t.Fatalf("removing through the partner: %v", err)
	}
	if err := write(f, "", "PS2$", "PS2$", start, "HOST/ps2", "HOST/nas1.demo.local"); err != nil {
		t.Fatalf("adding after the removal: %v", err)
	}
	if got := f.Holders("HOST/NAS1.DEMO.LOCAL"); !slices.Equal(got, []string{"PS2$"}) {
		t.Errorf("held by %v", got)
	}
	silent := ad.Change{Principal: "PS1$", Account: "PS1$", SPNs: []string{"HOST/nas1.demo.local"}, At: start, Duplicates: true}
	if err := f.Write(silent); err != nil || len(f.Holders("HOST/nas1.demo.local")) != 2 {
		t.Errorf("a forest that takes duplicates: %v, %v", err, f.Holders("HOST/nas1.demo.local"))
	}
}

func TestOtherControllersLearnLate(t *testing.T) {
	f := demo()
	if err := write(f, "dc1", "PS1$", "PS1$", start, "HOST/ps1"); err != nil {
		t.Fatal(err)
	}
	var clash *ad.ClashError
	soon, later := start.Add(14*time.Second), start.Add(15*time.Second)
	if err := write(f, "dc2", "PS2$", "PS2$", soon, "HOST/ps2", "HOST/nas1.demo.local"); !errors.As(err, &clash) {
		t.Errorf("the other controller knows too early: %v", err)
	}
	seen, err := f.Account("dc2.demo.local", "PS1$", soon)
	if err != nil || len(seen.SPNs) != 3 {
		t.Errorf("dc2 shows %v, %v", seen.SPNs, err)
	}
	if err := write(f, "dc2", "PS2$", "PS2$", later, "HOST/ps2", "HOST/nas1.demo.local"); err != nil {
		t.Errorf("after the lag: %v", err)
	}
}

func TestRights(t *testing.T) {
	f := demo()
	f.Grant("PS2$", "PS1$", ad.None)
	var forbidden *ad.ForbiddenError
	if err := write(f, "", "PS2$", "PS1$", start, "HOST/ps1"); !errors.As(err, &forbidden) {
		t.Errorf("without a right: %v", err)
	}
	if now, _ := f.Account("", "PS1$", start); len(now.SPNs) != 3 {
		t.Errorf("a refused write changed %v", now.SPNs)
	}
	f.Grant("PS1$", "PS1$", ad.Validated)
	if err := write(f, "", "PS1$", "PS1$", start, "HOST/ps1"); !errors.As(err, &forbidden) || forbidden.SPN == "" {
		t.Errorf("validated write of a foreign name: %v", err)
	}
	own := []string{"HOST/ps1", "HOST/nas1.demo.local", "nfs/nas1.demo.local", "HOST/PS1.demo.local"}
	if err := write(f, "", "PS1$", "PS1$", start, own...); err != nil {
		t.Errorf("validated write of its own name: %v", err)
	}
	if who, err := f.Login(`DEMO\joiner`, "right"); err != nil || f.Right(who, "PS1$") != ad.Full {
		t.Errorf("admin: %v %v", who, err)
	}
	if _, err := f.Login("joiner@demo.local", "wrong"); !errors.Is(err, ad.ErrCredentials) {
		t.Errorf("wrong password: %v", err)
	}
}

func TestBadListsAndAbsentControllers(t *testing.T) {
	f := demo()
	for what, c := range map[string]struct{ got, want error }{
		"no class":       {write(f, "", "PS1$", "PS1$", start, "nas1"), ad.ErrBadSPN},
		"twice":          {write(f, "", "PS1$", "PS1$", start, "HOST/a", "host/A"), ad.ErrTwice},
		"no account":     {write(f, "", "PS1$", "PS9$", start), ad.ErrNoAccount},
		"no controller":  {write(f, "dc9", "PS1$", "PS1$", start), ad.ErrNoController},
		"no name at all": {write(f, "", "PS1$", "PS1$", start, "HOST/"), ad.ErrBadSPN},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: got %v, want %v", what, c.got, c.want)
		}
	}
	f.SetControllerDown("dc1.demo.local", true)
	if dc, err := f.Controller(""); err != nil || dc.Name != "dc2.demo.local" {
		t.Errorf("with dc1 down: %v %v", dc, err)
	}
	if err := write(f, "dc1", "PS1$", "PS1$", start); !errors.Is(err, ad.ErrDown) {
		t.Errorf("at a controller that is down: %v", err)
	}
	f.Down = true
	if f.Answers() {
		t.Error("a forest that is down answers")
	}
}

func TestTickets(t *testing.T) {
	f := demo()
	for _, c := range []struct {
		class, host, want string
		ok                bool
	}{
		{"cifs", "nas1.demo.local", "PS1$", true},
		{"nfs", "nas1.demo.local", "PS1$", true},
		{"hdfs", "nas1.demo.local", "", false},
		{"cifs", "fin.demo.local", "", false},
	} {
		if got, ok := f.Ticket("", c.class, c.host, start); got != c.want || ok != c.ok {
			t.Errorf("%s/%s: %q %v", c.class, c.host, got, ok)
		}
	}
}

func TestCloneIsAlone(t *testing.T) {
	f := demo()
	twin := f.Clone()
	if err := write(f, "", "PS1$", "PS1$", start); err != nil {
		t.Fatal(err)
	}
	twin.Grant("PS2$", "PS1$", ad.None)
	twin.SetControllerDown("dc1.demo.local", true)
	if len(twin.Truth("PS1$")) != 3 || f.Right("PS2$", "PS1$") != ad.Full || f.Controllers()[0].Down {
		t.Error("the copies share state")
	}
}
