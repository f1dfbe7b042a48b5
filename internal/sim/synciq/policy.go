// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

import (
	"time"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/fs"
)

// PolicySettings are the properties of a policy that a client sets. Names are those of the API.
type PolicySettings struct {
	AcceleratedFailback       bool                `json:"accelerated_failback"`
	Action                    string              `json:"action" enum:"copy,sync"`
	AllowCopyFB               bool                `json:"allow_copy_fb"`
	BandwidthReservation      *int64              `json:"bandwidth_reservation" nullable:"true" range:"0,9223372036854775807"`
	Changelist                bool                `json:"changelist"`
	CheckIntegrity            bool                `json:"check_integrity"`
	CloudDeepCopy             string              `json:"cloud_deep_copy" enum:"deny,allow,force"`
	DeleteQuotas              bool                `json:"delete_quotas"`
	Description               string              `json:"description" max:"255"`
	DisableFileSplit          bool                `json:"disable_file_split"`
	DisableFOFB               bool                `json:"disable_fofb"`
	DisableQuotaTmpDir        bool                `json:"disable_quota_tmp_dir"`
	DisableSTF                bool                `json:"disable_stf"`
	EnableHashTmpdir          bool                `json:"enable_hash_tmpdir"`
	EncryptionCipherList      string              `json:"encryption_cipher_list" max:"255"`
	ExpectedDataloss          bool                `json:"expected_dataloss"`
	FileMatchingPattern       FileMatchingPattern `json:"file_matching_pattern"`
	ForceInterface            bool                `json:"force_interface"`
	IgnoreRecursiveQuota      bool                `json:"ignore_recursive_quota"`
	JobDelay                  *int64              `json:"job_delay" nullable:"true" range:"0,9223372036854775807"`
	LinkedServicePolicies     []string            `json:"linked_service_policies"`
	LogLevel                  string              `json:"log_level" enum:"fatal,error,notice,info,copy,debug,trace"`
	LogRemovedFiles           bool                `json:"log_removed_files"`
	Name                      string              `json:"name" max:"255"`
	OCSPAddress               string              `json:"ocsp_address" max:"255"`
	OCSPIssuerCertificateID   string              `json:"ocsp_issuer_certificate_id" max:"255"`
	Priority                  int                 `json:"priority" range:"0,1"`
	ReportMaxAge              int64               `json:"report_max_age" range:"0,9223372036854775807"`
	ReportMaxCount            int                 `json:"report_max_count" range:"1,2000"`
	RestrictTargetNetwork     bool                `json:"restrict_target_network"`
	RPOAlert                  *int64              `json:"rpo_alert" nullable:"true" range:"0,9223372036854775807"`
	Schedule                  string              `json:"schedule" max:"255"`
	ServicePolicy             bool                `json:"service_policy"`
	SkipLookup                bool                `json:"skip_lookup"`
	SkipWhenUnmodified        bool                `json:"skip_when_source_unmodified"`
	SnapshotSyncExisting      bool                `json:"snapshot_sync_existing"`
	SnapshotSyncPattern       string              `json:"snapshot_sync_pattern" max:"255"`
	SourceExcludeDirectories  []string            `json:"source_exclude_directories"`
	SourceIncludeDirectories  []string            `json:"source_include_directories"`
	SourceNetwork             *SourceNetwork      `json:"source_network" nullable:"true"`
	SourceRootPath            string              `json:"source_root_path" max:"4096"`
	SourceSnapshotArchive     bool                `json:"source_snapshot_archive"`
	SourceSnapshotExpiration  int64               `json:"source_snapshot_expiration" range:"0,9223372036854775807"`
	SourceSnapshotPattern     string              `json:"source_snapshot_pattern" max:"255"`
	SyncExistingExpiration    bool                `json:"sync_existing_snapshot_expiration"`
	SyncExistingTargetPattern string              `json:"sync_existing_target_snapshot_pattern" max:"255"`
	TargetCertificateID       string              `json:"target_certificate_id" max:"255"`
	TargetCompareInitialSync  bool                `json:"target_compare_initial_sync"`
	TargetDetectModifications bool                `json:"target_detect_modifications"`
	TargetHost                string              `json:"target_host" max:"255"`
	TargetPath                string              `json:"target_path" max:"4096"`
	TargetSnapshotAlias       string              `json:"target_snapshot_alias" max:"255"`
	TargetSnapshotArchive     bool                `json:"target_snapshot_archive"`
	TargetSnapshotExpiration  int64               `json:"target_snapshot_expiration" range:"0,9223372036854775807"`
	TargetSnapshotPattern     string              `json:"target_snapshot_pattern" max:"255"`
	WorkersPerNode            int                 `json:"workers_per_node" range:"1,20"`
}

// FileMatchingPattern says which files a policy replicates; empty means all.
type FileMatchingPattern struct {
	OrCriteria []FileCriteria `json:"or_criteria,omitempty"`
}

// FileCriteria are criteria that a file must all meet.
type FileCriteria struct {
	AndCriteria []FileCriterion `json:"and_criteria,omitempty"`
}

// FileCriterion is one criterion.
type FileCriterion struct {
	AttributeExists *bool  `json:"attribute_exists,omitempty"`
	CaseSensitive   *bool  `json:"case_sensitive,omitempty"`
	Field           string `json:"field,omitempty"`
	Operator        string `json:"operator,omitempty" enum:"==,!=,>,>=,<,<=,!"`
	Type            string `json:"type" required:"true"`
	Value           string `json:"value,omitempty"`
	WholeWord       *bool  `json:"whole_word,omitempty"`
}

