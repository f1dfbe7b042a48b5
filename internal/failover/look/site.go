// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// readSite reads service, licences and privileges.
func (v *rawView) readSite(ctx context.Context, c *onefs.Client) error {
	settings, err := c.SyncSettings(ctx)
	if err != nil {
		return err
	}
	v.service = settings.Service
	licences, err := c.Licenses(ctx)
	if err != nil {
		return err
	}
	v.license = map[string]string{}
	for _, l := range licences {
		v.license[l.ID] = l.Status
	}
	v.facts.SyncPassword, v.facts.EncryptionRequired, v.facts.Certificate = settings.PasswordSet, settings.EncryptionRequired,
		settings.ClusterCertificateID
	id, err := c.AuthID(ctx)
	if err != nil {
		return err
	}
	for _, need := range clusters.Privileges {
		if !id.May(need.ID, need.Level) {
			v.lacks = append(v.lacks, need.Name())
		}
	}
	return v.readFacts(ctx, c)
}
