// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const roles = "/platform/14/auth/roles"

func TestRoleLife(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.cluster().Auth.AddPrincipal(world.Principal{Name: "failover", Type: "user", SID: "S-1-5-21-1-3001", UnixID: 3001})
	s.run(
		post(roles, `{"name":"DR","description":"failover","members":[{"name":"failover","type":"user"}],
			"privileges":[{"id":"ISI_PRIV_LOGIN_PAPI"},{"id":"ISI_PRIV_SYNCIQ","permission":"w"}]}`, 201, `{"id":"DR"}`),
		get(roles+"/DR", `{"roles":[{"id":"DR","name":"DR","description":"failover","members":[{"id":"UID:3001","name":"failover",
			"type":"user"}],
			"privileges":[{"id":"ISI_PRIV_LOGIN_PAPI","permission":"r"},{"id":"ISI_PRIV_SYNCIQ","permission":"w","name":"SyncIQ"}]}]}`),
		get(roles+"?sort=name&limit=1", `{"roles":[{"name":"DR"}]}`),
		put(roles+"/DR", `{"name":"Failover"}`),
		refused("GET", roles+"/DR", "", 404, `{"errors":[{"field":"role"}]}`),
		get(roles+"/Failover/privileges", `{"privileges":[{"id":"ISI_PRIV_LOGIN_PAPI"},{"id":"ISI_PRIV_SYNCIQ"}]}`),
		post(roles+"/Failover/privileges", `{"id":"ISI_PRIV_QUOTA","permission":"w"}`, 201, `{"id":"ISI_PRIV_QUOTA"}`),
		refused("POST", roles+"/Failover/privileges", `{"id":"ISI_PRIV_QUOTA","permission":"r"}`, 409, ""),
		refused("POST", roles+"/Failover/privileges", `{"id":"ISI_PRIV_NONE"}`, 400, `{"errors":[{"field":"privileges"}]}`),
		del(roles+"/Failover/privileges/ISI_PRIV_QUOTA"),
		refused("DELETE", roles+"/Failover/privileges/ISI_PRIV_QUOTA", "", 404, ""),
		get("/platform/8/auth/roles/Failover/members", `{"total":1,"members":[{"name":"failover"}]}`),
		post("/platform/8/auth/roles/Failover/members", `{"name":"nobody"}`, 201, `{"id":"UID:65534"}`),
		refused("POST", "/platform/8/auth/roles/Failover/members", `{"name":"nobody"}`, 409, ""),
		refused("POST", "/platform/8/auth/roles/Failover/members", `{"name":"zed"}`, 400, ""),
		get("/platform/8/auth/roles/Failover/members", `{"total":2}`),
		del(roles+"/Failover"),
		refused("DELETE", roles+"/Failover", "", 404, ""),
		refused("GET", roles+"/Failover/privileges", "", 404, ""),
		refused("GET", "/platform/8/auth/roles/Failover/members", "", 404, ""),
	)
}

func TestRoleRefusals(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.cluster().Auth.PutRole(world.Role{Name: "SystemAdmin", Zone: "System", BuiltIn: true})
	s.run(
		post(roles, `{"name":"Watchers"}`, 201, ""),
		post(roles, `{"name":"Movers"}`, 201, ""),
		refused("POST", roles, `{"name":"WATCHERS"}`, 409, `{"errors":[{"code":"AEC_CONFLICT"}]}`),
		refused("POST", roles, `{"name":" x"}`, 400, `{"errors":[{"field":"name"}]}`),
		refused("POST", roles, `{"description":"x"}`, 400, `{"errors":[{"field":"name"}]}`),
		refused("POST", roles, `{"name":"x","members":[{"name":"zed"}]}`, 400, `{"errors":[{"field":"members"}]}`),
		refused("POST", roles, `{"name":"x","privileges":[{"id":"ISI_PRIV_LOGIN_PAPI","permission":"w"}]}`, 400,
			`{"errors":[{"field":"privileges"}]}`),
		refused("POST", roles, `{"name":"x","privileges":[{"id":"ISI_PRIV_QUOTA_QUOTAMANAGEMENT","permission":"w"}]}`, 400, ""),
		refused("POST", roles, `{"name":"x","privileges":[{"id":"ISI_PRIV_QUOTA"},{"id":"ISI_PRIV_QUOTA_QUOTAMANAGEMENT",
			"permission":"w"}]}`, 400, ""),
		refused("PUT", roles+"/Watchers", `{"name":"Movers"}`, 409, ""),
		refused("PUT", roles+"/Watchers", `{"id":"x"}`, 400, ""),
		refused("DELETE", roles+"/SystemAdmin", "", 403, `{"errors":[{"code":"AEC_FORBIDDEN"}]}`),
		refused("GET", roles+"?zone=none", "", 404, ""),
		refused("GET", "/platform/14/auth/privileges?zone=none", "", 404, ""),
		get("/platform/14/auth/privileges", ""),
	)
}

func TestWhoAmI(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const id = "/platform/14/auth/id"
	as := func(user, path, want string) step {
		return step{request{method: "GET", path: path, user: user}, 200, want}
	}
	s.cluster().Auth.PutRole(world.Role{Name: "Few", Zone: "System", Members: []world.Persona{{Name: "few"}}, Privileges: []world.Privilege{
		{ID: "ISI_PRIV_LOGIN_PAPI"}, {ID: "ISI_PRIV_QUOTA", Permission: "w"}, {ID: "ISI_PRIV_QUOTA_QUOTAMANAGEMENT", Permission: "r"},
	}})
	s.cluster().Auth.AddLogin("few", password)
	s.run(
		as("few", id, `{"ntoken":{"zid":1,"uid":{"name":"few"},"privilege":[
			{"id":"ISI_PRIV_LOGIN_PAPI","permission":"r"},{"id":"ISI_PRIV_QUOTA","permission":"w"}]}}`),
		as("few", id+"?listchildprivs=true", `{"ntoken":{"privilege":[
			{"id":"ISI_PRIV_LOGIN_PAPI"},{"id":"ISI_PRIV_QUOTA","permission":"w"},{"id":"ISI_PRIV_QUOTA_QUOTAMANAGEMENT","permission":"r"}]}}`),
		as("", id, `{"ntoken":{"uid":{"id":"UID:0","name":"root"},"user_sid":{"id":"SID:S-1-22-1-0"}}}`),
	)
	status, _, body := s.do(request{method: "GET", path: id, user: "nobody"})
	if status != 401 || strings.Contains(string(body), "ntoken") {
		t.Errorf("without a log-in: %d %s", status, body)
	}
}
