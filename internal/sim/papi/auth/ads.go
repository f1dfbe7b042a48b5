// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"encoding/json"
	"strconv"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/papi/rest"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

var adsRoutes = []rest.Route{
	rest.Get("/auth/providers/ads", listADS),
	rest.Post("/auth/providers/ads", joinADS),
	rest.Get("/auth/providers/ads/{ProvidersAdsId}", showADS),
	rest.Put("/auth/providers/ads/{ProvidersAdsId}", changeADS),
	rest.Delete("/auth/providers/ads/{ProvidersAdsId}", leaveADS),
	rest.Get("/auth/providers/ads/{Id}/controllers", listControllers),
	rest.Get("/auth/providers/ads/{Id}/domains", listDomains),
}

func findADS(r *rest.Request, param string) (world.ADSProvider, *rest.Answer) {
	p, ok := r.Cluster.Auth.ADS(r.Param(param))
	if !ok {
		return p, rest.Refuse(rest.NotFound("id", "Active Directory provider '%s' not found.", r.Param(param)))
	}
	return p, nil
}

// adsStatus is the provider's own status while a controller answers.
func adsStatus(r *rest.Request, p world.ADSProvider) string {
	if !r.Cluster.ADSOnline(p) {
		return "offline"
	}
	return p.Status
}

func listedADS(r *rest.Request, p world.ADSProvider) adsListed {
	p.Status = adsStatus(r, p)
	out := adsListed{ADSProvider: p, DupSPNs: []string{}, Instance: json.RawMessage(strconv.Quote(p.Instance))}
	switch dials := r.World.Dials; {
	case p.Instance != "" || dials.Is(dial.ADSInstance, dial.Empty):
	case dials.Is(dial.ADSInstance, dial.Absent):
		out.Instance = nil
	default:
		out.Instance = json.RawMessage("null")
	}
	return out
}

func listADS(r *rest.Request) rest.Answer {
	all := []any{}
	for _, p := range r.Cluster.Auth.ADSProviders() {
		all = append(all, listedADS(r, p))
	}
	return rest.OK(map[string]any{"ads": all})
}

// showADS shows one provider with the SPNs of the cluster's account, or of the one that machine_account names.
func showADS(r *rest.Request) rest.Answer {
	p, bad := findADS(r, "ProvidersAdsId")
	if bad != nil {
		return *bad
	}
	account, err := r.Cluster.Account(p, r.Query.Get("machine_account"))
	if err != nil {
		return directoryRefusal(r, err)
	}
	out := adsShown{adsListed: listedADS(r, p), RecommendedSPNs: r.Cluster.RecommendedSPNs(p), SPNs: account.SPNs}
	if out.SPNs == nil {
		out.SPNs = []string{}
	}
	if r.Flag("check_duplicates", false) {
		out.DupSPNs = r.Cluster.DuplicateSPNs(p, account)
	}
	return rest.Item("ads", out)
}

// changeADS changes settings and, if the body has spns, the whole list of SPNs of the account. Nothing changes if one of the two
// is refused.
func changeADS(r *rest.Request) rest.Answer {
	p, bad := findADS(r, "ProvidersAdsId")
	if bad != nil {
		return *bad
	}
	in := adsChange{ADSProvider: p}
	if bad := r.Edit(&in); bad != nil {
		return *bad
	}
	if in.MachineAccount != p.MachineAccount {
		return rest.BadRequest("machine_account", "the account of a joined provider cannot be changed")
	}
	if (in.User == "") != (in.Password == "") {
		return rest.BadRequest("password", "user and password go together")
	}
	if r.Has("spns") {
		if bad := changeSPNs(r, p, in); bad != nil {
			return *bad
		}
	}
	r.Cluster.Auth.PutADS(in.ADSProvider)
	return rest.Done()
}

func changeSPNs(r *rest.Request, p world.ADSProvider, in adsChange) *rest.Answer {
	other := r.Query.Get("machine_account")
	switch {
	case in.User == "" && r.World.Dials.Is(dial.SPNCredentials, dial.Required):
		return rest.Refuse(rest.Fail(400, "AEC_ARG_REQUIRED", "user",
			"user and password of an Active Directory account are required to change SPNs"))
	case other != "" && r.World.Dials.Is(dial.MachineAccount, dial.Refuse):
		return rest.Refuse(rest.BadRequest("machine_account", "SPNs of another machine account cannot be changed"))
	}
	if account, err := r.Cluster.Account(p, other); err == nil && !r.World.Dials.Is(dial.SPNCase, dial.Given) {
		in.SPNs = rest.InCaseOf(account.SPNs, in.SPNs...)
	}
	err := r.Cluster.WriteSPNs(p, world.SPNChange{
		Account: other, SPNs: in.SPNs, Controller: in.DomainController, User: in.User, Password: in.Password,
	})
	if err != nil {
		return rest.Refuse(directoryRefusal(r, err))
	}
	return nil
}

// leaveADS forgets the provider. The account stays in the directory, as it does without an administrator's credentials.
func leaveADS(r *rest.Request) rest.Answer {
	p, bad := findADS(r, "ProvidersAdsId")
	if bad != nil {
		return *bad
	}
	r.Cluster.Auth.DeleteADS(p.ID)
	return rest.Done()
}
