// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package smb

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

var settingsRoutes = []rest.Route{
	rest.Get("/protocols/smb/settings/global", showSettings),
	rest.Put("/protocols/smb/settings/global", changeSettings),
}

func showSettings(r *rest.Request) rest.Answer {
	return rest.OK(map[string]any{"settings": r.Cluster.SMB.Settings()})
}

func changeSettings(r *rest.Request) rest.Answer {
	settings := r.Cluster.SMB.Settings()
	if bad := r.Edit(&settings); bad != nil {
		return *bad
	}
	r.Cluster.SMB.SetSettings(settings)
	return rest.Done()
}
