// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
)

// What no contract of ours has answers by a dial: not at all, or as assumed.
func TestAssumedPaths(t *testing.T) {
	t.Parallel()
	const changes, domains = "/platform/10/snapshot/changelists/1_2/entries", "/platform/10/worm/domains"
	s := papitest.New(t)
	s.Run(
		papitest.Refused("GET", changes, "", 404, ""), papitest.Refused("GET", domains, "", 404, ""),
		papitest.Post(papitest.Snapshots, `{"name":"one","path":"/ifs/data"}`, 201, `{"id":1}`),
	)
	s.World.Do(func() {
		for _, p := range []string{"/ifs/data/b", "/ifs/data/a"} {
			if err := s.Cluster().FS.Write(p, fs.Write{Bytes: 1, At: papitest.Start}); err != nil {
				t.Fatal(err)
			}
		}
		s.Cluster().AddWORMDomain("/ifs/data/locked", "enterprise")
	})
	s.Run(papitest.Post(papitest.Snapshots, `{"name":"two","path":"/ifs/data"}`, 201, `{"id":2}`))
	s.World.Dials[dial.Changelists], s.World.Dials[dial.WORMDomains] = "403", "403"
	s.Run(papitest.Refused("GET", changes, "", 403, ""), papitest.Refused("GET", domains, "", 403, ""))
	s.World.Dials[dial.Changelists], s.World.Dials[dial.WORMDomains] = "assumed", "assumed"
	s.Run(
		papitest.Get(changes, `{"entries":[{"path":"/ifs/data/a"},{"path":"/ifs/data/b"}],"total":2,"resume":null}`),
		papitest.Get(domains, `{"domains":[{"path":"/ifs/data/locked","type":"enterprise"}],"total":1}`),
		papitest.Refused("GET", "/platform/10/snapshot/changelists/1_9/entries", "", 404, ""),
	)
	if !s.Cluster().SmartLocked("/ifs/data") || !s.Cluster().SmartLocked("/ifs/data/locked/x") || s.Cluster().SmartLocked("/ifs/other") {
		t.Error("the wrong directories are locked")
	}
}

// No room for a snapshot: refused. SyncIQ's own snapshots go on.
func TestNoRoomForASnapshot(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Snapshots.Full = true
	s.Run(papitest.Refused("POST", papitest.Snapshots, `{"name":"one","path":"/ifs/data"}`, 500, ""))
	s.Cluster().Snapshots.Full = false
	s.Run(papitest.Post(papitest.Snapshots, `{"name":"one","path":"/ifs/data"}`, 201, `{"id":1}`))
}

// A default-directory quota makes quotas for the subdirectories that are created in it, not for those that are there (evidence-2.md E5).
func TestADirectoryThatIsMadeGetsItsQuota(t *testing.T) {
	t.Parallel()
	const quotas = "/platform/15/quota/quotas"
	s := papitest.New(t)
	s.Mkdir("/ifs/data/teams")
	s.Mkdir("/ifs/data/teams/old")
	s.Run(
		papitest.Post(quotas, `{"path":"/ifs/data/teams","type":"default-directory","include_snapshots":false,"enforced":true,
			"thresholds":{"hard":1073741824}}`, 201, ""),
		papitest.Step{Request: papitest.Request{
			Method: "PUT", Path: "/namespace/ifs/data/teams/new", Header: papitest.AsContainer,
		}, Status: 200},
		papitest.Get(quotas+"?type=directory", `{"quotas":[{"path":"/ifs/data/teams/new","linked":true,"thresholds":{"hard":1073741824}}]}`),
	)
}
