// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// SMBShare is one share with every property that the API shows (/protocols/smb/shares, version 12).
type SMBShare struct {
	AccessBasedEnumeration         bool            `json:"access_based_enumeration"`
	AccessBasedEnumerationRootOnly bool            `json:"access_based_enumeration_root_only"`
	AllowDeleteReadonly            bool            `json:"allow_delete_readonly"`
	AllowExecuteAlways             bool            `json:"allow_execute_always"`
	AllowVariableExpansion         bool            `json:"allow_variable_expansion"`
	AutoCreateDirectory            bool            `json:"auto_create_directory"`
	Browsable                      bool            `json:"browsable"`
	CATimeout                      int64           `json:"ca_timeout" range:"2,6000"` // seconds
	CAWriteIntegrity               string          `json:"ca_write_integrity" enum:"none,write-read-coherent,full"`
	ChangeNotify                   string          `json:"change_notify" enum:"all,norecurse,none"`
	ContinuouslyAvailable          bool            `json:"continuously_available" api:"create"` // settable at creation only
	CreatePermissions              string          `json:"create_permissions" enum:"default acl,inherit mode bits,use create mask and mode"`
	CSCPolicy                      string          `json:"csc_policy" enum:"manual,documents,programs,none"`
	Description                    string          `json:"description" max:"511"`
	DirectoryCreateMask            int64           `json:"directory_create_mask" range:"0,511"`
	DirectoryCreateMode            int64           `json:"directory_create_mode" range:"0,511"`
	FileCreateMask                 int64           `json:"file_create_mask" range:"0,511"`
	FileCreateMode                 int64           `json:"file_create_mode" range:"0,511"`
	FileFilterExtensions           []string        `json:"file_filter_extensions"`
	FileFilterType                 string          `json:"file_filter_type" enum:"deny,allow"`
	FileFilteringEnabled           bool            `json:"file_filtering_enabled"`
	HideDotFiles                   bool            `json:"hide_dot_files"`
	HostACL                        []string        `json:"host_acl"`
	ID                             string          `json:"id" api:"read"`
	ImpersonateGuest               string          `json:"impersonate_guest" enum:"always,bad user,never"`
	ImpersonateUser                string          `json:"impersonate_user" max:"511"`
	InheritablePathACL             bool            `json:"inheritable_path_acl"`
	MangleByteStart                int64           `json:"mangle_byte_start" range:"256,65535"`
	MangleMap                      []string        `json:"mangle_map"`
	Name                           string          `json:"name" required:"true" max:"511"`
	NTFSACLSupport                 bool            `json:"ntfs_acl_support"`
	Oplocks                        bool            `json:"oplocks"`
	Path                           string          `json:"path" required:"true" max:"4096"`
	Permissions                    []SMBPermission `json:"permissions"` // order decides
	RunAsRoot                      []Persona       `json:"run_as_root"`
	SMB3EncryptionEnabled          bool            `json:"smb3_encryption_enabled"`
	SparseFile                     bool            `json:"sparse_file"`
	StrictCALockout                bool            `json:"strict_ca_lockout"`
	StrictFlush                    bool            `json:"strict_flush"`
	StrictLocking                  bool            `json:"strict_locking"`
	ZID                            int64           `json:"zid" api:"read"`

	// Zone is the access zone's name; answers carry only its number.
	Zone string `json:"-"`
}

// SMBPermission is one entry of a share's permission list.
type SMBPermission struct {
	Permission string  `json:"permission" required:"true" enum:"full,change,read"`
	Type       string  `json:"permission_type" required:"true" enum:"allow,deny"`
	Trustee    Persona `json:"trustee" required:"true"`
}

// Everyone is the well-known trustee that stands for every user.
func Everyone() Persona { return Persona{ID: "SID:S-1-1-0", Name: "Everyone", Type: "wellknown"} }

// NewSMBShare is a share as OneFS makes it when a request names nothing but zone, name and path: everyone may read.
func NewSMBShare(zone, name, path string) SMBShare {
	return SMBShare{
		AllowVariableExpansion: false, Browsable: true, CATimeout: 120, CAWriteIntegrity: "write-read-coherent",
		ChangeNotify: "norecurse", CreatePermissions: "default acl", CSCPolicy: "manual",
		DirectoryCreateMask: 448, FileCreateMask: 448, FileCreateMode: 64,
		FileFilterExtensions: []string{}, FileFilterType: "deny", HostACL: []string{},
		ID: name, ImpersonateGuest: "never", MangleByteStart: 60672,
		MangleMap: []string{"0x01-0x1F:-1", "0x22:-1", "0x2A:-1", "0x3A:-1", "0x3C:-1", "0x3E:-1", "0x3F:-1", "0x5C:-1"},
		Name:      name, NTFSACLSupport: true, Oplocks: true, Path: path,
		Permissions: []SMBPermission{{Permission: "read", Type: "allow", Trustee: Everyone()}},
		RunAsRoot:   []Persona{}, StrictCALockout: true, StrictFlush: true, Zone: zone,
	}
}

// Ordered is a share with its permissions in the order in which the cluster keeps them: as given, or denials first.
func (c *Cluster) Ordered(s SMBShare) SMBShare {
	if c.world.Dials.Is(dial.PermissionOrder, dial.Given) {
		return s
	}
	s.Permissions = slices.Clone(s.Permissions)
	slices.SortStableFunc(s.Permissions, func(a, b SMBPermission) int {
		if a.Type == b.Type {
			return 0
		}
		if a.Type == "deny" {
			return -1
		}
		return 1
	})
	return s
}
