// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

// NFSExport is one export with every property that the API shows (/protocols/nfs/exports, version 4), except the ones that are
// worked out when asked (conflicting_paths, unresolved_clients). Slices are replaced, never written in place.
type NFSExport struct {
	AllDirs               bool     `json:"all_dirs"`
	BlockSize             int64    `json:"block_size"`
	CanSetTime            bool     `json:"can_set_time"`
	CaseInsensitive       bool     `json:"case_insensitive"`
	CasePreserving        bool     `json:"case_preserving"`
	ChownRestricted       bool     `json:"chown_restricted"`
	Clients               []string `json:"clients"` // rights per ReadOnly
	CommitAsynchronous    bool     `json:"commit_asynchronous"`
	Description           string   `json:"description" max:"8192"`
	DirectoryTransferSize int64    `json:"directory_transfer_size" range:"0,131072"`
	Encoding              string   `json:"encoding" max:"255"`
	ID                    int64    `json:"id" api:"read"`
	LinkMax               int64    `json:"link_max"`
	MapAll                NFSMap   `json:"map_all"`
	MapFailure            NFSMap   `json:"map_failure"`
	MapFull               bool     `json:"map_full"`
	MapLookupUID          bool     `json:"map_lookup_uid"`
	MapNonRoot            NFSMap   `json:"map_non_root"`
	MapRetry              bool     `json:"map_retry"`
	MapRoot               NFSMap   `json:"map_root"`
	MaxFileSize           int64    `json:"max_file_size"`
	NameMaxSize           int64    `json:"name_max_size"`
	NoTruncate            bool     `json:"no_truncate"`
	Paths                 []string `json:"paths" required:"true"`
	ReadOnly              bool     `json:"read_only"`
	ReadOnlyClients       []string `json:"read_only_clients"` // always read-only
	ReadTransferMaxSize   int64    `json:"read_transfer_max_size" range:"0,1048576"`
	ReadTransferMultiple  int64    `json:"read_transfer_multiple"`
	ReadTransferSize      int64    `json:"read_transfer_size" range:"0,131072"`
	ReadWriteClients      []string `json:"read_write_clients"` // always read-write
	Readdirplus           bool     `json:"readdirplus"`
	ReaddirplusPrefetch   int64    `json:"readdirplus_prefetch"`
	Return32BitFileIDs    bool     `json:"return_32bit_file_ids"`
	RootClients           []string `json:"root_clients"` // stay root
	SecurityFlavors       []string `json:"security_flavors" enum:"unix,krb5,krb5i,krb5p"`
	SetattrAsynchronous   bool     `json:"setattr_asynchronous"`
	Snapshot              string   `json:"snapshot" max:"255"`
	Symlinks              bool     `json:"symlinks"`
	TimeDelta             float64  `json:"time_delta"`
	WriteDatasyncAction   string   `json:"write_datasync_action" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteDatasyncReply    string   `json:"write_datasync_reply" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteFilesyncAction   string   `json:"write_filesync_action" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteFilesyncReply    string   `json:"write_filesync_reply" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteTransferMaxSize  int64    `json:"write_transfer_max_size" range:"0,1048576"`
	WriteTransferMultiple int64    `json:"write_transfer_multiple"`
	WriteTransferSize     int64    `json:"write_transfer_size" range:"0,524288"`
	WriteUnstableAction   string   `json:"write_unstable_action" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	WriteUnstableReply    string   `json:"write_unstable_reply" enum:"DATASYNC,FILESYNC,UNSTABLE"`
	Zone                  string   `json:"zone" api:"create"`
}

// NFSMap says whom a class of users becomes. Empty groups are shown as {} and [] [B§9].
type NFSMap struct {
	Enabled         bool      `json:"enabled"`
	PrimaryGroup    Persona   `json:"primary_group"`
	SecondaryGroups []Persona `json:"secondary_groups"`
	User            Persona   `json:"user"`
}

// NewNFSExport is an export as OneFS makes it when a request names nothing but zone and paths: everybody may read and write, root
// becomes nobody.
func NewNFSExport(zone string, paths ...string) NFSExport {
	nobody := func(enabled bool) NFSMap {
		return NFSMap{Enabled: enabled, SecondaryGroups: []Persona{}, User: Persona{ID: "USER:nobody"}}
	}
	return NFSExport{
		BlockSize: 8192, CanSetTime: true, CasePreserving: true, ChownRestricted: false, Clients: []string{},
		DirectoryTransferSize: 131072, Encoding: "DEFAULT", LinkMax: 32767, MapAll: nobody(false), MapFailure: nobody(false),
		MapFull: true, MapNonRoot: nobody(false), MapRoot: nobody(true), MaxFileSize: 9223372036854775807, NameMaxSize: 255,
		Paths: paths, ReadOnlyClients: []string{}, ReadTransferMaxSize: 1048576, ReadTransferMultiple: 512,
		ReadTransferSize: 131072, ReadWriteClients: []string{}, Readdirplus: true, ReaddirplusPrefetch: 10,
		RootClients: []string{}, SecurityFlavors: []string{"unix"}, Snapshot: "-", Symlinks: true, TimeDelta: 1e-9,
		WriteDatasyncAction: "DATASYNC", WriteDatasyncReply: "DATASYNC", WriteFilesyncAction: "FILESYNC",
		WriteFilesyncReply: "FILESYNC", WriteTransferMaxSize: 1048576, WriteTransferMultiple: 512,
		WriteTransferSize: 524288, WriteUnstableAction: "UNSTABLE", WriteUnstableReply: "UNSTABLE", Zone: zone,
	}
}
