// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package failover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/names"
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
	for _, need := range privileges {
		if !id.May(need.id, need.level) {
			v.lacks = append(v.lacks, need.name())
		}
	}
	return v.readFacts(ctx, c)
}

// poolView is one pool with the service addresses of its subnet; nil when it does not exist.
func poolView(pools []onefs.Pool, subnets []onefs.Subnet, id string) *PoolView {
	for _, p := range pools {
		if p.ID != id {
			continue
		}
		v := &PoolView{
			ID:         p.ID,
			Zone:       p.AccessZone,
			ZoneName:   p.ScDNSZone,
			Aliases:    p.ScDNSZoneAliases,
			Interfaces: len(p.Ifaces),
			Ifaces:     p.Ifaces,
			Live:       len(p.Ifaces),
			TTL:        p.ScTTL,
			Suspended:  p.ScSuspendedNodes,
		}
		v.Ignored = ignored(p)
		for _, s := range subnets {
			if s.ID == p.Groupnet+"."+p.Subnet || s.ID == p.ScSubnet {
				for _, r := range s.ServiceAddresses {
					v.Service = append(v.Service, r.Low)
				}
			}
		}
		slices.Sort(v.Service)
		v.Service = slices.Compact(v.Service)
		return v
	}
	return nil
}

func ignored(p onefs.Pool) bool {
	return slices.ContainsFunc(append([]string{p.ScDNSZone}, p.ScDNSZoneAliases...), func(n string) bool {
		return names.KindOf(n) == names.Ignore
	})
}

// readPool reads one pool now.
func (e *Engine) readPool(ctx context.Context, cluster, id string) (*PoolView, error) {
	p, err := e.client(cluster).Pool(ctx, id)
	if err != nil {
		return nil, err
	}
	return poolView([]onefs.Pool{*p}, nil, id), nil
}

// owners maps the names of all other pools to their pool.
func owners(pools []onefs.Pool, own *PoolView) map[string]string {
	out := map[string]string{}
	for _, p := range pools {
		if own != nil && p.ID == own.ID {
			continue
		}
		for _, n := range append([]string{p.ScDNSZone}, p.ScDNSZoneAliases...) {
			if n != "" {
				out[names.Canonical(n)] = p.ID
			}
		}
	}
	return out
}

func zonePools(pools []onefs.Pool, zone string) []string {
	var out []string
	for _, p := range pools {
		if strings.EqualFold(p.AccessZone, zone) && !ignored(p) {
			out = append(out, p.ID)
		}
	}
	slices.Sort(out)
	return out
}

// adPrefix marks an AD provider in the list of a zone's providers.
const adPrefix = "lsa-activedirectory-provider:"

// readADs reads the AD providers of the pool's access zone with their SPNs; checked also asks which of them another account has.
func (e *Engine) readADs(ctx context.Context, cluster string, zones []onefs.Zone, pool *PoolView, checked bool) ([]ADView, error) {
	var out []ADView
	if pool == nil {
		return nil, nil
	}
	for _, z := range zones {
		if !strings.EqualFold(z.Name, pool.Zone) {
			continue
		}
		for _, p := range z.AuthProviders {
			id, ok := strings.CutPrefix(p, adPrefix)
			if !ok {
				continue
			}
			read := e.readAD
			if checked {
				read = e.readADChecked
			}
			ad, err := read(ctx, cluster, id)
			if answered, ok := errors.AsType[*onefs.Error](err); ok && !errors.Is(err, onefs.ErrUnauthorized) {
				// The cluster answers and its directory does not: that is a risk for the SPNs, not for the data.
				ad, err = &ADView{Provider: id, Status: "not readable (" + answered.Message + ")"}, nil
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
func (e *Engine) readAD(ctx context.Context, cluster, provider string) (*ADView, error) {
	c := e.client(cluster)
	p, err := c.ADSProvider(ctx, provider, "")
	if err != nil {
		return nil, fmt.Errorf("AD provider %s: %w", provider, err)
	}
	return e.viewAD(ctx, c, p, provider), nil
}

// readADChecked is readAD with the SPNs that another account has as well, which OneFS asks the directory for one by one.
func (e *Engine) readADChecked(ctx context.Context, cluster, provider string) (*ADView, error) {
	c := e.client(cluster)
	p, err := c.CheckedADSProvider(ctx, provider)
	if err != nil {
		return nil, fmt.Errorf("AD provider %s: %w", provider, err)
	}
	v := e.viewAD(ctx, c, p, provider)
	v.Twice = p.DuplicateSPNs
	return v, nil
}

// viewAD adds the domain controller to write at.
func (e *Engine) viewAD(ctx context.Context, c *onefs.Client, p *onefs.ADSProvider, provider string) *ADView {
	v := &ADView{Provider: provider, Account: p.MachineAccount, Status: p.Status, SPNs: p.SPNs, DC: p.NodeDCAffinity}
	for _, spn := range p.RecommendedSPNs {
		if !v.has(spn) {
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
