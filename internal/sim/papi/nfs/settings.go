// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package nfs

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
)

var settingsRoutes = []rest.Route{
	rest.Get("/protocols/nfs/settings/global", showSettings),
	rest.Put("/protocols/nfs/settings/global", changeSettings),
	rest.Get("/protocols/nfs/settings/zone", showZoneSettings),
	rest.Put("/protocols/nfs/settings/zone", changeZoneSettings),
}

func showSettings(r *rest.Request) rest.Answer {
	return rest.OK(map[string]any{"settings": r.Cluster.NFS.Global()})
}

func changeSettings(r *rest.Request) rest.Answer {
	settings := r.Cluster.NFS.Global()
	if bad := r.Edit(&settings); bad != nil {
		return *bad
	}
	if settings.RPCMinThreads > settings.RPCMaxThreads {
		return rest.BadRequest("rpc_minthreads", "rpc_minthreads must not exceed rpc_maxthreads")
	}
	r.Cluster.NFS.SetGlobal(settings)
	return rest.Done()
}

func showZoneSettings(r *rest.Request) rest.Answer {
	return rest.OK(map[string]any{"settings": r.Cluster.NFS.ZoneSettings(r.Zone())})
}

func changeZoneSettings(r *rest.Request) rest.Answer {
	settings := r.Cluster.NFS.ZoneSettings(r.Zone())
	if bad := r.Edit(&settings); bad != nil {
		return *bad
	}
	if settings.Zone != r.Zone() {
		return rest.BadRequest("zone", "the zone in the body is not the zone in the query")
	}
	r.Cluster.NFS.SetZoneSettings(settings)
	return rest.Done()
}
