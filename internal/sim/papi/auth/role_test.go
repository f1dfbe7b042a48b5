// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"strings"
	"testing"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/papitest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

const roles = "/platform/14/auth/roles"

func TestRoleLife(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Auth.AddPrincipal(world.Principal{Name: "failover", Type: "user", SID: "S-1-5-21-1-3001", UnixID: 3001})
	s.Run(
		papitest.Post(roles, `{"name":"DR","description":"failover","members":[{"name":"failover","type":"user"}],
			"privileges":[{"id":"ISI_PRIV_LOGIN_PAPI"},{"id":"ISI_PRIV_SYNCIQ","permission":"w"}]}`, 201, `{"id":"DR"}`),
		papitest.Get(roles+"/DR", `{"roles":[{"id":"DR","name":"DR","description":"failover","members":[{"id":"UID:3001","name":"failover",
			"type":"user"}],
			"privileges":[{"id":"ISI_PRIV_LOGIN_PAPI","permission":"r"},{"id":"ISI_PRIV_SYNCIQ","permission":"w","name":"SyncIQ"}]}]}`),
		papitest.Get(roles+"?sort=name&limit=1&dir=DESC", `{"roles":[{"name":"storage"}],"total":8}`),
		papitest.Put(roles+"/DR", `{"name":"Failover"}`),
		papitest.Refused("GET", roles+"/DR", "", 404, `{"errors":[{"field":"role"}]}`),
		papitest.Get(roles+"/Failover/privileges", `{"privileges":[{"id":"ISI_PRIV_LOGIN_PAPI"},{"id":"ISI_PRIV_SYNCIQ"}]}`),
		papitest.Post(roles+"/Failover/privileges", `{"id":"ISI_PRIV_QUOTA","permission":"w"}`, 201, `{"id":"ISI_PRIV_QUOTA"}`),
		papitest.Refused("POST", roles+"/Failover/privileges", `{"id":"ISI_PRIV_QUOTA","permission":"r"}`, 409, ""),
		papitest.Refused("POST", roles+"/Failover/privileges", `{"id":"ISI_PRIV_NONE"}`, 400, `{"errors":[{"field":"privileges"}]}`),
		papitest.Delete(roles+"/Failover/privileges/ISI_PRIV_QUOTA"),
		papitest.Refused("DELETE", roles+"/Failover/privileges/ISI_PRIV_QUOTA", "", 404, ""),
		papitest.Get("/platform/8/auth/roles/Failover/members", `{"total":1,"members":[{"name":"failover"}]}`),
		papitest.Post("/platform/8/auth/roles/Failover/members", `{"name":"nobody"}`, 201, `{"id":"UID:65534"}`),
		papitest.Refused("POST", "/platform/8/auth/roles/Failover/members", `{"name":"nobody"}`, 409, ""),
		papitest.Refused("POST", "/platform/8/auth/roles/Failover/members", `{"name":"zed"}`, 400, ""),
		papitest.Get("/platform/8/auth/roles/Failover/members", `{"total":2}`),
		papitest.Delete(roles+"/Failover"),
		papitest.Refused("DELETE", roles+"/Failover", "", 404, ""),
		papitest.Refused("GET", roles+"/Failover/privileges", "", 404, ""),
		papitest.Refused("GET", "/platform/8/auth/roles/Failover/members", "", 404, ""),
	)
}

func TestRoleRefusals(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	s.Cluster().Auth.PutRole(world.Role{Name: "SystemAdmin", Zone: "System", BuiltIn: true})
	s.Run(
		papitest.Post(roles, `{"name":"Watchers"}`, 201, ""),
		papitest.Post(roles, `{"name":"Movers"}`, 201, ""),
		papitest.Refused("POST", roles, `{"name":"WATCHERS"}`, 409, `{"errors":[{"code":"AEC_CONFLICT"}]}`),
		papitest.Refused("POST", roles, `{"name":" x"}`, 400, `{"errors":[{"field":"name"}]}`),
		papitest.Refused("POST", roles, `{"description":"x"}`, 400, `{"errors":[{"field":"name"}]}`),
		papitest.Refused("POST", roles, `{"name":"x","members":[{"name":"zed"}]}`, 400, `{"errors":[{"field":"members"}]}`),
		papitest.Refused("POST", roles, `{"name":"x","privileges":[{"id":"ISI_PRIV_LOGIN_PAPI","permission":"w"}]}`, 400,
			`{"errors":[{"field":"privileges"}]}`),
		papitest.Refused("POST", roles, `{"name":"x","privileges":[{"id":"ISI_PRIV_QUOTA_QUOTAMANAGEMENT","permission":"w"}]}`, 400, ""),
		papitest.Refused("POST", roles, `{"name":"x","privileges":[{"id":"ISI_PRIV_QUOTA"},{"id":"ISI_PRIV_QUOTA_QUOTAMANAGEMENT",
			"permission":"w"}]}`, 400, ""),
		papitest.Refused("PUT", roles+"/Watchers", `{"name":"Movers"}`, 409, ""),
		papitest.Refused("PUT", roles+"/Watchers", `{"id":"x"}`, 400, ""),
		papitest.Refused("DELETE", roles+"/SystemAdmin", "", 403, `{"errors":[{"code":"AEC_FORBIDDEN"}]}`),
		papitest.Refused("GET", roles+"?zone=none", "", 404, ""),
		papitest.Refused("GET", "/platform/14/auth/privileges?zone=none", "", 404, ""),
		papitest.Get("/platform/14/auth/privileges", ""),
	)
}

func TestWhoAmI(t *testing.T) {
	t.Parallel()
	s := papitest.New(t)
	const id = "/platform/14/auth/id"
	as := func(user, path, want string) papitest.Step {
		return papitest.Step{Request: papitest.Request{Method: "GET", Path: path, User: user}, Status: 200, Want: want}
	}
	s.Cluster().Auth.PutRole(world.Role{Name: "Few", Zone: "System", Members: []world.Persona{{Name: "few"}}, Privileges: []world.Privilege{
		{ID: "ISI_PRIV_LOGIN_PAPI"}, {ID: "ISI_PRIV_QUOTA", Permission: "w"}, {ID: "ISI_PRIV_QUOTA_QUOTAMANAGEMENT", Permission: "r"},
	}})
	s.Cluster().Auth.AddLogin("few", papitest.Password)
	s.Run(
		as("few", id, `{"ntoken":{"zid":1,"uid":{"name":"few"},"privilege":[
			{"id":"ISI_PRIV_LOGIN_PAPI","permission":"r"},{"id":"ISI_PRIV_QUOTA","permission":"w"}]}}`),
		as("few", id+"?listchildprivs=true", `{"ntoken":{"privilege":[
			{"id":"ISI_PRIV_LOGIN_PAPI"},{"id":"ISI_PRIV_QUOTA","permission":"w"},{"id":"ISI_PRIV_QUOTA_QUOTAMANAGEMENT","permission":"r"}]}}`),
		as("", id, `{"ntoken":{"uid":{"id":"UID:0","name":"root"},"user_sid":{"id":"SID:S-1-22-1-0"}}}`),
	)
	status, _, body := s.Do(papitest.Request{Method: "GET", Path: id, User: "nobody"})
	if status != 401 || strings.Contains(string(body), "ntoken") {
		t.Errorf("without a log-in: %d %s", status, body)
	}
}
