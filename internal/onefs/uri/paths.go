// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package uri

// Session is where a client logs in, File a file or directory.
const (
	Session = "/session/1/session"
	File    = "/namespace/{}"
)

// The cluster, its licences, clients and snapshots.
const (
	Latest           = "/platform/latest"
	ClusterConfig    = "/platform/3/cluster/config"
	Licenses         = "/platform/5/license/licenses"
	ClientStatistics = "/platform/3/statistics/summary/client"
	Snapshots        = "/platform/1/snapshot/snapshots"
	// SnapshotChangelist is in no contract: it is assumed.
	SnapshotChangelist = "/platform/10/snapshot/changelists/{}/entries"
)

// Access zones, accounts and Active Directory. RolePrivileges is only named to people.
const (
	Zones          = "/platform/3/zones"
	AuthID         = "/platform/14/auth/id"
	ADS            = "/platform/14/auth/providers/ads"
	ADSControllers = "/platform/7/auth/providers/ads/{}/controllers"
	RolePrivileges = "/platform/14/auth/roles/{}/privileges"
)

// Networks. A pool is named by groupnet, subnet and pool; see OfPool. PoolResumeNodes is only named to people.
const (
	Subnets         = "/platform/16/network/subnets"
	Subnet          = "/platform/16/network/groupnets/{}/subnets/{}"
	Interfaces      = "/platform/16/network/interfaces"
	Pools           = "/platform/16/network/pools"
	Pool            = "/platform/16/network/groupnets/{}/subnets/{}/pools/{}"
	PoolResumeNodes = "/platform/3/network/groupnets/{}/subnets/{}/pools/{}/sc-resume-nodes"
	DNSCacheFlush   = "/platform/3/network/dnscache/flush"
)

// SyncIQ.
const (
	SyncPolicies           = "/platform/14/sync/policies"
	SyncJobs               = "/platform/15/sync/jobs"
	SyncReports            = "/platform/15/sync/reports"
	SyncSettings           = "/platform/16/sync/settings"
	SyncRules              = "/platform/3/sync/rules"
	SyncTargetPolicies     = "/platform/1/sync/target/policies"
	SyncTargetCancel       = "/platform/1/sync/target/policies/{}/cancel"
	SyncTargetReports      = "/platform/15/sync/target/reports"
	SyncPeerCertificates   = "/platform/7/sync/certificates/peer"
	SyncServerCertificates = "/platform/7/sync/certificates/server"
)

// SMB, NFS and quotas.
const (
	SMBShares          = "/platform/12/protocols/smb/shares"
	SMBSessions        = "/platform/11/protocols/smb/sessions"
	SMBSessionsOf      = "/platform/1/protocols/smb/sessions/{}/{}"
	SMBOpenFiles       = "/platform/1/protocols/smb/openfiles"
	SMBSettings        = "/platform/7/protocols/smb/settings/global"
	NFSExports         = "/platform/4/protocols/nfs/exports"
	NFSAliases         = "/platform/15/protocols/nfs/aliases"
	NFSSettings        = "/platform/14/protocols/nfs/settings/global"
	Quotas             = "/platform/15/quota/quotas"
	QuotaNotifications = "/platform/7/quota/quotas/{}/notifications"
)

// Assumed are in no contract of ours: nothing is proven by what they do not answer.
const (
	WORMDomains = "/platform/1/worm/domains"
	CloudPools  = "/platform/4/cloud/pools"
)
