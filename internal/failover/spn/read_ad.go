// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package spn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/clusters"
	"github.com/onefs-dr/terraform-provider-onefs/internal/failover/survey"
	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs"
)

// ReadADs reads the AD providers of the pool's access zone with their SPNs; checked also asks which of them another account has.
func ReadADs(
	ctx context.Context, e *clusters.Set, cluster string, zones []onefs.Zone, pool *survey.PoolView, checked bool,
) ([]survey.ADView, error) {
	var out []survey.ADView
	if pool == nil {
		return nil, nil
	}
	for _, z := range zones {
		if !strings.EqualFold(z.Name, pool.Zone) {
			continue
		}
		for _, p := range z.AuthProviders {
			id, ok := strings.CutPrefix(p, survey.ADPrefix)
			if !ok {
				continue
			}
			read := func(ctx context.Context, c, p string) (*survey.ADView, error) { return readAD(ctx, e, c, p) }
			if checked {
				read = func(ctx context.Context, c, p string) (*survey.ADView, error) { return readADChecked(ctx, e, c, p) }
			}
			ad, err := read(ctx, cluster, id)
			if err != nil && ctx.Err() == nil && !errors.Is(err, onefs.ErrUnauthorized) {
				// The cluster answers and its directory does not, or hangs: that is a risk for the SPNs, not for the data. Whether the cluster
				// itself can be reached, its other answers tell.
				why := err.Error()
				if answered, ok := errors.AsType[*onefs.Error](err); ok {
					why = answered.Message
				}
				ad, err = &survey.ADView{Provider: id, Status: "not readable (" + why + ")"}, nil
			}
			if err != nil {
				return nil, err
			}
			out = append(out, *ad)
		}
	}
	return out, nil
}

// readAD reads one AD provider now.
func readAD(ctx context.Context, e *clusters.Set, cluster, provider string) (*survey.ADView, error) {
	c := e.Client(cluster)
	p, err := c.ADSProvider(ctx, provider, "")
	if err != nil {
		return nil, fmt.Errorf("AD provider %s: %w", provider, err)
	}
	return viewAD(ctx, c, p, provider), nil
}

// readADChecked is readAD with the SPNs that another account has as well, which OneFS asks the directory for one by one.
func readADChecked(ctx context.Context, e *clusters.Set, cluster, provider string) (*survey.ADView, error) {
	c := e.Client(cluster)
	p, err := c.CheckedADSProvider(ctx, provider)
	if err != nil {
		return nil, fmt.Errorf("AD provider %s: %w", provider, err)
	}
	v := viewAD(ctx, c, p, provider)
	v.Twice = p.DuplicateSPNs
	return v, nil
}

// viewAD adds the domain controller to write at.
func viewAD(ctx context.Context, c *onefs.Client, p *onefs.ADSProvider, provider string) *survey.ADView {
	v := &survey.ADView{Provider: provider, Account: p.MachineAccount, Status: p.Status, SPNs: p.SPNs, DC: p.NodeDCAffinity}
	for _, spn := range p.RecommendedSPNs {
		if !v.Has(spn) {
			v.Wanted = append(v.Wanted, spn)
		}
	}
	if v.DC == "" {
		controllers, err := c.ADSControllers(ctx, provider)
		if err == nil && len(controllers) > 0 {
			list := make([]string, 0, len(controllers))
			for _, dc := range controllers {
				list = append(list, dc.Name)
			}
			v.DC = slices.Min(list)
		}
	}
	return v
}
