// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"testing"
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

func TestCluster(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(
		get("/platform/latest", `{"latest":"16"}`),
		get("/platform/3/cluster/config", `{"name":"ps1","has_quorum":true,"local_lnn":1,"devices":[{"lnn":1,"is_up":true},{"lnn":2}],
			"onefs_version":{"release":"v9.5.0.0"},"upgrade_type":null}`),
		step{request{method: "GET", path: "http://ps1-2:8080/platform/3/cluster/config"}, 200, `{"name":"ps1","local_lnn":2}`},
		get("/platform/3/cluster/version", `{"nodes":[{"lnn":1,"release":"v9.5.0.0"},{"lnn":2}],"total":2}`),
		get("/platform/16/cluster/nodes", `{"nodes":[{"lnn":1,"state":{"smartfail":{"down":false}}},{"lnn":2}],"total":2}`),
		get("/platform/16/cluster/nodes/2", `{"nodes":[{"id":2,"lnn":2}]}`),
		refused("GET", "/platform/16/cluster/nodes/3", "", 404, ""),
		get("/platform/5/cluster/identity", `{"name":"ps1","description":"","logon":{"motd":""}}`),
		put("/platform/5/cluster/identity", `{"description":"d","logon":{"motd":"hello"}}`),
		get("/platform/5/cluster/identity", `{"description":"d","logon":{"motd":"hello","motd_header":""}}`),
		refused("PUT", "/platform/5/cluster/identity", `{"name":"x"}`, 501, ""),
		refused("PUT", "/platform/5/cluster/identity", `{"logon":{"banner":"x"}}`, 400, `{"errors":[{"field":"logon.banner"}]}`),
	)
	s.cluster().Node(2).Up = false
	s.run(get("/platform/3/cluster/config", `{"has_quorum":false,"devices":[{"is_up":true},{"is_up":false}]}`))
}

func TestLicences(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.cluster().Config.Licenses.Put("SYNCIQ", world.License{ID: "SYNCIQ", Status: "Evaluation", Expires: start.Add(10 * 24 * time.Hour)})
	s.run(
		get("/platform/5/license/licenses", `{"licenses":[{"id":"SMARTCONNECT_ADVANCED"},
			{"id":"SMARTQUOTAS","status":"Licensed","expiration":null},
			{"id":"SNAPSHOTIQ"},{"id":"SYNCIQ"}],"total":4,"valid_signature":true}`),
		get("/platform/5/license/licenses/SMARTQUOTAS", `{"licenses":[{"name":"SmartQuotas","status":"Licensed"}]}`),
		refused("GET", "/platform/5/license/licenses/X", "", 404, ""),
		get("/platform/5/sync/license",
			`{"id":"SYNCIQ","status":"Evaluation","expiration":"2026-05-12","days_to_expiry":10,"expiring_alert":true}`),
		get("/platform/5/quota/license", `{"id":"SMARTQUOTAS"}`),
		get("/platform/5/snapshot/license", `{"id":"SNAPSHOTIQ"}`),
	)
	s.wait(11 * 24 * time.Hour)
	s.run(get("/platform/5/sync/license", `{"status":"Evaluation Expired","expired_alert":true,"days_since_expiry":1}`))
}

func TestZones(t *testing.T) {
	t.Parallel()
	const zones = "/platform/3/zones"
	tests := map[string][]step{
		"the System zone is always there": {
			get(zones, `{"zones":[{"id":"System","name":"System","zone_id":1,"system":true,"path":"/ifs","groupnet":"groupnet0"}]}`),
			get(zones+"/System", `{"zones":[{"zone_id":1}]}`),
			get("/platform/1/zones-summary", `{"summary":{"count":1,"list":["System"]}}`),
			get("/platform/1/zones-summary?groupnet=x", `{"summary":{"count":0,"list":[]}}`),
			get("/platform/1/zones-summary/System", `{"summary":{"path":"/ifs"}}`),
			refused("GET", "/platform/1/zones-summary/x", "", 404, ""),
			refused("GET", zones+"/x", "", 404, ""),
			refused("DELETE", zones+"/System", "", 409, ""),
		},
		"a zone's life": {
			post(zones, `{"name":"prod","path":"/ifs/data/prod"}`, 400, `{"errors":[{"field":"path"}]}`),
			post(zones, `{"name":"prod","path":"/ifs/data/prod","create_path":true,"groupnet":"groupnet0"}`, 201, `{"id":"prod"}`),
			post(zones, `{"name":"prod"}`, 409, ""),
			get(zones+"/prod", `{"zones":[{"zone_id":2,"auth_providers":[],"path":"/ifs/data/prod","system":false}]}`),
			post(zones, `{"name":"inner","path":"/ifs/data/prod/x","create_path":true}`, 409, `{"errors":[{"field":"path"}]}`),
			post(zones, `{"name":"inner","path":"/ifs/data/prod/x","create_path":true,"force_overlap":true}`, 201, ""),
			put(zones+"/prod", `{"auth_providers":["lsa-local-provider:prod"]}`),
			get(zones+"/prod", `{"zones":[{"auth_providers":["lsa-local-provider:prod"],"path":"/ifs/data/prod"}]}`),
			put(poolNAS1, `{"access_zone":"prod"}`),
			get("/platform/16/network/pools?access_zone=prod", `{"pools":[{"name":"nas1"}]}`),
			refused("DELETE", zones+"/prod", "", 409, ""),
			put(poolNAS1, `{"access_zone":"System"}`),
			del(zones + "/prod"),
			refused("DELETE", zones+"/prod", "", 404, ""),
		},
		"wrong": {
			refused("POST", zones, `{"name":"x","path":"/data"}`, 400, `{"errors":[{"field":"path"}]}`),
			refused("POST", zones, `{"name":"x","groupnet":"y"}`, 404, `{"errors":[{"field":"groupnet"}]}`),
			refused("POST", zones, `{"path":"/ifs"}`, 400, `{"errors":[{"code":"AEC_ARG_REQUIRED"}]}`),
			refused("PUT", zones+"/System", `{"groupnet":"groupnet0"}`, 400, `{"errors":[{"field":"groupnet"}]}`),
			refused("PUT", zones+"/System", `{"zone_id":5}`, 400, ""),
			refused("PUT", zones+"/x", `{"path":"/ifs"}`, 404, ""),
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newSite(t).run(steps...)
		})
	}
}

func TestSessionSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const path = "/platform/16/api/settings/sessions"
	s.run(
		get(path, `{"settings":{"authentication_mode":"default"}}`),
		put(path, `{"authentication_mode":"require_sso","key_rotation":300}`),
		get(path, `{"settings":{"authentication_mode":"require_sso","key_rotation":300}}`),
		step{request{method: "POST", path: "/session/1/session", body: logIn, user: "nobody"}, 401, ""},
		refused("PUT", path, `{"key_rotation":1}`, 400, `{"errors":[{"field":"key_rotation"}]}`),
	)
}
