// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package session

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

var settingsRoutes = []rest.Route{
	rest.Get("/api/settings/sessions", showSettings),
	rest.Put("/api/settings/sessions", changeSettings),
}

// defaultKeyRotation is seconds between signing keys; OneFS's own default is not known.
const defaultKeyRotation = 86400

func showSettings(r *rest.Request) rest.Answer {
	c := &r.Cluster.Config
	rotation, mode := c.KeyRotation, "default"
	if rotation == 0 {
		rotation = defaultKeyRotation
	}
	if c.RequireSSO {
		mode = "require_sso"
	}
	return rest.Settings(map[string]any{"authentication_mode": mode, "key_rotation": rotation})
}

func changeSettings(r *rest.Request) rest.Answer {
	var in struct {
		Mode     *string `json:"authentication_mode" enum:"default,require_sso"`
		Rotation *int64  `json:"key_rotation" range:"300,4294967295"`
	}
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	rest.Set(&r.Cluster.Config.KeyRotation, in.Rotation)
	if in.Mode != nil {
		r.Cluster.Config.RequireSSO = *in.Mode == "require_sso"
	}
	return rest.Done()
}
