// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package realparts

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/ganesha"
	"github.com/onefs-dr/terraform-provider-onefs/internal/realparts/service"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim"
	"github.com/onefs-dr/terraform-provider-onefs/internal/testbed"
)

// exporters are an NFS server per cluster, at the address of its pool. What they allow is what the simulated cluster would: they are
// started anew when that has changed, as their clients mount anew.
type exporters struct {
	sim  *sim.Simulation
	at   map[string]sim.Ground
	dirs map[string]string
	now  map[string]*ganesha.Server
}

func newExporters(t *testing.T, s *sim.Simulation, at map[string]sim.Ground) *exporters {
	t.Helper()
	need(t, service.Missing("ganesha.nfsd", "nfs-cat", "nfs-cp"))
	e := &exporters{sim: s, at: at, dirs: map[string]string{}, now: map[string]*ganesha.Server{}}
	for cluster := range at {
		e.dirs[cluster] = shortDir(t)
	}
	t.Cleanup(e.stop)
	e.follow(t)
	for cluster := range at {
		write(t, e.now[cluster].Export+"/marker", "data of "+cluster+"\n")
	}
	return e
}

func (e *exporters) stop() {
	for _, server := range e.now {
		server.Stop()
	}
}

// follow makes the servers allow what the clusters allow now.
func (e *exporters) follow(t *testing.T) {
	t.Helper()
	e.stop()
	for cluster, at := range e.at {
		server, err := ganesha.Start(t.Context(), e.dirs[cluster], at.Pool, writable(e.sim, cluster))
		if err != nil {
			t.Fatal(err)
		}
		e.now[cluster] = server
	}
}

// writable tells whether NFS clients may write below /ifs/data/nas1 on a simulated cluster: no policy protects the directory, and
// its export gives write access.
func writable(s *sim.Simulation, cluster string) bool {
	open := false
	s.World.Do(func() {
		c := s.World.Cluster(cluster)
		if _, protected := c.FS.ProtectedBy("/ifs/data/nas1"); protected {
			return
		}
		export, _, ok := c.NFS.ExportFor("nas1", "/ifs/data/nas1", "10.1.0.21")
		open = ok && c.NFS.Rights(export, "10.1.0.21").Write
	})
	return open
}

// TestNFSClients: before the move a client may write at the address that DNS gives it, and the other cluster is read-only; afterwards,
// after a new mount, it is the other way round.
func TestNFSClients(t *testing.T) {
	t.Parallel()
	s := withoutDomain(t, nil)
	n, at, _ := grounded(t, s)
	r := resolver(t, n, at)
	e := newExporters(t, s, at)
	b := testbed.On(t, s.Site, testbed.Options{PollInterval: poll, Quiet: true})
	want := func(serving, other string) {
		t.Helper()
		code, address, _ := ask(t, r.Address, names[0])
		if code != dns.RcodeSuccess || address != at[serving].Pool {
			t.Fatalf("DNS gives %s %s", dns.RcodeToString[code], address)
		}
		if text, err := ganesha.Read(t.Context(), address, "marker"); err != nil || text != "data of "+serving+"\n" {
			t.Errorf("reading at the address of DNS: %q %v", text, err)
		}
		if err := ganesha.Write(t.Context(), t.TempDir(), address, "new-"+serving, "x"); err != nil {
			t.Errorf("writing at the address of DNS: %v", err)
		}
		err := ganesha.Write(t.Context(), t.TempDir(), at[other].Pool, "new", "x")
		if err == nil || !strings.Contains(err.Error(), "ROFS") {
			t.Errorf("writing on %s: %v", other, err)
		}
	}
	want("ps1", "ps2")
	move(t, b, testbed.DR)
	e.follow(t)
	want("ps2", "ps1")
}
