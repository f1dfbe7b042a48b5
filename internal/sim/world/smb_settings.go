// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// SMBGlobalSettings are the settings of the SMB service (/protocols/smb/settings/global, version 7).
type SMBGlobalSettings struct {
	AccessBasedShareEnum      bool    `json:"access_based_share_enum"`
	AuditFileshare            *string `json:"audit_fileshare" enum:"all,success,failure,none"`
	AuditLogon                *string `json:"audit_logon" enum:"all,success,failure,none"`
	DotSnapAccessibleChild    bool    `json:"dot_snap_accessible_child"`
	DotSnapAccessibleRoot     bool    `json:"dot_snap_accessible_root"`
	DotSnapVisibleChild       bool    `json:"dot_snap_visible_child"`
	DotSnapVisibleRoot        bool    `json:"dot_snap_visible_root"`
	EnableSecuritySignatures  bool    `json:"enable_security_signatures"`
	GuestUser                 string  `json:"guest_user" max:"511"`
	IgnoreEAs                 bool    `json:"ignore_eas"`
	OneFSCPUMultiplier        int64   `json:"onefs_cpu_multiplier" range:"1,4"`
	OneFSNumWorkers           int64   `json:"onefs_num_workers" range:"0,1024"`
	RejectUnencryptedAccess   bool    `json:"reject_unencrypted_access"`
	RequireSecuritySignatures bool    `json:"require_security_signatures"`
	ServerSideCopy            bool    `json:"server_side_copy"`
	ServerString              string  `json:"server_string" max:"511"`
	Service                   bool    `json:"service"`
	SrvCPUMultiplier          int64   `json:"srv_cpu_multiplier" range:"1,8"`
	SrvNumWorkers             int64   `json:"srv_num_workers" range:"0,1024"`
	SupportMultichannel       bool    `json:"support_multichannel"`
	SupportNetbios            bool    `json:"support_netbios"`
	SupportSMB2               bool    `json:"support_smb2"`
	SupportSMB3Encryption     bool    `json:"support_smb3_encryption"`
}

// DefaultSMBGlobalSettings are the settings of a cluster whose administrator changed nothing but turned the service on.
func DefaultSMBGlobalSettings() SMBGlobalSettings {
	return SMBGlobalSettings{
		DotSnapAccessibleRoot: true, DotSnapVisibleRoot: true, GuestUser: "nobody", OneFSCPUMultiplier: 4,
		RejectUnencryptedAccess: true, ServerSideCopy: true, ServerString: "PowerScale Server", Service: true,
		SrvCPUMultiplier: 4, SupportMultichannel: true, SupportSMB2: true,
	}
}
