// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import "strings"

// writable lists, per kind of object, the properties that the body of a create and of an update takes: OneFS 9.5 (API version 16). A
// test compares it with the contract. What is not listed here is never sent.
var writable = map[Kind]map[Verb][]string{
	KindSMBShare: {
		VerbCreate: strings.Fields(`
			access_based_enumeration access_based_enumeration_root_only allow_delete_readonly allow_execute_always
			allow_variable_expansion auto_create_directory browsable ca_timeout ca_write_integrity change_notify
			continuously_available create_path create_permissions csc_policy description directory_create_mask directory_create_mode
			file_create_mask file_create_mode file_filter_extensions file_filter_type file_filtering_enabled hide_dot_files host_acl
			impersonate_guest impersonate_user inheritable_path_acl mangle_byte_start mangle_map name ntfs_acl_support oplocks path
			permissions run_as_root smb3_encryption_enabled sparse_file strict_ca_lockout strict_flush strict_locking zone
		`),
		VerbUpdate: strings.Fields(`
			access_based_enumeration access_based_enumeration_root_only allow_delete_readonly allow_execute_always
			allow_variable_expansion auto_create_directory browsable ca_timeout ca_write_integrity change_notify create_permissions
			csc_policy description directory_create_mask directory_create_mode file_create_mask file_create_mode
			file_filter_extensions file_filter_type file_filtering_enabled hide_dot_files host_acl impersonate_guest
			impersonate_user inheritable_path_acl mangle_byte_start mangle_map name ntfs_acl_support oplocks path permissions
			run_as_root smb3_encryption_enabled sparse_file strict_ca_lockout strict_flush strict_locking zone
		`),
	},
	KindNFSExport: {
		VerbCreate: strings.Fields(`
			all_dirs block_size can_set_time case_insensitive case_preserving chown_restricted clients commit_asynchronous
			description directory_transfer_size encoding link_max map_all map_failure map_full map_lookup_uid map_non_root map_retry
			map_root max_file_size name_max_size no_truncate paths read_only read_only_clients read_transfer_max_size
			read_transfer_multiple read_transfer_size read_write_clients readdirplus readdirplus_prefetch return_32bit_file_ids
			root_clients security_flavors setattr_asynchronous snapshot symlinks time_delta write_datasync_action
			write_datasync_reply write_filesync_action write_filesync_reply write_transfer_max_size write_transfer_multiple
			write_transfer_size write_unstable_action write_unstable_reply zone
		`),
		VerbUpdate: strings.Fields(`
			all_dirs block_size can_set_time case_insensitive case_preserving chown_restricted clients commit_asynchronous
			description directory_transfer_size encoding link_max map_all map_failure map_full map_lookup_uid map_non_root map_retry
			map_root max_file_size name_max_size no_truncate paths read_only read_only_clients read_transfer_max_size
			read_transfer_multiple read_transfer_size read_write_clients readdirplus readdirplus_prefetch return_32bit_file_ids
			root_clients security_flavors setattr_asynchronous snapshot symlinks time_delta write_datasync_action
			write_datasync_reply write_filesync_action write_filesync_reply write_transfer_max_size write_transfer_multiple
			write_transfer_size write_unstable_action write_unstable_reply
		`),
	},
	KindNFSAlias: {
		VerbCreate: strings.Fields(`
			name path zone
		`),
		VerbUpdate: strings.Fields(`
			health name path zone
		`),
	},
	KindQuota: {
		VerbCreate: strings.Fields(`
			container description enforced force ignore_limit_checks include_snapshots labels path persona thresholds
			thresholds_include_overhead thresholds_on type
		`),
		VerbUpdate: strings.Fields(`
			container description enforced force ignore_limit_checks labels linked thresholds thresholds_include_overhead
			thresholds_on
		`),
	},
	KindQuotaNotification: {
		VerbCreate: strings.Fields(`
			action_alert action_email_address action_email_owner condition email_template holdoff schedule threshold
		`),
		VerbUpdate: strings.Fields(`
			action_alert action_email_address action_email_owner email_template holdoff schedule
		`),
	},
	KindSyncPolicy: {
		VerbUpdate: strings.Fields(`
			accelerated_failback action allow_copy_fb bandwidth_reservation changelist check_integrity cloud_deep_copy conflicted
			delete_quotas description disable_file_split disable_fofb disable_quota_tmp_dir disable_stf enable_hash_tmpdir enabled
			encryption_cipher_list expected_dataloss file_matching_pattern force_interface ignore_recursive_quota job_delay
			linked_service_policies log_level log_removed_files name ocsp_address ocsp_issuer_certificate_id password priority
			report_max_age report_max_count restrict_target_network rpo_alert schedule service_policy skip_lookup
			skip_when_source_unmodified snapshot_sync_existing snapshot_sync_pattern source_exclude_directories
			source_include_directories source_network source_root_path source_snapshot_archive source_snapshot_expiration
			source_snapshot_pattern sync_existing_snapshot_expiration sync_existing_target_snapshot_pattern target_certificate_id
			target_compare_initial_sync target_detect_modifications target_host target_path target_snapshot_alias
			target_snapshot_archive target_snapshot_expiration target_snapshot_pattern workers_per_node
		`),
	},
	KindPool: {
		VerbUpdate: strings.Fields(`
			access_zone aggregation_mode alloc_method description ifaces ipv6_perform_dad name nfsv3_rroce_only ranges
			rebalance_policy sc_auto_unsuspend_delay sc_connect_policy sc_dns_zone sc_dns_zone_aliases sc_failover_policy sc_subnet
			sc_ttl static_routes
		`),
	},
	KindADSProvider: {
		VerbUpdate: strings.Fields(`
			allocate_gids allocate_uids assume_default_domain authentication check_online_interval controller_time
			create_home_directory domain_controller domain_offline_alerts extra_expected_spns findable_groups findable_users
			home_directory_template ignore_all_trusts ignored_trusted_domains include_trusted_domains ldap_sign_and_seal login_shell
			lookup_domains lookup_groups lookup_normalize_groups lookup_normalize_users lookup_users machine_account
			machine_password_changes machine_password_lifespan node_dc_affinity node_dc_affinity_timeout nss_enumeration password
			reset_schannel restrict_findable rpc_call_timeout server_retry_limit sfu_support spns store_sfu_mappings
			unfindable_groups unfindable_users user
		`),
	},
	KindSyncJob: {
		VerbCreate: strings.Fields(`
			action id log_level service_policy skip_copy skip_failover skip_map source_snapshot tgt_path timestamp workers_per_node
		`),
		VerbUpdate: strings.Fields(`
			state
		`),
	},
	KindSnapshot: {
		VerbCreate: strings.Fields(`
			alias expires name path
		`),
		VerbUpdate: strings.Fields(`
			alias expires name
		`),
	},
}

// quotaThresholds are the parts of a quota's thresholds that can be written.
var quotaThresholds = strings.Fields(`advisory hard percent_advisory percent_soft soft soft_grace`)
