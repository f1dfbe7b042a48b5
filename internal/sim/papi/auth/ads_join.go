// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// joinADS makes a machine account and registers the SmartConnect names that exist now; later ones must be added by hand (behaviour.md
// 8). Names that another account holds are left to it.
func joinADS(r *rest.Request) rest.Answer {
	in := adsJoin{ADSProvider: world.ADSProvider{
		ADSSettings: world.DefaultADSSettings(), Groupnet: "groupnet0", Status: "online", ZoneName: world.SystemZone,
	}}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	p := in.ADSProvider
	domain := strings.ToUpper(in.Name)
	p.Name, p.ID = domain, domain
	if in.Instance != "" {
		p.ID = in.Instance
	}
	if _, joined := r.Cluster.Auth.ADS(p.ID); joined {
		return rest.Conflict("name", "The provider '%s' exists already", p.ID)
	}
	f := r.World.Forest
	if f == nil || f.Domain != domain {
		return rest.BadRequest("name", "The domain '%s' cannot be found", in.Name)
	}
	if _, err := f.Login(in.User, in.Password); err != nil {
		return directoryRefusal(r, err)
	}
	lower := strings.ToLower(domain)
	name := r.Cluster.Name
	if in.MachineAccount != "" {
		name = strings.TrimSuffix(in.MachineAccount, "$")
	}
	hostname, site := strings.ToLower(name)+"."+lower, "Default-First-Site-Name"
	p.MachineAccount, p.Forest, p.Hostname, p.NetbiosDomain = ad.AccountName(name), &lower, &hostname, &f.NetBIOS
	p.PrimaryDomain, p.Site, p.Services = &domain, &site, services(in)
	var free []string
	for _, spn := range r.Cluster.RecommendedSPNs(p) {
		if len(f.Holders(spn)) == 0 {
			free = append(free, spn)
		}
	}
	f.Join(p.MachineAccount, hostname, free...)
	r.Cluster.Auth.PutADS(p)
	return rest.Created(p.ID)
}

func services(in adsJoin) []string {
	out := []string{"HOST"}
	if in.KerberosNFSSPN {
		out = append(out, "nfs")
	}
	if in.KerberosHDFSSPN {
		out = append(out, "hdfs")
	}
	return out
}

// listControllers lists the domain controllers that answer.
func listControllers(r *rest.Request) rest.Answer {
	p, bad := findADS(r, "Id")
	if bad != nil {
		return *bad
	}
	found := []any{}
	if r.Cluster.ADSOnline(p) && (!r.Query.Has("groupnet") || r.Query.Get("groupnet") == p.Groupnet) &&
		(!r.Query.Has("dc_site") || r.Query.Get("dc_site") == siteOf(p)) {
		for _, dc := range r.World.Forest.Controllers() {
			if !dc.Down {
				found = append(found, map[string]any{"id": dc.Name, "dc_name": dc.Name, "dc_address": dc.Name})
			}
		}
	}
	return rest.OK(map[string]any{"controllers": found})
}

func siteOf(p world.ADSProvider) string {
	if p.Site == nil {
		return "Default-First-Site-Name"
	}
	return *p.Site
}

// listDomains lists the joined domain; the forest has no others.
func listDomains(r *rest.Request) rest.Answer {
	p, bad := findADS(r, "Id")
	if bad != nil {
		return *bad
	}
	row := map[string]any{
		"client_site": nil, "dc_address": nil, "dc_name": nil, "dc_site": nil, "domain": p.Name, "guid": nil, "id": p.Name,
		"netbios_name": p.NetbiosDomain, "sid": nil, "status": adsStatus(r, p), "trust_type": "primary",
	}
	if r.Cluster.ADSOnline(p) {
		if dc, err := r.World.Forest.Controller(""); err == nil {
			row["dc_name"], row["dc_address"], row["dc_site"], row["client_site"] = dc.Name, dc.Name, siteOf(p), siteOf(p)
		}
	}
	return rest.OK(map[string]any{"domains": []any{row}})
}
