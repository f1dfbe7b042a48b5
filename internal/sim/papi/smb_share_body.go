// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"

// smbShareBody are the properties that both creation and change of a share accept.
type smbShareBody struct {
	AccessBasedEnumeration         bool                  `json:"access_based_enumeration"`
	AccessBasedEnumerationRootOnly bool                  `json:"access_based_enumeration_root_only"`
	AllowDeleteReadonly            bool                  `json:"allow_delete_readonly"`
	AllowExecuteAlways             bool                  `json:"allow_execute_always"`
	AllowVariableExpansion         bool                  `json:"allow_variable_expansion"`
	AutoCreateDirectory            bool                  `json:"auto_create_directory"`
	Browsable                      bool                  `json:"browsable"`
	CATimeout                      int64                 `json:"ca_timeout"`
	CAWriteIntegrity               string                `json:"ca_write_integrity" enum:"none,write-read-coherent,full"`
	ChangeNotify                   string                `json:"change_notify" enum:"all,norecurse,none"`
	CreatePermissions              string                `json:"create_permissions" enum:"default acl,inherit mode bits,use create mask and mode"`
	CSCPolicy                      string                `json:"csc_policy" enum:"manual,documents,programs,none"`
	Description                    string                `json:"description"`
	DirectoryCreateMask            int64                 `json:"directory_create_mask"`
	DirectoryCreateMode            int64                 `json:"directory_create_mode"`
	FileCreateMask                 int64                 `json:"file_create_mask"`
	FileCreateMode                 int64                 `json:"file_create_mode"`
	FileFilterExtensions           []string              `json:"file_filter_extensions"`
	FileFilterType                 string                `json:"file_filter_type" enum:"deny,allow"`
	FileFilteringEnabled           bool                  `json:"file_filtering_enabled"`
	HideDotFiles                   bool                  `json:"hide_dot_files"`
	HostACL                        []string              `json:"host_acl"`
	ImpersonateGuest               string                `json:"impersonate_guest" enum:"always,bad user,never"`
	ImpersonateUser                string                `json:"impersonate_user"`
	InheritablePathACL             bool                  `json:"inheritable_path_acl"`
	MangleByteStart                int64                 `json:"mangle_byte_start"`
	MangleMap                      []string              `json:"mangle_map"`
	NTFSACLSupport                 bool                  `json:"ntfs_acl_support"`
	Oplocks                        bool                  `json:"oplocks"`
	Permissions                    []world.SMBPermission `json:"permissions"`
	RunAsRoot                      []world.Persona       `json:"run_as_root"`
	SMB3EncryptionEnabled          bool                  `json:"smb3_encryption_enabled"`
	SparseFile                     bool                  `json:"sparse_file"`
	StrictCALockout                bool                  `json:"strict_ca_lockout"`
	StrictFlush                    bool                  `json:"strict_flush"`
	StrictLocking                  bool                  `json:"strict_locking"`
	Zone                           string                `json:"zone"`
}

type smbShareCreate struct {
	smbShareBody

	Name                  string `json:"name" required:"true"`
	Path                  string `json:"path" required:"true"`
	ContinuouslyAvailable bool   `json:"continuously_available"`
	CreatePath            bool   `json:"create_path"`
}

type smbShareChange struct {
	smbShareBody

	Name string `json:"name"`
	Path string `json:"path"`
}
