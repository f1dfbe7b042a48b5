// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

var smbSettingsRoutes = []Route{
	{"GET", "/protocols/smb/settings/global", showSMBSettings},
	{"PUT", "/protocols/smb/settings/global", changeSMBSettings},
}

func showSMBSettings(r *Request) Answer {
	return OK(map[string]any{"settings": r.Cluster.SMB.Settings()})
}

func changeSMBSettings(r *Request) Answer {
	settings := r.Cluster.SMB.Settings()
	if bad := r.Edit(&settings); bad != nil {
		return *bad
	}
	r.Cluster.SMB.SetSettings(settings)
	return Done()
}
