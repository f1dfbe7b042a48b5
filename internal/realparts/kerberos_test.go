// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/samba"
)

// ticketFor asks the real key server for a ticket as a user of the domain, and tells whose key reads it: exactly one
// account's. "" means that the key server knows no such service.
func ticketFor(t *testing.T, service string) string {
	t.Helper()
	readers, err := controller(t).TicketReader("alice", service)
	if err != nil {
		t.Fatal(err)
	}
	if len(readers) == 0 {
		return ""
	}
	if len(readers) > 1 {
		t.Fatalf("the ticket for %s can be read by %v", service, readers)
	}
	return readers[0]
}

// TestTicketsFollowTheSPN: before the move only the old cluster's key reads the ticket, after it only the new one's; in between there is
// none. HOST stands for cifs and not for nfs.
func TestTicketsFollowTheSPN(t *testing.T) {
	set(t, map[string][]string{"PS1": {"HOST/nas1.demo.local"}})
	s := open(t, samba.Mover)
	want := func(account string) {
		t.Helper()
		for class, holder := range map[string]string{"HOST": account, "cifs": account, "nfs": ""} {
			if got := ticketFor(t, class+"/nas1.demo.local"); got != holder {
				t.Errorf("a ticket for %s is read by %q, want %q", class, got, holder)
			}
		}
	}
	want("PS1")
	if err := s.Remove(t.Context(), approved, "PS1$", []string{"HOST/nas1.demo.local"}); err != nil {
		t.Fatal(err)
	}
	want("")
	if err := s.Add(t.Context(), approved, "PS2$", []string{"HOST/nas1.demo.local"}); err != nil {
		t.Fatal(err)
	}
	want("PS2")
}

// TestFilersReadOnlyTheirOwnTickets: an SMB client gets in at the cluster whose account holds the SPN and nowhere else; a ticket from
// before the move is of no use afterwards.
func TestFilersReadOnlyTheirOwnTickets(t *testing.T) {
	need(t, samba.MissingFiler())
	set(t, map[string][]string{"PS1": {"HOST/nas1.demo.local"}})
	n := network(t)
	filers := map[string]*samba.Filer{"PS1": filer(t, "PS1", n.Address(50), true), "PS2": filer(t, "PS2", n.Address(51), true)}
	at := map[string]string{"PS1": n.Address(50), "PS2": n.Address(51)}
	want := func(c *samba.Client, holder string) {
		t.Helper()
		for account := range filers {
			out, err := c.Run(t.Context(), "nas1.demo.local", at[account], "get marker -")
			if in := err == nil && strings.Contains(out, "data of "+account); in != (account == holder) {
				t.Errorf("at %s with %s holding the SPN: %v\n%s", account, holder, err, out)
			}
		}
	}
	old := login(t)
	want(old, "PS1")
	s := open(t, samba.Mover)
	if err := s.Remove(t.Context(), approved, "PS1$", []string{"HOST/nas1.demo.local"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Add(t.Context(), approved, "PS2$", []string{"HOST/nas1.demo.local"}); err != nil {
		t.Fatal(err)
	}
	want(old, "PS1") // its ticket is the old one
	want(login(t), "PS2")
}

func login(t *testing.T) *samba.Client {
	t.Helper()
	c, err := samba.LogIn(t.Context(), controller(t), t.TempDir(), "alice")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// filer is a file server with a file in it that says whose it is.
func filer(t *testing.T, account, address string, writable bool) *samba.Filer {
	t.Helper()
	f, err := samba.StartFiler(t.Context(), controller(t), shortDir(t), account, address, writable)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	write(t, f.Share+"/marker", fmt.Sprintf("data of %s\n", account))
	return f
}
