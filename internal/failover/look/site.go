// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package look

import (
	"context"
	"maps"
	"slices"

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

// unsearched is the reason for which no node but the endpoint's own can be asked.
const unsearched = "addresses that could not be read"

// nodes finds the nodes of a cluster. That they cannot be found makes nothing else unread.
func nodes(ctx context.Context, c *onefs.Client, config *onefs.ClusterConfig) *onefs.NodeTable {
	table, err := c.Nodes(ctx)
	if err == nil {
		return table
	}
	table = &onefs.NodeTable{Unasked: map[int]string{}}
	for _, d := range config.Devices {
		if d.IsUp {
			table.Unasked[d.LNN] = unsearched
		}
	}
	return table
}

// unasked are the nodes that cannot be asked, by reason.
func unasked(t *onefs.NodeTable) map[string][]int {
	out := map[string][]int{}
	for _, lnn := range slices.Sorted(maps.Keys(t.Unasked)) {
		out[t.Unasked[lnn]] = append(out[t.Unasked[lnn]], lnn)
	}
	return out
}
