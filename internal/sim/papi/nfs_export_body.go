// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import "github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"

// nfsExportBody are the properties that both creation and change of an export accept.
type nfsExportBody struct {
	AllDirs               bool         `json:"all_dirs"`
	BlockSize             int64        `json:"block_size"`
	CanSetTime            bool         `json:"can_set_time"`
	CaseInsensitive       bool         `json:"case_insensitive"`
	CasePreserving        bool         `json:"case_preserving"`
	ChownRestricted       bool         `json:"chown_restricted"`
	Clients               []string     `json:"clients"`
	CommitAsynchronous    bool         `json:"commit_asynchronous"`
	Description           string       `json:"description"`
	DirectoryTransferSize int64        `json:"directory_transfer_size"`
	Encoding              string       `json:"encoding"`
	LinkMax               int64        `json:"link_max"`
	MapAll                world.NFSMap `json:"map_all"`
	MapFailure            world.NFSMap `json:"map_failure"`
	MapFull               bool         `json:"map_full"`
	MapLookupUID          bool         `json:"map_lookup_uid"`
	MapNonRoot            world.NFSMap `json:"map_non_root"`
	MapRetry              bool         `json:"map_retry"`
	MapRoot               world.NFSMap `json:"map_root"`
	MaxFileSize           int64        `json:"max_file_size"`
	NameMaxSize           int64        `json:"name_max_size"`
	NoTruncate            bool         `json:"no_truncate"`
	ReadOnly              bool         `json:"read_only"`
	ReadOnlyClients       []string     `json:"read_only_clients"`
	ReadTransferMaxSize   int64        `json:"read_transfer_max_size"`
	ReadTransferMultiple  int64        `json:"read_transfer_multiple"`
	ReadTransferSize      int64        `json:"read_transfer_size"`
	ReadWriteClients      []string     `json:"read_write_clients"`
	Readdirplus           bool         `json:"readdirplus"`
	ReaddirplusPrefetch   int64        `json:"readdirplus_prefetch"`
	Return32BitFileIDs    bool         `json:"return_32bit_file_ids"`
	RootClients           []string     `json:"root_clients"`
	SecurityFlavors       []string     `json:"security_flavors" enum:"unix,krb5,krb5i,krb5p"`
	SetattrAsynchronous   bool         `json:"setattr_asynchronous"`
	Snapshot              string       `json:"snapshot"`
	Symlinks              bool         `json:"symlinks"`
	TimeDelta             float64      `json:"time_delta"`
	WriteDatasyncAction   string       `json:"write_datasync_action" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteDatasyncReply    string       `json:"write_datasync_reply" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteFilesyncAction   string       `json:"write_filesync_action" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteFilesyncReply    string       `json:"write_filesync_reply" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteTransferMaxSize  int64        `json:"write_transfer_max_size"`
	WriteTransferMultiple int64        `json:"write_transfer_multiple"`
	WriteTransferSize     int64        `json:"write_transfer_size"`
	WriteUnstableAction   string       `json:"write_unstable_action" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteUnstableReply    string       `json:"write_unstable_reply" enum:"DATASYNC,FILESYNC,UNSTABLE"`
}

type nfsExportCreate struct {
	nfsExportBody

	Paths []string `json:"paths" required:"true"`
	Zone  string   `json:"zone"`
}

type nfsExportChange struct {
	nfsExportBody

	Paths []string `json:"paths"`
}
