// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// TestMoveSPN: taken off one account, put on the other, by an account with no other right; everything else stays.
func TestMoveSPN(t *testing.T) {
	for _, kerberos := range []bool{false, true} {
		set(t, map[string][]string{"PS1": {"HOST/nas", "HOST/nas.demo.local", "HTTP/ps1"}, "PS2": {"HOST/ps2"}})
		c := config(controller(t), samba.Mover)
		if kerberos {
			c.Username, c.Kerberos = samba.Mover, &ad.Kerberos{Realm: samba.Realm, KDCs: []string{controller(t).Address}}
		}
		s := openWith(t, c)
		moved := []string{"HOST/nas", "HOST/nas.demo.local"}
		if err := s.Add(t.Context(), approved, "PS2$", moved); err == nil {
			t.Fatal("added while the other account holds the names")
		}
		if err := s.Remove(t.Context(), approved, "PS1$", moved); err != nil {
			t.Fatal(err)
		}
		wantSPNs(t, "PS1", "HTTP/ps1")
		if err := s.Add(t.Context(), approved, "PS2$", moved); err != nil {
			t.Fatal(err)
		}
		wantSPNs(t, "PS2", "HOST/ps2", "HOST/nas", "HOST/nas.demo.local")
		// Both are done already: nothing is written and nothing fails.
		for _, err := range []error{s.Remove(t.Context(), approved, "PS1$", moved), s.Add(t.Context(), approved, "PS2", moved)} {
			if err != nil {
				t.Error("done already:", err)
			}
		}
		wantSPNs(t, "PS2", "HOST/ps2", "HOST/nas", "HOST/nas.demo.local")
	}
}

