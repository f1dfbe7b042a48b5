// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func TestCluster(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Run(
		papitest.Get("/platform/latest", `{"latest":"16"}`),
		papitest.Get("/platform/3/cluster/config", `{"name":"ps1","has_quorum":true,"local_lnn":1,"devices":[{"lnn":1,"is_up":true},{"lnn":2}],
			"onefs_version":{"release":"v9.5.0.0"},"upgrade_type":null}`),
		papitest.Ask("GET", "http://ps1-2:8080/platform/3/cluster/config", 200, `{"name":"ps1","local_lnn":2}`),
		papitest.Get("/platform/3/cluster/version", `{"nodes":[{"lnn":1,"release":"v9.5.0.0"},{"lnn":2}],"total":2}`),
		papitest.Get("/platform/16/cluster/nodes", `{"nodes":[{"lnn":1,"state":{"smartfail":{"down":false}}},{"lnn":2}],"total":2}`),
		papitest.Get("/platform/16/cluster/nodes/2", `{"nodes":[{"id":2,"lnn":2}]}`),
		papitest.Refused("GET", "/platform/16/cluster/nodes/3", "", 404, ""),
		papitest.Get("/platform/5/cluster/identity", `{"name":"ps1","description":"","logon":{"motd":""}}`),
		papitest.Put("/platform/5/cluster/identity", `{"description":"d","logon":{"motd":"hello"}}`),
		papitest.Get("/platform/5/cluster/identity", `{"description":"d","logon":{"motd":"hello","motd_header":""}}`),
		papitest.Get("/platform/2/cluster/external-ips", `["10.0.1.10","10.0.1.11"]`),
		papitest.Refused("PUT", "/platform/5/cluster/identity", `{"name":"x"}`, 501, ""),
		papitest.Refused("PUT", "/platform/5/cluster/identity", `{"logon":{"banner":"x"}}`, 400, `{"errors":[{"field":"logon.banner"}]}`),
	)
	s.Cluster().Node(2).Up = false
	s.Run(papitest.Get("/platform/3/cluster/config", `{"has_quorum":false,"devices":[{"is_up":true},{"is_up":false}]}`))
}

func TestLicences(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Config.Licenses.Put("SYNCIQ",
		world.License{ID: "SYNCIQ", Status: "Evaluation", Expires: papitest.Start.Add(10 * 24 * time.Hour)})
	s.Run(
		papitest.Get("/platform/5/license/licenses", `{"licenses":[{"id":"SMARTCONNECT_ADVANCED"},
			{"id":"SMARTQUOTAS","status":"Licensed","expiration":null},
			{"id":"SNAPSHOTIQ"},{"id":"SYNCIQ"}],"total":4,"valid_signature":true}`),
		papitest.Get("/platform/5/license/licenses/SMARTQUOTAS", `{"licenses":[{"name":"SmartQuotas","status":"Licensed"}]}`),
		papitest.Refused("GET", "/platform/5/license/licenses/X", "", 404, ""),
		papitest.Get("/platform/5/sync/license",
			`{"id":"SYNCIQ","status":"Evaluation","expiration":"2026-05-12","days_to_expiry":10,"expiring_alert":true}`),
		papitest.Get("/platform/5/quota/license", `{"id":"SMARTQUOTAS"}`),
		papitest.Get("/platform/5/snapshot/license", `{"id":"SNAPSHOTIQ"}`),
	)
	s.Wait(11 * 24 * time.Hour)
	s.Run(papitest.Get("/platform/5/sync/license", `{"status":"Evaluation Expired","expired_alert":true,"days_since_expiry":1}`))
}

func TestZones(t *testing.T) {
	t.Parallel()
	const zones = "/platform/3/zones"
	tests := map[string][]papitest.Step{
		"the System zone is always there": {
			papitest.Get(zones, `{"zones":[{"id":"System","name":"System","zone_id":1,"system":true,"path":"/ifs","groupnet":"groupnet0"}]}`),
			papitest.Get(zones+"/System", `{"zones":[{"zone_id":1}]}`),
			papitest.Get("/platform/1/zones-summary", `{"summary":{"count":1,"list":["System"]}}`),
			papitest.Get("/platform/1/zones-summary?groupnet=x", `{"summary":{"count":0,"list":[]}}`),
			papitest.Get("/platform/1/zones-summary/System", `{"summary":{"path":"/ifs"}}`),
			papitest.Refused("GET", "/platform/1/zones-summary/x", "", 404, ""),
			papitest.Refused("GET", zones+"/x", "", 404, ""),
			papitest.Refused("DELETE", zones+"/System", "", 409, ""),
		},
		"a zone's life": {
			papitest.Post(zones, `{"name":"prod","path":"/ifs/data/prod"}`, 400, `{"errors":[{"field":"path"}]}`),
			papitest.Post(zones, `{"name":"prod","path":"/ifs/data/prod","create_path":true,"groupnet":"groupnet0"}`, 201, `{"id":"prod"}`),
			papitest.Post(zones, `{"name":"prod"}`, 409, ""),
			papitest.Get(zones+"/prod",
				`{"zones":[{"zone_id":2,
					"auth_providers":["lsa-local-provider:prod","lsa-file-provider:prod"],"path":"/ifs/data/prod","system":false}]}`),
			papitest.Post(zones, `{"name":"inner","path":"/ifs/data/prod/x","create_path":true}`, 409, `{"errors":[{"field":"path"}]}`),
			papitest.Post(zones, `{"name":"inner","path":"/ifs/data/prod/x","create_path":true,"force_overlap":true}`, 201, ""),
			papitest.Put(zones+"/prod", `{"auth_providers":["lsa-local-provider:prod"]}`),
			papitest.Get(zones+"/prod", `{"zones":[{"auth_providers":["lsa-local-provider:prod"],"path":"/ifs/data/prod"}]}`),
			papitest.Put(papitest.PoolNAS1, `{"access_zone":"prod"}`),
			papitest.Get("/platform/16/network/pools?access_zone=prod", `{"pools":[{"name":"nas1"}]}`),
			papitest.Refused("DELETE", zones+"/prod", "", 409, ""),
			papitest.Put(papitest.PoolNAS1, `{"access_zone":"System"}`),
			papitest.Delete(zones + "/prod"),
			papitest.Refused("DELETE", zones+"/prod", "", 404, ""),
		},
		"wrong": {
			papitest.Refused("POST", zones, `{"name":"x","path":"/data"}`, 400, `{"errors":[{"field":"path"}]}`),
			papitest.Refused("POST", zones, `{"name":"x","groupnet":"y"}`, 404, `{"errors":[{"field":"groupnet"}]}`),
			papitest.Refused("POST", zones, `{"path":"/ifs"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED"}]}`),
			papitest.Refused("PUT", zones+"/System", `{"groupnet":"groupnet0"}`, 400, `{"errors":[{"field":"groupnet"}]}`),
			papitest.Refused("PUT", zones+"/System", `{"zone_id":5}`, 400, ""),
			papitest.Refused("PUT", zones+"/x", `{"path":"/ifs"}`, 404, ""),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			papitest.New(t).Run(steps...)
		})
	}
}
