// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package onefs

import (
	"context"
	"net/url"

	"github.com/onefs-dr/terraform-provider-onefs/internal/onefs/uri"
	"github.com/onefs-dr/terraform-provider-onefs/internal/permit"
)

// ADSProvider is the cluster's membership in an Active Directory domain. Its id is the domain in capitals, or the instance name.
type ADSProvider struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Instance       string `json:"instance"`
	PrimaryDomain  string `json:"primary_domain"`
	NetBIOSDomain  string `json:"netbios_domain"`
	MachineAccount string `json:"machine_account"`
	Hostname       string `json:"hostname"`
	Status         string `json:"status"`
	Site           string `json:"site"`
	Groupnet       string `json:"groupnet"`
	ZoneName       string `json:"zone_name"`
	NodeDCAffinity string `json:"node_dc_affinity"`
	// SPNs are registered on the machine account now, RecommendedSPNs what OneFS wants for its names. A list of providers has neither.
	SPNs              []string `json:"spns"`
	RecommendedSPNs   []string `json:"recommended_spns"`
	ExtraExpectedSPNs []string `json:"extra_expected_spns"`
	DuplicateSPNs     []string `json:"dup_spns"`
}

// DomainController is a domain controller that the cluster knows.
type DomainController struct {
	ID      string `json:"id"`
	Name    string `json:"dc_name"`
	Address string `json:"dc_address"`
}

// ADSUpdate replaces the SPNs of a machine account. SPNs is the whole list.
type ADSUpdate struct {
	SPNs []string
	// MachineAccount is the account to write; "" is the cluster's own.
	MachineAccount string
	// DomainController is the one to write at; "" lets OneFS choose.
	DomainController string
	// User and Password are an AD account, only where OneFS insists on one.
	User     string
	Password string
}

const adsPath = uri.ADS

// ADSProvider reads one AD provider with its SPNs, ErrNotFound if there is none. With a machine account the SPNs are that account's;
// "" is the cluster's own.
func (c *Client) ADSProvider(ctx context.Context, id, machineAccount string) (*ADSProvider, error) {
	return one[ADSProvider](ctx, c, "ads", forAccount(machineAccount), adsPath+"/{}", id)
}

// CheckedADSProvider is ADSProvider of the cluster's own account, with the SPNs that another account of the forest holds as well. OneFS
// asks the directory about each of them, so it takes longer.
func (c *Client) CheckedADSProvider(ctx context.Context, id string) (*ADSProvider, error) {
	return one[ADSProvider](ctx, c, "ads", url.Values{"check_duplicates": {"true"}}, adsPath+"/{}", id)
}

// UpdateADSProviderSPNs replaces the SPNs of a machine account. AD writes of one cluster go one at a time. One SPN must not be on two
// accounts: remove it from the old one first.
func (c *Client) UpdateADSProviderSPNs(ctx context.Context, p permit.Permit, id string, update ADSUpdate) error {
	c.secret.add(update.Password)
	body := struct {
		SPNs             []string `json:"spns"`
		DomainController string   `json:"domain_controller,omitempty"`
		User             string   `json:"user,omitempty"`
		Password         string   `json:"password,omitempty"`
	}{append([]string{}, update.SPNs...), update.DomainController, update.User, update.Password}
	return c.put(ctx, p, AreaAD, body, forAccount(update.MachineAccount), adsPath+"/{}", id)
}

// ADSControllers lists the domain controllers that a provider knows. The list has no pages.
func (c *Client) ADSControllers(ctx context.Context, id string) ([]DomainController, error) {
	return whole[DomainController](ctx, c, "controllers", nil, uri.ADSControllers, id)
}

func forAccount(machineAccount string) url.Values {
	if machineAccount == "" {
		return nil
	}
	return url.Values{"machine_account": {machineAccount}}
}
