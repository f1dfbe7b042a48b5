// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"
)

// ADSProvider is one joined Active Directory domain (/auth/providers/ads, version 14). SPNs are not here: they live on machine
// accounts in the [Forest]. Slices are replaced, never written in place.
type ADSProvider struct {
	ADSSettings

	ControllerTime *int64  `json:"controller_time"`
	Forest         *string `json:"forest" api:"read"`
	Groupnet       string  `json:"groupnet" api:"create" max:"255"`
	Hostname       *string `json:"hostname" api:"read"`
	ID             string  `json:"id" api:"read"`
	Instance       string  `json:"instance" api:"create" max:"255"`
	MachineAccount string  `json:"machine_account" max:"255"` // such as PS1$
	Name           string  `json:"name" api:"create" required:"true" max:"64"`
	NetbiosDomain  *string `json:"netbios_domain" api:"read"`
	PrimaryDomain  *string `json:"primary_domain" api:"read"`
	Site           *string `json:"site" api:"read"`
	Status         string  `json:"status" api:"read"`
	System         bool    `json:"system" api:"read"`
	ZoneName       string  `json:"zone_name" api:"read"`

	// Services are the service classes that OneFS wants an SPN of for each name, such as HOST and nfs.
	Services []string `json:"-"`
}

// ADSSettings are the properties that a PUT may change.
type ADSSettings struct {
	AllocateGIDs            bool     `json:"allocate_gids"`
	AllocateUIDs            bool     `json:"allocate_uids"`
	AssumeDefaultDomain     bool     `json:"assume_default_domain"`
	Authentication          bool     `json:"authentication"`
	CheckOnlineInterval     int64    `json:"check_online_interval" range:"30,86400"` // seconds
	CreateHomeDirectory     bool     `json:"create_home_directory"`
	DomainOfflineAlerts     bool     `json:"domain_offline_alerts"`
	ExtraExpectedSPNs       []string `json:"extra_expected_spns"`
	FindableGroups          []string `json:"findable_groups"`
	FindableUsers           []string `json:"findable_users"`
	HomeDirectoryTemplate   string   `json:"home_directory_template"`
	IgnoreAllTrusts         bool     `json:"ignore_all_trusts"`
	IgnoredTrustedDomains   []string `json:"ignored_trusted_domains"`
	IncludeTrustedDomains   []string `json:"include_trusted_domains"`
	LDAPSignAndSeal         bool     `json:"ldap_sign_and_seal"`
	LoginShell              string   `json:"login_shell"`
	LookupDomains           []string `json:"lookup_domains"`
	LookupGroups            bool     `json:"lookup_groups"`
	LookupNormalizeGroups   bool     `json:"lookup_normalize_groups"`
	LookupNormalizeUsers    bool     `json:"lookup_normalize_users"`
	LookupUsers             bool     `json:"lookup_users"`
	MachinePasswordChanges  bool     `json:"machine_password_changes"`
	MachinePasswordLifespan int64    `json:"machine_password_lifespan" range:"3600,31536000"` // seconds
	NodeDCAffinity          *string  `json:"node_dc_affinity"`
	NodeDCAffinityTimeout   *int64   `json:"node_dc_affinity_timeout"`
	NSSEnumeration          bool     `json:"nss_enumeration"`
	RestrictFindable        bool     `json:"restrict_findable"`
	RPCCallTimeout          int64    `json:"rpc_call_timeout" range:"0,3600"` // seconds
	ServerRetryLimit        int64    `json:"server_retry_limit" range:"0,65535"`
	SFUSupport              string   `json:"sfu_support" enum:"none,rfc2307"`
	StoreSFUMappings        bool     `json:"store_sfu_mappings"`
	UnfindableGroups        []string `json:"unfindable_groups"`
	UnfindableUsers         []string `json:"unfindable_users"`
}

// DefaultADSSettings are the settings of a fresh join.
func DefaultADSSettings() ADSSettings {
	return ADSSettings{
		AllocateGIDs: true, AllocateUIDs: true, Authentication: true, CheckOnlineInterval: 300,
		ExtraExpectedSPNs: []string{}, FindableGroups: []string{}, FindableUsers: []string{},
		HomeDirectoryTemplate: "/ifs/home/%D/%U", IgnoredTrustedDomains: []string{}, IncludeTrustedDomains: []string{},
		LoginShell: "/bin/zsh", LookupDomains: []string{}, LookupGroups: true, LookupNormalizeGroups: true,
		LookupNormalizeUsers: true, LookupUsers: true, MachinePasswordChanges: true, MachinePasswordLifespan: 31536000,
		RPCCallTimeout: 60, ServerRetryLimit: 5, SFUSupport: "none", UnfindableGroups: []string{}, UnfindableUsers: []string{},
	}
}

// ADS returns the provider of that id: the domain in capitals, or the instance name.
func (a *Auth) ADS(id string) (ADSProvider, bool) { return a.ads.Get(id) }

// ADSProviders lists the providers in the order they were joined.
func (a *Auth) ADSProviders() []ADSProvider { return a.ads.Values() }

// PutADS adds a provider or replaces the one of the same id.
func (a *Auth) PutADS(p ADSProvider) { a.ads.Put(p.ID, p) }

// DeleteADS forgets a provider and tells whether there was one.
func (a *Auth) DeleteADS(id string) bool { return a.ads.Delete(id) }

// ZoneProvider is how an access zone's auth_providers list names an AD provider.
func (p ADSProvider) ZoneProvider() string { return "lsa-activedirectory-provider:" + p.ID }

// Serves tells whether a zone that has these auth_providers uses the provider.
func (p ADSProvider) Serves(authProviders []string) bool {
	return slices.ContainsFunc(authProviders, func(name string) bool { return strings.EqualFold(name, p.ZoneProvider()) })
}
