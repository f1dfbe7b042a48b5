// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package sync

// counters are the figures of a job or report. The simulator fills those that its file tree knows; the others stay zero, which is what
// they are on a cluster without streams, special files, compression and retransmissions.
type counters struct {
	ADSStreamsReplicated       int64 `json:"ads_streams_replicated"`
	BlockSpecsReplicated       int64 `json:"block_specs_replicated"`
	BytesRecoverable           int64 `json:"bytes_recoverable"`
	BytesTransferred           int64 `json:"bytes_transferred"`
	CharSpecsReplicated        int64 `json:"char_specs_replicated"`
	CommittedFiles             int64 `json:"committed_files"`
	CorrectedLINs              int64 `json:"corrected_lins"`
	DirectoriesReplicated      int64 `json:"directories_replicated"`
	DirsChanged                int64 `json:"dirs_changed"`
	DirsDeleted                int64 `json:"dirs_deleted"`
	DirsMoved                  int64 `json:"dirs_moved"`
	DirsNew                    int64 `json:"dirs_new"`
	ErrorChecksumFilesSkipped  int64 `json:"error_checksum_files_skipped"`
	ErrorIOFilesSkipped        int64 `json:"error_io_files_skipped"`
	ErrorNetFilesSkipped       int64 `json:"error_net_files_skipped"`
	FailedChunks               int64 `json:"failed_chunks"`
	FifosReplicated            int64 `json:"fifos_replicated"`
	FileDataBytes              int64 `json:"file_data_bytes"`
	FilesChanged               int64 `json:"files_changed"`
	FilesLinked                int64 `json:"files_linked"`
	FilesNew                   int64 `json:"files_new"`
	FilesSelected              int64 `json:"files_selected"`
	FilesTransferred           int64 `json:"files_transferred"`
	FilesUnlinked              int64 `json:"files_unlinked"`
	FilesWithADSReplicated     int64 `json:"files_with_ads_replicated"`
	FlippedLINs                int64 `json:"flipped_lins"`
	HardLinksReplicated        int64 `json:"hard_links_replicated"`
	HashExceptionsFixed        int64 `json:"hash_exceptions_fixed"`
	HashExceptionsFound        int64 `json:"hash_exceptions_found"`
	LINsTotal                  int64 `json:"lins_total"`
	NetworkBytesToSource       int64 `json:"network_bytes_to_source"`
	NetworkBytesToTarget       int64 `json:"network_bytes_to_target"`
	NewFilesReplicated         int64 `json:"new_files_replicated"`
	NumRetransmittedFiles      int64 `json:"num_retransmitted_files"`
	QuotasDeleted              int64 `json:"quotas_deleted"`
	RegularFilesReplicated     int64 `json:"regular_files_replicated"`
	ResyncedLINs               int64 `json:"resynced_lins"`
	RunningChunks              int64 `json:"running_chunks"`
	SocketsReplicated          int64 `json:"sockets_replicated"`
	SourceBytesRecovered       int64 `json:"source_bytes_recovered"`
	SourceDirectoriesCreated   int64 `json:"source_directories_created"`
	SourceDirectoriesDeleted   int64 `json:"source_directories_deleted"`
	SourceDirectoriesLinked    int64 `json:"source_directories_linked"`
	SourceDirectoriesUnlinked  int64 `json:"source_directories_unlinked"`
	SourceDirectoriesVisited   int64 `json:"source_directories_visited"`
	SourceFilesDeleted         int64 `json:"source_files_deleted"`
	SourceFilesLinked          int64 `json:"source_files_linked"`
	SourceFilesUnlinked        int64 `json:"source_files_unlinked"`
	SparseDataBytes            int64 `json:"sparse_data_bytes"`
	SucceededChunks            int64 `json:"succeeded_chunks"`
	SymlinksReplicated         int64 `json:"symlinks_replicated"`
	TargetBytesRecovered       int64 `json:"target_bytes_recovered"`
	TargetDirectoriesCreated   int64 `json:"target_directories_created"`
	TargetDirectoriesDeleted   int64 `json:"target_directories_deleted"`
	TargetDirectoriesLinked    int64 `json:"target_directories_linked"`
	TargetDirectoriesUnlinked  int64 `json:"target_directories_unlinked"`
	TargetFilesDeleted         int64 `json:"target_files_deleted"`
	TargetFilesLinked          int64 `json:"target_files_linked"`
	TargetFilesUnlinked        int64 `json:"target_files_unlinked"`
	TotalChunks                int64 `json:"total_chunks"`
	TotalDataBytes             int64 `json:"total_data_bytes"`
	TotalFiles                 int64 `json:"total_files"`
	TotalNetworkBytes          int64 `json:"total_network_bytes"`
	UnchangedDataBytes         int64 `json:"unchanged_data_bytes"`
	UpToDateFilesSkipped       int64 `json:"up_to_date_files_skipped"`
	UpdatedFilesReplicated     int64 `json:"updated_files_replicated"`
	UserConflictFilesSkipped   int64 `json:"user_conflict_files_skipped"`
	WormCommittedFileConflicts int64 `json:"worm_committed_file_conflicts"`
}
