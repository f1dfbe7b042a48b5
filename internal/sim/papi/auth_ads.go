// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package papi

import (
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var adsRoutes = []Route{
	{"GET", "/auth/providers/ads", listADS},
	{"POST", "/auth/providers/ads", joinADS},
	{"GET", "/auth/providers/ads/{ProvidersAdsId}", showADS},
	{"PUT", "/auth/providers/ads/{ProvidersAdsId}", changeADS},
	{"DELETE", "/auth/providers/ads/{ProvidersAdsId}", leaveADS},
	{"GET", "/auth/providers/ads/{Id}/controllers", listControllers},
	{"GET", "/auth/providers/ads/{Id}/domains", listDomains},
}

func (r *Request) ads(param string) (world.ADSProvider, *Answer) {
	p, ok := r.Cluster.Auth.ADS(r.Param(param))
	if !ok {
		return p, refuse(NotFound("id", "Active Directory provider '%s' not found.", r.Param(param)))
	}
	return p, nil
}

// adsStatus is the provider's own status while a controller answers.
func (r *Request) adsStatus(p world.ADSProvider) string {
	if !r.Cluster.ADSOnline(p) {
		return "offline"
	}
	return p.Status
}

func (r *Request) listedADS(p world.ADSProvider) adsListed {
	p.Status = r.adsStatus(p)
	return adsListed{ADSProvider: p, DupSPNs: []string{}}
}

func listADS(r *Request) Answer {
	all := []any{}
	for _, p := range r.Cluster.Auth.ADSProviders() {
		all = append(all, r.listedADS(p))
	}
	return OK(map[string]any{"ads": all})
}

// showADS shows one provider with the SPNs of the cluster's account, or of the one that machine_account names.
func showADS(r *Request) Answer {
	p, bad := r.ads("ProvidersAdsId")
	if bad != nil {
		return *bad
	}
	account, err := r.Cluster.Account(p, r.Query.Get("machine_account"))
	if err != nil {
		return r.directoryRefusal(err)
	}
	out := adsShown{adsListed: r.listedADS(p), RecommendedSPNs: r.Cluster.RecommendedSPNs(p), SPNs: account.SPNs}
	if out.SPNs == nil {
		out.SPNs = []string{}
	}
	if r.Flag("check_duplicates", false) {
		out.DupSPNs = r.Cluster.DuplicateSPNs(p, account)
	}
	return Item("ads", out)
}

// changeADS changes settings and, if the body has spns, the whole list of SPNs of the account. Nothing changes if one of the two
// is refused.
func changeADS(r *Request) Answer {
	p, bad := r.ads("ProvidersAdsId")
	if bad != nil {
		return *bad
	}
	in := adsChange{ADSProvider: p}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	if in.MachineAccount != p.MachineAccount {
		return BadRequest("machine_account", "the account of a joined provider cannot be changed")
	}
	if (in.User == "") != (in.Password == "") {
		return BadRequest("password", "user and password go together")
	}
	if r.has("spns") {
		if bad := r.changeSPNs(p, in); bad != nil {
			return *bad
		}
	}
	r.Cluster.Auth.PutADS(in.ADSProvider)
	return Done()
}

func (r *Request) changeSPNs(p world.ADSProvider, in adsChange) *Answer {
	other := r.Query.Get("machine_account")
	switch {
	case in.User == "" && r.World.Dials.Is(dial.SPNCredentials, dial.Required):
		return refuse(Fail(400, "AEC_ARG_REQUIRED", "user", "user and password of an Active Directory account are required to change SPNs"))
	case other != "" && r.World.Dials.Is(dial.MachineAccount, dial.Refuse):
		return refuse(BadRequest("machine_account", "SPNs of another machine account cannot be changed"))
	}
	if account, err := r.Cluster.Account(p, other); err == nil && !r.World.Dials.Is(dial.SPNCase, dial.Given) {
		in.SPNs = inCaseOf(account.SPNs, in.SPNs...)
	}
	err := r.Cluster.WriteSPNs(p, world.SPNChange{
		Account: other, SPNs: in.SPNs, Controller: in.DomainController, User: in.User, Password: in.Password,
	})
	if err != nil {
		return refuse(r.directoryRefusal(err))
	}
	return nil
}

// leaveADS forgets the provider. The account stays in the directory, as it does without an administrator's credentials.
func leaveADS(r *Request) Answer {
	p, bad := r.ads("ProvidersAdsId")
	if bad != nil {
		return *bad
	}
	r.Cluster.Auth.DeleteADS(p.ID)
	return Done()
}