// NewPolicySettings are the settings of a new policy for which a client gives only what it must; values as in a recorded answer.
func NewPolicySettings() PolicySettings {
	return PolicySettings{
		Action: "sync", CheckIntegrity: true, CloudDeepCopy: "deny", DeleteQuotas: true, LinkedServicePolicies: []string{},
		LogLevel:     "notice",
		ReportMaxAge: 31536000, ReportMaxCount: 2000, SnapshotSyncPattern: "*", SourceExcludeDirectories: []string{},
		SourceIncludeDirectories: []string{}, TargetDetectModifications: true,
		TargetSnapshotAlias:   "SIQ-%{SrcCluster}-%{PolicyName}-latest",
		TargetSnapshotPattern: "SIQ-%{SrcCluster}-%{PolicyName}-%Y-%m-%d_%H-%M-%S", WorkersPerNode: 3,
	}
}

// Policy is a policy on its source cluster.
type Policy struct {
	ID string
	PolicySettings

	Conflicted   bool      // the last run failed: no scheduled run, and none by hand, until it is resolved
	HasState     bool      // has_sync_state: the next run is incremental
	NeedsReset   bool      // runs fail until the policy is reset
	DomainMarked bool      // source_domain_marked
	LastStarted  time.Time // of the newest job; zero if none
	LastSuccess  time.Time // start of the newest run that finished; zero if none
	NextRun      time.Time // zero without a schedule that has times
	TargetGUID   string    // the cluster that the first run went to
	PasswordSum  string    // digest of the password for the target

	enabled      Lagged[bool]
	lastJobState Lagged[string]
	latest       *fs.Snapshot // SIQ-<id>-latest: what both sides shared after the last run
	generation   int64        // of its schedule; older events are void
	created      time.Time
	rpoDue       time.Time // when the RPO is looked at next; zero without one
	changedSince time.Time // when the change was first seen that a when-source-modified schedule waits on
}

// Enabled is what the cluster has decided; see [Policy.EnabledSeen].
func (p Policy) Enabled() bool { return p.enabled.Committed() }

// EnabledSeen is what the API shows at an instant.
func (p Policy) EnabledSeen(at time.Time) bool { return p.enabled.Visible(at) }

// LastJobStateSeen is what the API shows of the newest job's end.
func (p Policy) LastJobStateSeen(at time.Time) string { return p.lastJobState.Visible(at) }

// CanFailBack tells whether resync_prep supports the policy (synciq.md §1.2, illegal calls).
func (p Policy) CanFailBack() bool {
	filtered := len(p.SourceExcludeDirectories) > 0 || len(p.SourceIncludeDirectories) > 0 || len(p.FileMatchingPattern.OrCriteria) > 0
	return !filtered && !p.DisableFOFB && (p.Action == "sync" || p.AllowCopyFB)
}

// Policy returns the policy with that id or name.
func (c *Cluster) Policy(key string) (Policy, bool) {
	if p, ok := c.policies.Get(key); ok {
		return p, true
	}
	if id, ok := c.names.Get(key); ok {
		return c.policies.Get(id)
	}
	return Policy{}, false
}

// Policies lists the policies in the order they were made.
func (c *Cluster) Policies() []Policy { return c.policies.Values() }

// AddPolicy makes a policy. The caller has checked names and values; a name in use is a fault of the caller and panics.
func (c *Cluster) AddPolicy(s PolicySettings, enabled bool, passwordSum string) Policy {
	if c.names.Has(s.Name) {
		panic("world: two policies named " + s.Name + " on " + c.Name)
	}
	p := Policy{
		ID: c.World().NewID(), created: c.World().Now(), PolicySettings: s, PasswordSum: passwordSum,
		enabled: NewLagged(enabled), lastJobState: NewLagged("unknown"),
	}
	c.putPolicy(p)
	c.armSchedule(p.ID)
	c.armRPO(p.ID)
	return p
}

// ChangePolicy replaces the settings of a policy. Editing the source or the filters makes the next copy a full one, and another
// target makes the policy unrunnable until it is reset (B§6).
func (c *Cluster) ChangePolicy(id string, s PolicySettings) {
	p, ok := c.policies.Get(id)
	if !ok {
		return
	}
	was := p.PolicySettings
	p.PolicySettings = s
	if p.HasState && identityChanged(was, s) {
		p.NeedsReset = true
	}
	if was.Name != s.Name {
		c.names.Delete(was.Name)
	}
	c.putPolicy(p)
	if was.Schedule != s.Schedule {
		c.armSchedule(id)
	}
	c.armRPO(id)
}

// SetPassword stores the digest of the password that the policy shows to its target.
func (c *Cluster) SetPassword(id, sum string) {
	c.policies.Update(id, func(p *Policy) { p.PasswordSum = sum })
}

func identityChanged(a, b PolicySettings) bool {
	return a.SourceRootPath != b.SourceRootPath || a.TargetPath != b.TargetPath ||
		!equalTexts(a.SourceExcludeDirectories, b.SourceExcludeDirectories) ||
		!equalTexts(a.SourceIncludeDirectories, b.SourceIncludeDirectories) ||
		len(a.FileMatchingPattern.OrCriteria) != len(b.FileMatchingPattern.OrCriteria)
}

func equalTexts(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (c *Cluster) putPolicy(p Policy) {
	c.policies.Put(p.ID, p)
	c.names.Put(p.Name, p.ID)
}

// setEnabled commits the flag; readers see it after the lag.
func (c *Cluster) setEnabled(id string, on bool) {
	lag := lag(c.World(), "lag_enabled")
	if c.policies.Update(id, func(p *Policy) { p.enabled.Set(on, c.World().Now(), lag) }) {
		c.armSchedule(id)
	}
}
