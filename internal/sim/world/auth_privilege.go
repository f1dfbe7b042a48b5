// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// PrivilegeInfo describes one privilege of the release (/auth/privileges, version 14).
type PrivilegeInfo struct {
	Category    string         `json:"category"`
	Description string         `json:"description"`
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	ParentID    string         `json:"parent_id,omitempty"`
	Permission  PrivilegeLevel `json:"permission"` // the highest level that can be given
	Level       string         `json:"privilegelevel"`
	URI         string         `json:"uri,omitempty"`
}

// PrivilegeCatalogue lists the privileges that guard the areas a failover touches [B§11], and those around them.
func PrivilegeCatalogue() []PrivilegeInfo {
	feature := func(id, category, name, uri string, top PrivilegeLevel) PrivilegeInfo {
		return PrivilegeInfo{
			Category: category, Description: "Use of " + name, ID: id, Name: name, Permission: top, Level: "feature", URI: uri,
		}
	}
	entity := func(id, parent, category, name, uri string) PrivilegeInfo {
		return PrivilegeInfo{
			Category: category, Description: "Use of " + name, ID: id, Name: name, ParentID: parent, Permission: "w",
			Level: "entity", URI: uri,
		}
	}
	return []PrivilegeInfo{
		feature("ISI_PRIV_LOGIN_PAPI", "Login", "Log in to Platform API", "/session", "r"),
		feature("ISI_PRIV_LOGIN_SSH", "Login", "Log in to SSH", "", "r"),
		feature("ISI_PRIV_AUTH", "Configuration", "Auth", "/auth", "w"),
		feature("ISI_PRIV_ROLE", "Configuration", "Roles", "/auth/roles", "w"),
		feature("ISI_PRIV_CLUSTER", "Configuration", "Cluster", "/cluster", "w"),
		feature("ISI_PRIV_DEVICES", "Configuration", "Devices", "/cluster/nodes", "w"),
		feature("ISI_PRIV_EVENT", "Configuration", "Event", "/event", "w"),
		feature("ISI_PRIV_JOB_ENGINE", "Configuration", "Job Engine", "/job", "w"),
		feature("ISI_PRIV_LICENSE", "Configuration", "License", "/license", "w"),
		feature("ISI_PRIV_NETWORK", "Configuration", "Network", "/network", "w"),
		feature("ISI_PRIV_NFS", "Configuration", "NFS", "/protocols/nfs", "w"),
		feature("ISI_PRIV_QUOTA", "Configuration", "Quota", "/quota", "w"),
		entity("ISI_PRIV_QUOTA_QUOTAMANAGEMENT", "ISI_PRIV_QUOTA", "Configuration", "Quota Management", "/quota/quotas"),
		feature("ISI_PRIV_SMB", "Configuration", "SMB", "/protocols/smb", "w"),
		feature("ISI_PRIV_SNAPSHOT", "Configuration", "Snapshot", "/snapshot", "w"),
		feature("ISI_PRIV_STATISTICS", "Configuration", "Statistics", "/statistics", "w"),
		feature("ISI_PRIV_SYNCIQ", "Configuration", "SyncIQ", "/sync", "w"),
		feature("ISI_PRIV_NS_IFS_ACCESS", "Namespace", "Namespace Access", "/namespace", "r"),
		feature("ISI_PRIV_NS_TRAVERSE", "Namespace", "Namespace Traverse", "/namespace", "r"),
	}
}

// KnownPrivilege returns the catalogue's entry of that id.
func KnownPrivilege(id string) (PrivilegeInfo, bool) {
	for _, p := range PrivilegeCatalogue() {
		if p.ID == id {
			return p, true
		}
	}
	return PrivilegeInfo{}, false
}
