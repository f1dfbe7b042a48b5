// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
)

// Configure checks values and connects nothing.
func (p *onefsProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	s := newSite(p.settings.runs)
	resp.ResourceData, resp.DataSourceData = s, s
	if m.PollInterval.IsUnknown() || m.JournalDirectory.IsUnknown() || m.Readiness.IsUnknown() || m.LeaseTTL.IsUnknown() ||
		m.Clusters.IsUnknown() || m.ReportDirectory.IsUnknown() {
		s.allUnknown = true
		return
	}
	both := map[string]*clusters.Cluster{}
	entries := m.Clusters.Elements()
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		c := p.configureCluster(ctx, s, key, entries[key], &resp.Diagnostics)
		if c != nil {
			both[key] = c
			if c.Client != nil {
				s.clients[key] = c.Client
				p.settings.runs.Met(c.Client)
			}
		}
		s.keys = append(s.keys, key)
	}
	directory, known := activeDirectory(ctx, m.ActiveDirectory, &resp.Diagnostics)
	if !known {
		s.allUnknown = true
		return
	}
	s.telling.Directory = m.ReportDirectory.ValueString()
	s.engine = failover.New(both, clusters.Options{
		PollInterval:     durationOr(m.PollInterval, clusters.DefaultPollInterval),
		LeaseTTL:         durationOr(m.LeaseTTL, clusters.DefaultLeaseTTL),
		JournalDirectory: m.JournalDirectory.ValueString(),
		Readiness:        m.Readiness.ValueString(),
		Directory:        directory,
		RunID:            p.settings.runID,
		Resolve:          p.settings.resolve,
		Delegation:       p.settings.delegated,
		Log:              func(ctx context.Context, msg string, fields map[string]any) { tflog.Info(ctx, msg, fields) },
		Progress:         s.telling.Put,
	})
}

// configureCluster checks one entry of the map. It answers nil if the entry is wrong, which it then says, or not known yet.
func (p *onefsProvider) configureCluster(
	ctx context.Context, s *site, key string, value any, diags *diag.Diagnostics,
) *clusters.Cluster {
	at := path.Root("clusters").AtMapKey(key)
	object, ok := value.(basetypes.ObjectValue)
	if !ok || object.IsUnknown() || object.IsNull() {
		s.unknown[key] = "its connection"
		return nil
	}
	var m clusterModel
	if d := object.As(ctx, &m, basetypes.ObjectAsOptions{}); d.HasError() {
		// The framework's own text could show values of the object.
		diags.AddAttributeError(at, fmt.Sprintf("Cluster %s cannot be read", key), "Its attributes do not have the "+
			"expected types. Compare them with the provider's page.")
		return nil
	}
	m.fromEnvironment(key)
	if name := m.unknown(); name != "" {
		s.unknown[key] = name
		return nil
	}
	c := &clusters.Cluster{
		Key: key, DNSEndpoint: m.DNSEndpoint.ValueString(), Endpoint: m.Endpoint.ValueString(), CutOff: m.CutOff.ValueBool(),
	}
	if !m.SPNCredentials.IsNull() {
		var spn credentialsModel
		d := m.SPNCredentials.As(ctx, &spn, basetypes.ObjectAsOptions{})
		if d.HasError() || spn.Username.IsUnknown() || spn.Password.IsUnknown() {
			s.unknown[key] = "spn_credentials"
			return nil
		}
		c.SPNUser, c.SPNPassword = spn.Username.ValueString(), spn.Password.ValueString()
	}
	if !m.LostSince.IsNull() {
		lost, err := time.Parse(time.RFC3339, m.LostSince.ValueString())
		if err != nil {
			diags.AddAttributeError(at.AtName("lost_since"), fmt.Sprintf("Cluster %s: invalid time", key),
				`lost_since must be a time in RFC 3339, such as "2026-05-02T09:11:00Z".`)
			return nil
		}
		c.Lost = lost
		p.trust(c, m, at)
		diags.AddAttributeWarning(at.AtName("lost_since"), fmt.Sprintf("Cluster %s is declared lost", key),
			fmt.Sprintf("Lost since %s: no resource dials it. When it is back, remove lost_since and %s.",
				lost.Format(time.RFC3339), variable(key, "LOST_SINCE")))
		return c
	}
	c.Client = p.client(ctx, key, m, at, diags)
	if c.Client == nil {
		return nil
	}
	return c
}

// durationOr is a duration that the validator has already seen, or the default.
func durationOr(v types.String, otherwise time.Duration) time.Duration {
	if d, err := time.ParseDuration(v.ValueString()); err == nil {
		return d
	}
	return otherwise
}
