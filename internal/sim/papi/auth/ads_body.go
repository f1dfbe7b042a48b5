// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"encoding/json"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/world"
)

// adsChange is what a PUT of a provider accepts.
type adsChange struct {
	world.ADSProvider

	DomainController string   `json:"domain_controller"`
	Password         string   `json:"password"`
	ResetSchannel    bool     `json:"reset_schannel"`
	SPNs             []string `json:"spns"`
	User             string   `json:"user"`
}

// adsJoin is what a POST of a provider accepts.
type adsJoin struct {
	world.ADSProvider

	DNSDomain          string `json:"dns_domain"`
	KerberosHDFSSPN    bool   `json:"kerberos_hdfs_spn"`
	KerberosNFSSPN     bool   `json:"kerberos_nfs_spn"`
	OrganizationalUnit string `json:"organizational_unit"`
	Password           string `json:"password" required:"true"`
	User               string `json:"user" required:"true"`
}

// adsListed is a provider as the list shows it: without spns and recommended_spns (behaviour.md 8).
type adsListed struct {
	world.ADSProvider

	DupSPNs  []string        `json:"dup_spns"`
	Instance json.RawMessage `json:"instance,omitempty"`
}

// adsShown is a provider as the answer for one shows it.
type adsShown struct {
	adsListed

	RecommendedSPNs []string `json:"recommended_spns"`
	SPNs            []string `json:"spns"`
}
