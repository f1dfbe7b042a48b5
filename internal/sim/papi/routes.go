// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "slices"

// Routes lists all routes, area by area. A new area adds its table here.
func Routes() []Route {
	return slices.Concat(
		latestRoutes,
		sessionRoutes, sessionSettingsRoutes,
		clusterRoutes, licenseRoutes, zoneRoutes,
		snapshotRoutes, eventRoutes, statisticsRoutes, namespaceRoutes,
		groupnetRoutes, subnetRoutes, poolRoutes, poolStateRoutes, interfaceRoutes, networkSettingsRoutes,
		syncPolicyRoutes, syncJobRoutes, syncTargetRoutes, syncReportRoutes, syncSettingsRoutes, syncRuleRoutes, syncCertificateRoutes,
		smbShareRoutes, smbSessionRoutes, smbSettingsRoutes,
		nfsExportRoutes, nfsAliasRoutes, nfsCheckRoutes, nfsLockRoutes, nfsSettingsRoutes,
		quotaRoutes, quotaNotificationRoutes, quotaSettingsRoutes,
		adsRoutes, authSummaryRoutes, roleRoutes, rolePartRoutes,
	)
}
