// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

var sessionSettingsRoutes = []Route{
	{"GET", "/api/settings/sessions", showSessionSettings},
	{"PUT", "/api/settings/sessions", changeSessionSettings},
}

// defaultKeyRotation is seconds between signing keys; OneFS's own default is not known.
const defaultKeyRotation = 86400

func showSessionSettings(r *Request) Answer {
	c := &r.Cluster.Config
	rotation, mode := c.KeyRotation, "default"
	if rotation == 0 {
		rotation = defaultKeyRotation
	}
	if c.RequireSSO {
		mode = "require_sso"
	}
	return settings(map[string]any{"authentication_mode": mode, "key_rotation": rotation})
}

func changeSessionSettings(r *Request) Answer {
	var in struct {
		Mode     *string `json:"authentication_mode" enum:"default,require_sso"`
		Rotation *int64  `json:"key_rotation" range:"300,4294967295"`
	}
	if bad := r.Decode(&in); bad != nil {
		return *bad
	}
	set(&r.Cluster.Config.KeyRotation, in.Rotation)
	if in.Mode != nil {
		r.Cluster.Config.RequireSSO = *in.Mode == "require_sso"
	}
	return Done()
}
