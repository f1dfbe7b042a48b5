// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// lock gives a client a lock on ps1, or lets it wait for one.
func lock(s *papitest.Site, id, version, client string, waiting bool) {
	s.Cluster().NFS.AddLock(world.NFSLock{
		ID: id, Client: client, ClientID: 7, Version: version, Created: papitest.Start, LIN: 4295, Kind: "exclusive",
		Path: "/ifs/data/nas1/a", Range: []int64{0, 10}, Waiting: waiting,
	}, "System", "10.1.1.1")
}

func TestNFSLocks(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	lock(s, "1", "v3", "10.0.0.5", false)
	lock(s, "2", "v4.0", "10.0.0.6", false)
	lock(s, "3", "v3", "10.0.0.7", true)
	const (
		nlm   = "/platform/2/protocols/nfs/nlm/"
		locks = "/platform/16/protocols/nfs/"
	)
	s.Run(
		papitest.Get(nlm+"locks", `{"total":1,"resume":null,"locks":[{"id":"1","client":"10.0.0.5","client_id":"7","created":1777712400,
			"lin":"4295","lock_type":"exclusive","path":"/ifs/data/nas1/a","range":[0,10]}]}`),
		papitest.Get(nlm+"locks?client=10.0.0.6", `{"total":0}`),
		papitest.Get(nlm+"waiters", `{"total":1,"waiters":[{"id":"3","client":"10.0.0.7"}]}`),
		papitest.Get(locks+"locks", `{"total":2,"errors":[],"locks":[{"id":"1","version":"v3","client_id":7,"lin":4295},{"id":"2",
			"version":"v4.0"}]}`),
		papitest.Get(locks+"locks?version=v4.0", `{"locks":[{"id":"2"}]}`),
		papitest.Get(locks+"waiters?limit=5", `{"waiters":[{"id":"3"}],"total":1}`),
		papitest.Refused("GET", nlm+"locks?limit=x", "", 400, ""),
		papitest.Refused("GET", nlm+"waiters?limit=x", "", 400, ""),
		papitest.Refused("GET", locks+"locks?limit=x", "", 400, ""),
		papitest.Refused("GET", locks+"waiters?limit=x", "", 400, ""),
	)
}

func TestNLMSessions(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	lock(s, "1", "v3", "10.0.0.5", false)
	lock(s, "2", "v3", "10.0.0.6", false)
	const nlm = "/platform/3/protocols/nfs/nlm/"
	s.Run(
		papitest.Get(nlm+"sessions",
			`{"total":2,"clients":[{"id":"10.0.0.5","cluster_ip":"10.1.1.1","host_type":"client","is_active":true},{}]}`),
		papitest.Get(nlm+"sessions?ip=10.1.1.2", `{"total":0}`),
		papitest.Get(nlm+"sessions/10.0.0.5", `{"sessions":[{"hostname":"10.0.0.5","zone":"System"}]}`),
		papitest.Post(nlm+"sessions-check", "", 200, `{"count":2}`),
		papitest.Delete(nlm+"sessions/10.0.0.5?refresh=true"),
		papitest.Refused("GET", nlm+"sessions/10.0.0.5", "", 404, `{"errors":[{"field":"id"}]}`),
		papitest.Refused("DELETE", nlm+"sessions/10.0.0.6?cluster_ip=10.1.1.2", "", 404, ""),
		papitest.Get("/platform/2/protocols/nfs/nlm/locks", `{"locks":[{"id":"2"}]}`),
		papitest.Refused("GET", nlm+"sessions?zone=none", "", 404, ""),
		papitest.Refused("POST", nlm+"sessions-check?zone=none", "", 404, ""),
	)
}

func TestNFSSettings(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.AddZone("east", "/ifs/east", 2)
	lock(s, "1", "v3", "10.0.0.5", false)
	const (
		global = "/platform/14/protocols/nfs/settings/global"
		zone   = "/platform/2/protocols/nfs/settings/zone"
	)
	s.Run(
		papitest.Get(global, `{"settings":{"service":true,"nfsv3_enabled":true}}`),
		papitest.Put(global, `{"nfsv41_enabled":true}`),
		papitest.Get(global, `{"settings":{"service":true,"nfsv41_enabled":true}}`),
		papitest.Refused("PUT", global, `{"rpc_minthreads":32}`, 400, `{"errors":[{"field":"rpc_minthreads"}]}`),
		papitest.Refused("GET", global+"?zone=System", "", 400, ""),
		papitest.Put(zone+"?zone=east", `{"nfsv4_domain":"demo.local"}`),
		papitest.Get(zone+"?zone=east", `{"settings":{"zone":"east","nfsv4_domain":"demo.local"}}`),
		papitest.Get(zone, `{"settings":{"zone":"System","nfsv4_domain":"localhost"}}`),
		papitest.Refused("PUT", zone+"?zone=east", `{"zone":"System"}`, 400, `{"errors":[{"field":"zone"}]}`),
		papitest.Refused("GET", zone+"?zone=none", "", 404, ""),
		papitest.Put(global, `{"service":false}`),
		papitest.Get("/platform/2/protocols/nfs/nlm/locks", `{"total":0}`),
	)
}
