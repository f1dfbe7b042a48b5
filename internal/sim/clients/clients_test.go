// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package clients_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/clients"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/scenario"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/synciq"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const pool = "groupnet0.subnet0.nas1"

// site is the lab with one SMB and two NFS clients. No lock is needed: nothing else looks at the world.
type site struct {
	*testing.T
	w        *world.World
	ps1, ps2 *world.Cluster
}

func lab(t *testing.T) site {
	t.Helper()
	built, err := scenario.Build("lab", scenario.Options{Start: time.Date(2026, 5, 2, 9, 2, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	w := built.World
	clients.Add(w, clients.Client{Name: "win", Address: "10.1.0.11", Protocol: clients.SMB, User: `DEMO\alice`})
	clients.Add(w, clients.Client{Name: "bob", Address: "10.1.0.12", Protocol: clients.SMB, User: `DEMO\bob`})
	clients.Add(w, clients.Client{Name: "lin3", Address: "10.1.0.21", Protocol: clients.NFS3, User: "root"})
	clients.Add(w, clients.Client{Name: "lin4", Address: "10.1.0.22", Protocol: clients.NFS4, User: "root"})
	clients.Add(w, clients.Client{Name: "reader", Address: "10.1.0.99", Protocol: clients.NFS4, User: "root"})
	return site{t, w, w.Cluster("ps1"), w.Cluster("ps2")}
}

// fails demands an error number.
func (s site) fails(what string, err error, want clients.Errno) {
	s.Helper()
	var e *clients.Error
	if !errors.As(err, &e) || e.Errno != want {
		s.Errorf("%s: %v, want %s", what, err, want)
	}
}

func (s site) works(what string, err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%s: %v", what, err)
	}
}

func (s site) mount(client, target string) error {
	return clients.Connect(s.w, client, "nas1.demo.local", target)
}

func (s site) write(client, id string) error { return clients.Write(s.w, client, "a/file0", id, 10) }

// moveName parks the names on ps1 and publishes them on ps2.
func (s site) moveName() {
	for _, c := range []struct {
		cluster *world.Cluster
		zone    string
	}{{s.ps1, "igls-original-nas1.demo.local"}, {s.ps2, "nas1.demo.local"}} {
		old, _ := c.cluster.Network.Pools.Get(pool)
		p := old
		p.SCDNSZone, p.SCDNSZoneAliases = c.zone, nil
		c.cluster.ChangePool(old, p)
	}
}

// moveSPN moves HOST/nas1.demo.local to PS2$.
func (s site) moveSPN() {
	s.Helper()
	keep := slices.DeleteFunc(s.w.Forest.Truth("ps1"), func(spn string) bool { return spn == "HOST/nas1.demo.local" })
	s.works("remove", s.w.Forest.Write(ad.Change{Principal: "PS2$", Account: "ps1", SPNs: keep, At: s.w.Now()}))
	add := append(s.w.Forest.Truth("ps2"), "HOST/nas1.demo.local")
	s.works("add", s.w.Forest.Write(ad.Change{Principal: "PS2$", Account: "ps2", SPNs: add, At: s.w.Now()}))
}

func TestAnSMBClientNeedsTheSPNOnTheClusterThatAnswers(t *testing.T) {
	s := lab(t)
	s.works("mount", s.mount("win", "nas1"))
	s.moveName()
	s.works("connected as before", s.write("win", "w1"))
	for _, session := range s.ps1.SMB.Sessions(0) {
		s.ps1.SMB.CloseSession(session.ID)
	}
	s.fails("after the session broke", s.write("win", "w2"), clients.ENOTICKET)
	s.w.Dials["smb_without_spn"] = "ntlm"
	s.fails("by NTLM, on a read-only copy", s.write("win", "w2"), clients.EROFS)
	delete(s.w.Dials, "smb_without_spn")
	s.works("unmount", clients.Disconnect(s.w, "win"))
	s.moveSPN()
	s.works("mount with the SPN moved", s.mount("win", "nas1"))
	if c, _ := clients.Get(s.w, "win"); c.Mount.Cluster != "ps2" || c.Mount.Ticket != "PS2$" {
		t.Errorf("mounted %+v", c.Mount)
	}
	s.ps2.FS.Unprotect("/ifs/data/nas1")
	s.works("write on the opened copy", s.write("win", "w3"))
	if acks := clients.Acks(s.w); len(acks) != 2 || acks[1].Cluster != "ps2" || clients.Refused(s.w) != 2 {
		t.Errorf("acknowledged %+v, refused %d", acks, clients.Refused(s.w))
	}
}

func TestAnNFSMountStaysOnItsAddress(t *testing.T) {
	s := lab(t)
	s.works("mount", s.mount("lin3", "/nas1"))
	s.moveName()
	s.works("write where it is mounted", s.write("lin3", "w1"))
	if a := clients.Acks(s.w); a[0].Cluster != "ps1" {
		t.Errorf("written on %s", a[0].Cluster)
	}
	before, _ := s.ps1.Network.Pools.Get(pool)
	s.ps1.Network.Pools.Update(pool, func(p *world.Pool) { p.Ifaces = nil })
	s.fails("its address is gone", s.write("lin3", "w2"), clients.ETIMEDOUT)
	s.ps2.Network.Pools.Update(pool, func(p *world.Pool) { p.Ranges = before.Ranges })
	s.fails("another cluster has its address", s.write("lin3", "w2"), clients.ESTALE)
	s.works("mount again", s.mount("lin3", "/nas1"))
	s.fails("on the read-only copy", s.write("lin3", "w2"), clients.EROFS)
	s.w.Dials["client_errno_protected"] = "EACCES"
	s.fails("the same by the dial", s.write("lin3", "w2"), clients.EACCES)
}

func TestRightsOfSharesHoldUntilTheSessionEndsThoseOfExportsAtOnce(t *testing.T) {
	s := lab(t)
	s.fails("a denied user", s.mount("bob", "nas1"), clients.EACCES)
	s.works("smb", s.mount("win", "nas1"))
	s.works("nfs", s.mount("lin4", "/ifs/data/nas1"))
	share, _ := s.ps1.SMB.Share("nas1", "nas1")
	share.RunAsRoot, share.Permissions = nil, []world.SMBPermission{{Permission: "read", Type: "allow", Trustee: world.Everyone()}}
	s.ps1.SMB.PutShare(share)
	export, _ := s.ps1.NFS.Export("nas1", 1)
	export.ReadOnly = true
	s.ps1.NFS.PutExport(export)
	s.works("connected before the fence", s.write("win", "w1"))
	s.fails("an export is asked each time", s.write("lin4", "w2"), clients.EROFS)
	s.works("root clients override read_only", s.mount("lin3", "/nas1"))
	for _, session := range s.ps1.SMB.Sessions(0) {
		s.ps1.SMB.CloseSession(session.ID)
	}
	s.fails("connected after the fence", s.write("win", "w3"), clients.EACCES)
	if f, err := clients.Read(s.w, "win", "a/file0"); err != nil || !slices.Equal(f.Writes, []string{"w1"}) {
		t.Errorf("reading gave %v, %v", f.Writes, err)
	}
	s.works("read-only clients mount", s.mount("reader", "/ifs/data/nas1"))
	s.fails("read-only clients write", s.write("reader", "w4"), clients.EROFS)
}

func TestOpenHandlesShowAndAreLostWithTheirSession(t *testing.T) {
	s := lab(t)
	s.works("smb", s.mount("win", "nas1"))
	s.works("open", clients.Open(s.w, "win", "a/file0", true))
	s.works("nfs", s.mount("lin3", "/nas1"))
	s.works("lock", clients.Open(s.w, "lin3", "a/file1", true))
	files, locks := s.ps1.SMB.OpenFiles(0), s.ps1.NFS.Locks(false)
	known := s.ps1.NFS.NLMSessions("nas1")
	if len(files) != 1 || files[0].WindowsPath() != `C:\ifs\data\nas1\a\file0` || len(locks) != 1 || len(known) != 1 {
		t.Errorf("open %+v, locks %+v", files, locks)
	}
	s.ps1.SMB.CloseFile(files[0].ID)
	s.works("write", s.write("win", "w1"))
	if c, _ := clients.Get(s.w, "win"); len(c.Mount.Handles) != 0 {
		t.Errorf("the client still has %v", c.Mount.Handles)
	}
	s.works("close", clients.CloseAll(s.w, "lin3"))
	if len(s.ps1.NFS.Locks(false)) != 0 {
		t.Error("a closed file is still locked")
	}
}

// A client of a share with continuous availability comes back to the same cluster with its handle, whatever has become of the name.
// Whether it may still write through a share that no longer lets it is a dial.
func TestPersistentHandlesComeBack(t *testing.T) {
	for value, want := range map[string]clients.Errno{"rechecked": clients.EACCES, "kept": ""} {
		s := lab(t)
		s.w.Dials["persistent_handles"] = value
		share, _ := s.ps1.SMB.Share("nas1", "nas1")
		share.ContinuouslyAvailable = true
		s.ps1.SMB.PutShare(share)
		clients.Add(s.w, clients.Client{Name: "sql", Address: "10.1.0.13", Protocol: clients.SMB, User: `DEMO\alice`, Persistent: true})
		s.works("mount", s.mount("sql", "nas1"))
		s.works("open", clients.Open(s.w, "sql", "a/file0", true))
		end := func() {
			for _, session := range s.ps1.SMB.Sessions(0) {
				s.ps1.SMB.CloseSession(session.ID)
			}
		}
		end()
		s.works("after the session ended", s.write("sql", "w1"))
		share.RunAsRoot, share.Permissions = nil, []world.SMBPermission{{Permission: "read", Type: "allow", Trustee: world.Everyone()}}
		s.ps1.SMB.PutShare(share)
		s.moveName()
		end()
		if err := s.write("sql", "w2"); want == "" && err != nil || want != "" && err == nil {
			t.Errorf("%s: a write by a reclaimed handle: %v", value, err)
		}
		for _, f := range s.ps1.SMB.OpenFiles(0) {
			s.ps1.SMB.CloseFile(f.ID)
		}
		end()
		s.fails("the handle is closed, the name leads elsewhere", s.write("sql", "w3"), clients.ENOTICKET)
	}
}

// One computer mounts more than one thing, on more than one pool: what it does with the one leaves the other alone.
func TestOneAddressSeveralMounts(t *testing.T) {
	s := lab(t)
	clients.Add(s.w, clients.Client{Name: "win-eng", Address: "10.1.0.11", Protocol: clients.SMB, User: `DEMO\alice`})
	clients.Add(s.w, clients.Client{Name: "lin3-b", Address: "10.1.0.21", Protocol: clients.NFS3, User: "root"})
	s.works("share of the pool", s.mount("win", "nas1"))
	s.works("share of another pool", clients.Connect(s.w, "win-eng", "eng-ps1.demo.local", "builds"))
	s.works("mount", s.mount("lin3", "/nas1"))
	s.works("mount", s.mount("lin3-b", "/nas1"))
	s.works("lock", clients.Open(s.w, "lin3", "a/file1", true))
	s.works("lock", clients.Open(s.w, "lin3-b", "a/file2", true))
	s.works("unmount", clients.Disconnect(s.w, "lin3-b"))
	if sessions, locks := s.ps1.SMB.Sessions(0), s.ps1.NFS.Locks(false); len(sessions) != 2 || len(locks) != 1 {
		t.Errorf("sessions %+v, locks %+v", sessions, locks)
	}
	s.works("write", s.write("win", "w1"))
	s.works("write", clients.Write(s.w, "win-eng", "x", "w2", 1))
	pools := map[string]bool{}
	for _, a := range s.ps1.ActiveClients() {
		pools[a.Local] = a.Remote == "10.1.0.11"
	}
	if len(pools) != 2 {
		t.Errorf("the statistics show %v", pools)
	}
}

func TestWhatElseStopsAWriter(t *testing.T) {
	s := lab(t)
	s.fails("nothing mounted", s.write("win", "w"), clients.EBADF)
	s.fails("unknown client", s.write("nobody", "w"), clients.EBADF)
	s.fails("unknown name", clients.Connect(s.w, "win", "moon.demo.local", "nas1"), clients.ENOHOST)
	s.fails("unknown share", s.mount("win", "moon"), clients.ENOENT)
	s.fails("not exported", s.mount("lin3", "/ifs/eng"), clients.EACCES)
	s.works("mount", s.mount("lin3", "/nas1"))
	s.fails("no such directory", clients.Write(s.w, "lin3", "moon/x", "w", 1), clients.ENOENT)
	s.fails("a directory", clients.Write(s.w, "lin3", "a", "w", 1), clients.EISDIR)
	s.fails("over the hard limit of 10 GiB", clients.Write(s.w, "lin3", "a/file0", "w", 11<<30), clients.EDQUOT)
	s.ps1.Reachable = false
	s.fails("a lost cluster", s.write("lin3", "w"), clients.ETIMEDOUT)
}

func TestBackgroundWritersAreEventsAndCloneWithTheWorld(t *testing.T) {
	s := lab(t)
	s.works("mount", s.mount("lin3", "/nas1"))
	clients.StartWriter(s.w, clients.Writer{Client: "lin3", File: "a/log", Every: 5 * time.Second, Bytes: 1})
	step := func(w *world.World) { w.Clock.Step(time.Minute); w.Do(func() {}) }
	step(s.w)
	twin := s.w.Clone()
	clients.StopWriter(s.w, "lin3")
	step(s.w)
	step(twin)
	if a, b := len(clients.Acks(s.w)), len(clients.Acks(twin)); a != 12 || b != 24 {
		t.Errorf("acknowledged %d and in the clone %d, want 12 and 24", a, b)
	}
	f, err := twin.Cluster("ps1").FS.Read("/ifs/data/nas1/a/log")
	if err != nil || len(f.Writes) != 24 || f.Size != 24 {
		t.Errorf("the file holds %d writes, %d bytes, %v", len(f.Writes), f.Size, err)
	}
	if !clients.Holds(s.ps1, "/ifs/data/nas1/a/log", "lin3-12") || clients.Holds(s.ps1, "/ifs/data/nas1/a/log", "lin3-13") {
		t.Error("Holds is wrong about the log")
	}
}

func TestCounterparts(t *testing.T) {
	s := lab(t)
	p, _ := synciq.Of(s.ps1).Policy("nas1")
	for _, c := range []struct {
		cluster, path string
		want          clients.Copy
		ok            bool
	}{
		{"ps1", "/ifs/data/nas1/a", clients.Copy{Policy: p.ID, Cluster: "ps2", Path: "/ifs/data/nas1/a"}, true},
		{"ps2", "/ifs/data/nas1", clients.Copy{Policy: p.ID, Cluster: "ps1", Path: "/ifs/data/nas1", Home: true}, true},
		{"ps1", "/ifs/home", clients.Copy{}, false},
	} {
		if got, ok := clients.Counterpart(s.w, c.cluster, c.path); got != c.want || ok != c.ok {
			t.Errorf("%s of %s: %+v %v", c.path, c.cluster, got, ok)
		}
	}
}
