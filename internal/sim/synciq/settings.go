// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package synciq

// Settings are SyncIQ's settings of the whole cluster. Names are those of the API.
type Settings struct {
	BandwidthReserveAbsolute   *int64         `json:"bandwidth_reservation_reserve_absolute" range:"0,9223372036854775807"`
	BandwidthReservePercentage int            `json:"bandwidth_reservation_reserve_percentage" range:"1,99"`
	ClusterCertificateID       string         `json:"cluster_certificate_id" max:"255"`
	EncryptionCipherList       string         `json:"encryption_cipher_list" max:"255"`
	EncryptionRequired         bool           `json:"encryption_required"`
	ForceInterface             bool           `json:"force_interface"`
	OCSPAddress                string         `json:"ocsp_address" max:"255"`
	OCSPIssuerCertificateID    string         `json:"ocsp_issuer_certificate_id" max:"255"`
	PreferredRPOAlert          int64          `json:"preferred_rpo_alert"`
	RenegotiationPeriod        int64          `json:"renegotiation_period" range:"60,9223372036854775807"`
	ReportEmail                []string       `json:"report_email"`
	ReportMaxAge               int64          `json:"report_max_age"`
	ReportMaxCount             int            `json:"report_max_count" range:"1,2000"`
	RestrictTargetNetwork      bool           `json:"restrict_target_network"`
	RPOAlerts                  bool           `json:"rpo_alerts"`
	Service                    string         `json:"service" enum:"on,off,paused"`
	ServiceHistoryMaxAge       int64          `json:"service_history_max_age"`
	ServiceHistoryMaxCount     int            `json:"service_history_max_count" range:"1,2000"`
	SourceNetwork              *SourceNetwork `json:"source_network" nullable:"true"`
	TWCheckpointInterval       *int64         `json:"tw_chkpt_interval" range:"0,9223372036854775807"`
	UseWorkersPerNode          bool           `json:"use_workers_per_node"`

	// MaxJobs is max_concurrent_jobs, which OneFS computes; 0 means 16, the value of a recorded sample.
	MaxJobs int `json:"-"`
	// PasswordSum is a digest of the pre-shared key that sources must know; "" if none. The key itself is never kept.
	PasswordSum string `json:"-"`
}

// SourceNetwork pins a policy to one pool of the source cluster.
type SourceNetwork struct {
	Pool   string `json:"pool" required:"true"`
	Subnet string `json:"subnet" required:"true"`
}

// NewSettings are the settings of a cluster on which SyncIQ has been switched on.
func NewSettings() Settings {
	return Settings{
		BandwidthReservePercentage: 1, RenegotiationPeriod: 28800, ReportEmail: []string{}, ReportMaxAge: 31536000, ReportMaxCount: 2000,
		RPOAlerts: true, Service: "on", ServiceHistoryMaxAge: 31536000, ServiceHistoryMaxCount: 2000,
	}
}

// settings are the cluster's settings, those of [NewSettings] if a scenario has set none.
func (c *Cluster) settings() Settings {
	if c.Settings.Service == "" {
		c.Settings = NewSettings()
	}
	return c.Settings
}

// MaxConcurrentJobs is how many SyncIQ jobs run at once on the cluster; more are queued.
func (c *Cluster) MaxConcurrentJobs() int {
	if n := c.Settings.MaxJobs; n > 0 {
		return n
	}
	return 16
}

// CurrentSettings are the cluster's present settings.
func (c *Cluster) CurrentSettings() Settings { return c.settings() }

// SetSettings changes them. Service "paused" pauses all jobs, "off" cancels them, "on" goes on (synciq.md §8).
func (c *Cluster) SetSettings(s Settings) {
	was := c.settings().Service
	c.Settings = s
	if s.Service == was {
		return
	}
	for _, j := range c.jobs.Values() {
		switch {
		case !j.Alive():
		case s.Service == "off":
			c.endJob(j, "canceled", "")
		case s.Service == "paused" && j.State == "running":
			c.pauseJob(j, pausedByService)
		case s.Service == "on" && j.paused == pausedByService:
			c.resumeJob(j)
		}
	}
	c.startJobs()
}

// Rule is a performance rule.
type Rule struct {
	ID          string        `json:"id"`
	Description string        `json:"description"`
	Enabled     bool          `json:"enabled"`
	Limit       int64         `json:"limit"`
	Schedule    *RuleSchedule `json:"schedule"`
	Type        string        `json:"type"`
}

// RuleSchedule is when a rule applies.
type RuleSchedule struct {
	Begin     *string `json:"begin"`
	End       *string `json:"end"`
	Monday    bool    `json:"monday"`
	Tuesday   bool    `json:"tuesday"`
	Wednesday bool    `json:"wednesday"`
	Thursday  bool    `json:"thursday"`
	Friday    bool    `json:"friday"`
	Saturday  bool    `json:"saturday"`
	Sunday    bool    `json:"sunday"`
}
