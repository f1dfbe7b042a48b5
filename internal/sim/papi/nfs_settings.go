// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

var nfsSettingsRoutes = []Route{
	{"GET", "/protocols/nfs/settings/global", showNFSSettings},
	{"PUT", "/protocols/nfs/settings/global", changeNFSSettings},
	{"GET", "/protocols/nfs/settings/zone", showNFSZoneSettings},
	{"PUT", "/protocols/nfs/settings/zone", changeNFSZoneSettings},
}

func showNFSSettings(r *Request) Answer {
	return OK(map[string]any{"settings": r.Cluster.NFS.Global()})
}

func changeNFSSettings(r *Request) Answer {
	settings := r.Cluster.NFS.Global()
	if bad := r.Edit(&settings); bad != nil {
		return *bad
	}
	if settings.RPCMinThreads > settings.RPCMaxThreads {
		return BadRequest("rpc_minthreads", "rpc_minthreads must not exceed rpc_maxthreads")
	}
	r.Cluster.NFS.SetGlobal(settings)
	return Done()
}

func showNFSZoneSettings(r *Request) Answer {
	return OK(map[string]any{"settings": r.Cluster.NFS.ZoneSettings(r.Zone())})
}

func changeNFSZoneSettings(r *Request) Answer {
	settings := r.Cluster.NFS.ZoneSettings(r.Zone())
	if bad := r.Edit(&settings); bad != nil {
		return *bad
	}
	if settings.Zone != r.Zone() {
		return BadRequest("zone", "the zone in the body is not the zone in the query")
	}
	r.Cluster.NFS.SetZoneSettings(settings)
	return Done()
}
