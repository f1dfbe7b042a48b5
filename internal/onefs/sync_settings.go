// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
)

// SyncSettings are the cluster-wide settings of SyncIQ. Service is "on", "paused" (all jobs pause) or "off" (all jobs are cancelled).
type SyncSettings struct {
	Service               string         `json:"service"`
	EncryptionRequired    bool           `json:"encryption_required"`
	ClusterCertificateID  string         `json:"cluster_certificate_id"`
	PasswordSet           bool           `json:"password_set"`
	MaxConcurrentJobs     int            `json:"max_concurrent_jobs"`
	RestrictTargetNetwork bool           `json:"restrict_target_network"`
	ForceInterface        bool           `json:"force_interface"`
	SourceNetwork         *SourceNetwork `json:"source_network"`
}

// SyncRule is a performance rule: a limit of a type ("bandwidth", "file_count", "cpu", "worker") during a schedule.
type SyncRule struct {
	ID          string        `json:"id"`
	Description string        `json:"description"`
	Enabled     bool          `json:"enabled"`
	Limit       int64         `json:"limit"`
	Type        string        `json:"type"`
	Schedule    *RuleSchedule `json:"schedule"`
}

// RuleSchedule says when a rule holds: from Begin to End ("hh:mm") on the days that are true; nil times mean the whole day.
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

// SyncSettings reads the settings.
func (c *Client) SyncSettings(ctx context.Context) (*SyncSettings, error) {
	var answer struct {
		Settings SyncSettings `json:"settings"`
	}
	if err := c.fetch(ctx, &answer, nil, uri.SyncSettings); err != nil {
		return nil, err
	}
	return &answer.Settings, nil
}

// SyncRules lists the performance rules.
func (c *Client) SyncRules(ctx context.Context) ([]SyncRule, error) {
	return list[SyncRule](ctx, c, "rules", nil, uri.SyncRules)
}