// TestClashNamesTheHolder: the directory says only that something is wrong; we say who holds the name.
func TestClashNamesTheHolder(t *testing.T) {
	for _, c := range []struct {
		about, add, holder string
		held               []string
		want               ad.ClashError
	}{
		{"the same name", "HOST/nas", "PS1", []string{"HOST/nas"}, ad.ClashError{Holder: "PS1$", Held: "HOST/nas"}},
		{"another case", "host/NAS", "PS1", []string{"HOST/nas"}, ad.ClashError{Holder: "PS1$", Held: "host/NAS"}},
		{"a third account", "HOST/nas", "PS3", []string{"HOST/nas"}, ad.ClashError{Holder: "PS3$", Held: "HOST/nas"}},
		{"an alias of the class", "HOST/nas", "PS1", []string{"cifs/nas"}, ad.ClashError{Holder: "PS1$", Held: "cifs/nas"}},
	} {
		set(t, map[string][]string{c.holder: c.held})
		err := open(t, samba.Mover).Add(t.Context(), approved, "PS2$", []string{"HOST/free", c.add})
		var clash *ad.ClashError
		if !errors.As(err, &clash) {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if clash.SPN != c.add || clash.Account != "PS2$" || clash.Holder != c.want.Holder || clash.Held != c.want.Held {
			t.Errorf("%s: %+v", c.about, *clash)
		}
		if !strings.Contains(err.Error(), c.holder+"$ holds") {
			t.Errorf("%s: the text does not name the holder: %v", c.about, err)
		}
		wantSPNs(t, "PS2") // all or nothing: HOST/free was not added either
	}
}

// TestAliasesThatMayDiffer: what sPNMappings does not cover, or covers the other way round, is no clash.
func TestAliasesThatMayDiffer(t *testing.T) {
	for held, add := range map[string]string{"HOST/nas": "cifs/nas", "HOST/nas2": "nfs/nas2", "nfs/nas3": "HOST/nas3"} {
		set(t, map[string][]string{"PS1": {held}})
		if err := open(t, samba.Mover).Add(t.Context(), approved, "PS2$", []string{add}); err != nil {
			t.Errorf("%s on PS1$, %s on PS2$: %v", held, add, err)
		}
		wantSPNs(t, "PS2", add)
	}
	aliases, err := open(t, samba.Mover).Aliases(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	covered := aliases.Covered("HOST/nas")
	for spn, want := range map[string]bool{"cifs/nas": true, "http/nas": true, "nfs/nas": false, "host/nas": false} {
		if slices.Contains(covered, spn) != want {
			t.Errorf("HOST/nas stands for %s: %v", spn, !want)
		}
	}
}

// TestCase: names are one whatever their case; the directory itself would store both spellings.
func TestCase(t *testing.T) {
	set(t, map[string][]string{"PS1": {"HOST/Nas"}, "PS2": {"host/OTHER"}})
	s := open(t, samba.Mover)
	if err := s.Add(t.Context(), approved, "PS2$", []string{"HOST/other", "HOST/new", "host/NEW"}); err != nil {
		t.Fatal(err)
	}
	wantSPNs(t, "PS2", "host/OTHER", "HOST/new")
	if err := s.Remove(t.Context(), approved, "PS1$", []string{"host/NAS"}); err != nil {
		t.Fatal(err)
	}
	wantSPNs(t, "PS1")
	// Somebody else has stored both spellings: both go.
	set(t, map[string][]string{"PS1": {"HOST/nas"}})
	admin := administrator(t)
	both := modifyAdd("PS1", "host/NAS")
	if err := admin.Modify(both); err != nil {
		t.Log("this directory does not store two spellings:", err)
		return
	}
	if err := s.Remove(t.Context(), approved, "PS1$", []string{"HOST/NAS"}); err != nil {
		t.Fatal(err)
	}
	wantSPNs(t, "PS1")
}

// TestRefusals: reasons are told apart that the directory answers with the same code.
func TestRefusals(t *testing.T) {
	set(t, map[string][]string{"PS1": {"HOST/nas"}, "PS3": {"HOST/third"}})
	ctx := context.Background()
	mover := open(t, samba.Mover)
	for _, bad := range []string{"nas", "HOST/", "/nas", "a/b/c/d", "HOST/na s"} {
		var malformed *ad.MalformedError
		if err := mover.Add(ctx, approved, "PS2$", []string{bad}); !errors.As(err, &malformed) || malformed.SPN != bad {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if err := mover.Add(ctx, approved, "PS9$", []string{"HOST/x"}); !errors.Is(err, ad.ErrNoAccount) {
		t.Errorf("no account: %v", err)
	}
	if err := mover.Add(ctx, permit.Permit{}, "PS2$", []string{"HOST/x"}); !errors.Is(err, permit.ErrNone) {
		t.Errorf("no permit: %v", err)
	}
	for what, err := range map[string]error{
		"add without a right":               open(t, samba.Nobody).Add(ctx, approved, "PS2$", []string{"HOST/x"}),
		"remove without a right":            open(t, samba.Nobody).Remove(ctx, approved, "PS1$", []string{"HOST/nas"}),
		"an account that was not delegated": mover.Add(ctx, approved, "PS3$", []string{"HOST/x"}),
		"removing from one not delegated":   mover.Remove(ctx, approved, "PS3$", []string{"HOST/third"}),
		"a third machine account":           openAs(t, "PS3").Add(ctx, approved, "PS2$", []string{"HOST/x"}),
	} {
		var right *ad.RightError
		if !errors.As(err, &right) || right.Validated || !errors.Is(err, ad.ErrMayNotWrite) {
			t.Errorf("%s: %v", what, err)
		}
		noSecret(t, err)
	}
	wantSPNs(t, "PS1", "HOST/nas")
	wantSPNs(t, "PS2")
	wantSPNs(t, "PS3", "HOST/third")
}

// TestValidatedWriteIsATrap: the weaker right lets the removal succeed and refuses both the addition and putting back. The right shows
// beforehand that it does not suffice.
func TestValidatedWriteIsATrap(t *testing.T) {
	set(t, map[string][]string{"PS1": {"HOST/nas"}})
	s := open(t, samba.ValidatedWriter)
	a, err := s.Account(t.Context(), "PS1$")
	if err != nil || a.Writable {
		t.Fatalf("the validated write counts as the right to write: %+v %v", a, err)
	}
	if err := s.Remove(t.Context(), approved, "PS1$", []string{"HOST/nas"}); err != nil {
		t.Fatalf("the removal: %v", err)
	}
	for _, account := range []string{"PS2$", "PS1$"} {
		var right *ad.RightError
		err := s.Add(t.Context(), approved, account, []string{"HOST/nas"})
		if !errors.As(err, &right) || !right.Validated || right.Account != account {
			t.Errorf("adding to %s: %v", account, err)
		}
	}
	if err := s.Add(t.Context(), approved, "PS2$", []string{"HOST/PS2"}); err != nil {
		t.Errorf("the account's own name: %v", err)
	}
}

// TestRights: allowedAttributesEffective tells who may write, without a write.
func TestRights(t *testing.T) {
	set(t, map[string][]string{"PS1": {"HOST/nas"}})
	for user, want := range map[string][2]bool{
		samba.Mover: {true, false}, samba.Nobody: {false, false}, samba.ValidatedWriter: {false, false},
	} {
		s := open(t, user)
		for i, account := range []string{"PS1$", "PS3$"} {
			a, err := s.Account(t.Context(), account)
			if err != nil || a.Writable != want[i] {
				t.Errorf("%s on %s: %+v %v", user, account, a, err)
			}
		}
	}
	wantSPNs(t, "PS1", "HOST/nas")
}

// TestHolders: who holds a name, in any case, also more names than one question takes.
func TestHolders(t *testing.T) {
	var many []string
	for i := range 120 {
		many = append(many, "HOST/many"+string(rune('a'+i/26))+string(rune('a'+i%26)))
	}
	set(t, map[string][]string{"PS1": many[:60], "PS2": many[60:], "PS3": {"HOST/nas"}})
	s := open(t, samba.Nobody)
	got, err := s.Holders(t.Context(), append(slices.Clone(many), "host/NAS", "HOST/nobody", "HOST/(*)")...)
	if err != nil {
		t.Fatal(err)
	}
	for i, spn := range many {
		want := []string{"PS1$"}
		if i >= 60 {
			want = []string{"PS2$"}
		}
		if !slices.Equal(got[spn], want) {
			t.Fatalf("%s: %v", spn, got[spn])
		}
	}
	if len(got) != 121 || !slices.Equal(got["host/NAS"], []string{"PS3$"}) {
		t.Errorf("%d names, host/NAS: %v", len(got), got["host/NAS"])
	}
}
