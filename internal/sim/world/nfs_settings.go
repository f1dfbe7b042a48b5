// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// NFSGlobalSettings are the settings of the NFS service (/protocols/nfs/settings/global, version 14).
type NFSGlobalSettings struct {
	NFSv3Enabled     bool  `json:"nfsv3_enabled"`
	NFSv3RDMAEnabled bool  `json:"nfsv3_rdma_enabled"`
	NFSv40Enabled    bool  `json:"nfsv40_enabled"`
	NFSv41Enabled    bool  `json:"nfsv41_enabled"`
	NFSv42Enabled    bool  `json:"nfsv42_enabled"`
	NFSv4Enabled     bool  `json:"nfsv4_enabled"`
	RPCMaxThreads    int64 `json:"rpc_maxthreads"`
	RPCMinThreads    int64 `json:"rpc_minthreads"`
	RquotaEnabled    bool  `json:"rquota_enabled"`
	Service          bool  `json:"service"`
}

// NFSZoneSettings are the settings of NFSv4 names in one access zone (/protocols/nfs/settings/zone, version 2).
type NFSZoneSettings struct {
	AllowNumericIDs bool   `json:"nfsv4_allow_numeric_ids"`
	Domain          string `json:"nfsv4_domain"`
	NoDomain        bool   `json:"nfsv4_no_domain"`
	NoDomainUIDs    bool   `json:"nfsv4_no_domain_uids"`
	NoNames         bool   `json:"nfsv4_no_names"`
	ReplaceDomain   bool   `json:"nfsv4_replace_domain"`
	Zone            string `json:"zone"`
}

// Global are the settings of the whole service.
func (n *NFS) Global() NFSGlobalSettings {
	if n.global == nil {
		return NFSGlobalSettings{
			NFSv3Enabled: true, NFSv40Enabled: true, NFSv4Enabled: true, RPCMaxThreads: 16, RPCMinThreads: 16, Service: true,
		}
	}
	return *n.global
}

// SetGlobal replaces the settings. Turning the service off drops every lock.
func (n *NFS) SetGlobal(v NFSGlobalSettings) {
	n.global = &v
	if !v.Service {
		n.locks, n.nlm = Table[NFSLock]{}, Table[NLMSession]{}
	}
}

// ZoneSettings are the settings of one zone.
func (n *NFS) ZoneSettings(zone string) NFSZoneSettings {
	if v, ok := n.zones.Get(zone); ok {
		return v
	}
	return NFSZoneSettings{AllowNumericIDs: true, Domain: "localhost", NoDomainUIDs: true, ReplaceDomain: true, Zone: zone}
}

// SetZoneSettings replaces the settings of the zone that v names.
func (n *NFS) SetZoneSettings(v NFSZoneSettings) { n.zones.Put(v.Zone, v) }
