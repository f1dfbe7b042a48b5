// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	const (
		groups      = "/platform/12/event/eventgroup-occurrences"
		definitions = "/platform/12/event/eventgroup-definitions"
		lists       = "/platform/7/event/eventlists"
	)
	s := papitest.New(t)
	s.Run(papitest.Get(groups, `{"eventgroups":[],"total":0}`))
	s.World.Do(func() {
		s.Cluster().RaiseEvent(world.EventPolicyFailed, "nas1", "policy nas1 failed")
		s.Cluster().RaiseEvent(world.EventMissingSPN, "DEMO", "missing: HOST/nas1")
		s.Cluster().RaiseEvent(world.EventPolicyFailed, "nas1", "policy nas1 failed again")
	})
	s.Run(
		papitest.Get(groups, `{"eventgroups":[{"id":"1.1","severity":"critical","event_count":2,"resolved":false,"ignore":false},
			{"id":"1.2","severity":"warning"}],"total":2}`),
		papitest.Get(groups+"?severity=warning", `{"eventgroups":[{"id":"1.2"}]}`),
		papitest.Get(groups+"?cause=SIQ_SCHED_POL_FAIL", `{"eventgroups":[{"id":"1.1"}]}`),
		papitest.Get(groups+"?begin=1777712401", `{"total":0}`),
		papitest.Get(groups+"/1.1", `{"eventgroups":[{"causes":[["SIQ_SCHED_POL_FAIL","policy nas1 failed"]]}]}`),
		papitest.Refused("GET", groups+"/9", "", 404, ""),
		papitest.Refused("GET", groups+"?maintenance=true", "", 501, ""),
		papitest.Get(lists, `{"eventlists":[{"id":"1.1","event_count":2},{"id":"1.2","event_count":1}]}`),
		papitest.Get(lists+"/1.2", `{"eventlists":[{"events":[{"message":"missing: HOST/nas1","severity":"warning"}]}]}`),
		papitest.Refused("GET", lists+"/9", "", 404, ""),
		papitest.Refused("GET", lists+"?event_instance=1", "", 501, ""),
		papitest.Get(definitions, `{"eventgroup-definitions":[{"id":"300010003","node":true},{"id":"400040011"},{"id":"400040017"},
			{"id":"400040020"},{"id":"400120009"}]}`),
		papitest.Get(definitions+"?category=300000000", `{"total":1}`),
		papitest.Get(definitions+"/400040017", `{"eventgroup-definitions":[{"name":"SIQ_SCHED_POL_FAIL"}]}`),
		papitest.Refused("GET", definitions+"/1", "", 404, ""),
	)
	s.Wait(time.Minute)
	s.Run(
		papitest.Put(groups+"/1.1", `{"resolved":true}`),
		papitest.Get(groups+"/1.1", `{"eventgroups":[{"resolved":true,"resolver":"root","resolve_time":1777712460}]}`),
		papitest.Get(groups+"?resolved=false", `{"eventgroups":[{"id":"1.2"}]}`),
		papitest.Put(groups, `{"ignore":true}`),
		papitest.Get(groups+"?ignore=true", `{"total":2}`),
		papitest.Refused("PUT", groups+"/1.1", `{"severity":"warning"}`, 400, `{"errors":[{"field":"severity"}]}`),
		papitest.Refused("PUT", groups+"/9", `{"ignore":true}`, 404, ""),
		papitest.Refused("PUT", groups, `{}`, 400, ""),
	)
	s.World.Do(func() {
		s.Cluster().ResolveEvent(world.EventMissingSPN, "DEMO")
		s.Cluster().RaiseEvent(world.EventMissingSPN, "DEMO", "again")
	})
	s.Run(papitest.Get(groups+"?resolved=false", `{"eventgroups":[{"id":"1.3"}]}`))
}

func TestClientStatistics(t *testing.T) {
	t.Parallel()
	const path = "/platform/3/statistics/summary/client"
	s := papitest.New(t)
	s.Run(papitest.Get(path, `{"client":[]}`))
	alice, bob := world.Persona{ID: "SID:S-1-5-21-1", Name: "alice"}, world.Persona{ID: "UID:1", Name: "bob"}
	smb := world.Activity{Remote: "10.9.0.1", Local: "10.0.1.10", Protocol: "smb2", LNN: 1, User: alice}
	nfs := world.Activity{Remote: "10.9.0.2", Local: "10.0.1.11", Protocol: "nfs3", LNN: 2, User: bob}
	note := func(a world.Activity) { s.World.Do(func() { s.Cluster().NoteActivity(a) }) }
	smb.In = 100
	note(smb)
	s.Wait(10 * time.Second)
	note(smb)
	note(nfs)
	s.Run(
		papitest.Get(path+"?totalby=remote_addr,protocol,node&numeric=true", `{"client":[{"remote_addr":"10.9.0.1","protocol":"smb2","node":1,
			"num_operations":2,"operation_rate":0.2,"in":20,"user":{"name":"alice"}},{"protocol":"nfs3","node":2}]}`),
		papitest.Get(path+"?protocols=nfs3,nfs4", `{"client":[{"remote_addr":"10.9.0.2"}]}`),
		papitest.Get(path+"?nodes=2", `{"client":[{"remote_addr":"10.9.0.2"}]}`),
		papitest.Get(path+"?nodes=0", `{"client":[{"remote_addr":"10.9.0.1"}]}`),
		papitest.Refused("GET", path+"?protocols=smb9", "", 400, `{"errors":[{"field":"protocols"}]}`),
		papitest.Refused("GET", path+"?user_names=x", "", 501, ""),
		papitest.Refused("GET", path+"?nodes=9", "", 400, ""),
	)
	other := world.Activity{Remote: "10.9.0.3", Local: "10.0.1.10", Protocol: "smb2", LNN: 1, User: bob}
	note(other)
	s.World.Dials[dial.ClientSummary] = dial.TopClients
	s.Run(papitest.Get(path, `{"client":[{"remote_addr":"10.9.0.1"},{"remote_addr":"10.9.0.2"}]}`))
	delete(s.World.Dials, dial.ClientSummary)
	s.Wait(time.Minute)
	s.Run(papitest.Get(path, `{"client":[]}`))
	s.World.Dials[dial.ClientSummary] = dial.IdleClients
	s.Run(papitest.Get(path, `{"client":[{"remote_addr":"10.9.0.1"},{"remote_addr":"10.9.0.2"},{"remote_addr":"10.9.0.3"}]}`))
}
