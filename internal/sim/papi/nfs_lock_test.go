// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// lock gives a client a lock on ps1, or lets it wait for one.
func (s *site) lock(id, version, client string, waiting bool) {
	s.cluster().NFS.AddLock(world.NFSLock{
		ID: id, Client: client, ClientID: 7, Version: version, Created: start, LIN: 4295, Kind: "exclusive",
		Path: "/ifs/data/nas1/a", Range: []int64{0, 10}, Waiting: waiting,
	}, "System", "10.1.1.1")
}

func TestNFSLocks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.lock("1", "v3", "10.0.0.5", false)
	s.lock("2", "v4.0", "10.0.0.6", false)
	s.lock("3", "v3", "10.0.0.7", true)
	const (
		nlm   = "/platform/2/protocols/nfs/nlm/"
		locks = "/platform/16/protocols/nfs/"
	)
	s.run(
		get(nlm+"locks", `{"total":1,"resume":null,"locks":[{"id":"1","client":"10.0.0.5","client_id":"7","created":1777712400,
			"lin":"4295","lock_type":"exclusive","path":"/ifs/data/nas1/a","range":[0,10]}]}`),
		get(nlm+"locks?client=10.0.0.6", `{"total":0}`),
		get(nlm+"waiters", `{"total":1,"waiters":[{"id":"3","client":"10.0.0.7"}]}`),
		get(locks+"locks", `{"total":2,"errors":[],"locks":[{"id":"1","version":"v3","client_id":7,"lin":4295},{"id":"2",
			"version":"v4.0"}]}`),
		get(locks+"locks?version=v4.0", `{"locks":[{"id":"2"}]}`),
		get(locks+"waiters?limit=5", `{"waiters":[{"id":"3"}],"total":1}`),
		refused("GET", nlm+"locks?limit=x", "", 400, ""),
		refused("GET", nlm+"waiters?limit=x", "", 400, ""),
		refused("GET", locks+"locks?limit=x", "", 400, ""),
		refused("GET", locks+"waiters?limit=x", "", 400, ""),
	)
}

func TestNLMSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.lock("1", "v3", "10.0.0.5", false)
	s.lock("2", "v3", "10.0.0.6", false)
	const nlm = "/platform/3/protocols/nfs/nlm/"
	s.run(
		get(nlm+"sessions", `{"total":2,"clients":[{"id":"10.0.0.5","cluster_ip":"10.1.1.1","host_type":"client","is_active":true},{}]}`),
		get(nlm+"sessions?ip=10.1.1.2", `{"total":0}`),
		get(nlm+"sessions/10.0.0.5", `{"sessions":[{"hostname":"10.0.0.5","zone":"System"}]}`),
		post(nlm+"sessions-check", "", 200, `{"count":2}`),
		del(nlm+"sessions/10.0.0.5?refresh=true"),
		refused("GET", nlm+"sessions/10.0.0.5", "", 404, `{"errors":[{"field":"id"}]}`),
		refused("DELETE", nlm+"sessions/10.0.0.6?cluster_ip=10.1.1.2", "", 404, ""),
		get("/platform/2/protocols/nfs/nlm/locks", `{"locks":[{"id":"2"}]}`),
		refused("GET", nlm+"sessions?zone=none", "", 404, ""),
		refused("POST", nlm+"sessions-check?zone=none", "", 404, ""),
	)
}

func TestNFSSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addZone("east", "/ifs/east", 2)
	s.lock("1", "v3", "10.0.0.5", false)
	const (
		global = "/platform/14/protocols/nfs/settings/global"
		zone   = "/platform/2/protocols/nfs/settings/zone"
	)
	s.run(
		get(global, `{"settings":{"service":true,"nfsv3_enabled":true}}`),
		put(global, `{"nfsv41_enabled":true}`),
		get(global, `{"settings":{"service":true,"nfsv41_enabled":true}}`),
		refused("PUT", global, `{"rpc_minthreads":32}`, 400, `{"errors":[{"field":"rpc_minthreads"}]}`),
		refused("GET", global+"?zone=System", "", 400, ""),
		put(zone+"?zone=east", `{"nfsv4_domain":"demo.local"}`),
		get(zone+"?zone=east", `{"settings":{"zone":"east","nfsv4_domain":"demo.local"}}`),
		get(zone, `{"settings":{"zone":"System","nfsv4_domain":"localhost"}}`),
		refused("PUT", zone+"?zone=east", `{"zone":"System"}`, 400, `{"errors":[{"field":"zone"}]}`),
		refused("GET", zone+"?zone=none", "", 404, ""),
		put(global, `{"service":false}`),
		get("/platform/2/protocols/nfs/nlm/locks", `{"total":0}`),
	)
}
