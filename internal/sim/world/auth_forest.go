// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/ad"
	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// domainAnswers tells whether the cluster reaches a controller of the domain with that NetBIOS name.
func (c *Cluster) domainAnswers(netbios string) bool {
	f := c.world.Forest
	return f != nil && strings.EqualFold(f.NetBIOS, netbios) && f.Answers()
}

// ADSOnline tells whether the cluster reaches a controller of the provider's domain.
func (c *Cluster) ADSOnline(p ADSProvider) bool {
	f := c.world.Forest
	return f != nil && strings.EqualFold(f.Domain, p.Name) && f.Answers()
}

// Account reads a machine account of the provider's domain through the controller that the cluster uses; name "" is the cluster's own
// account. It fails as [ad.Forest.Account] does.
func (c *Cluster) Account(p ADSProvider, name string) (ad.Account, error) {
	if !c.ADSOnline(p) {
		return ad.Account{}, ad.ErrDown
	}
	return c.world.Forest.Account(p.controller(), p.account(name), c.world.Now())
}

// SPNChange is a change of the SPNs of one account.
type SPNChange struct {
	Account    string // "" is the cluster's own
	SPNs       []string
	Controller string // "" is the one that the cluster uses
	User       string // AD user who makes the change; "" is the cluster's own account
	Password   string
}

// WriteSPNs replaces the SPNs of a machine account, as the cluster itself or as the named AD user. It fails as [ad.Forest.Write] and
// [ad.Forest.Login] do, and changes nothing then.
func (c *Cluster) WriteSPNs(p ADSProvider, change SPNChange) error {
	if !c.ADSOnline(p) {
		return ad.ErrDown
	}
	f := c.world.Forest
	principal := p.MachineAccount
	if change.User != "" {
		user, err := f.Login(change.User, change.Password)
		if err != nil {
			return err
		}
		principal = user
	}
	if change.Controller == "" {
		change.Controller = p.controller()
	}
	err := f.Write(ad.Change{
		Controller: change.Controller, Principal: principal, Account: p.account(change.Account), SPNs: change.SPNs,
		At: c.world.Now(), Lag: c.world.Dials.Duration(dial.ControllerLag), Duplicates: c.world.Dials.Is(dial.SPNClash, "duplicate"),
	})
	if err == nil {
		c.CheckSPNs()
	}
	return err
}

// RecommendedSPNs is what OneFS wants on its account: for each of its service classes the cluster's own name and every SmartConnect
// name of the pools whose access zone uses the provider, in full and, by dial, in the 15-character form.
func (c *Cluster) RecommendedSPNs(p ADSProvider) []string {
	var names []string
	if p.Hostname != nil {
		names = append(names, *p.Hostname)
	}
	for _, pool := range c.Network.Pools.All() {
		if z, ok := c.Zones.Get(pool.AccessZone); ok && p.Serves(z.AuthProviders) {
			names = append(names, pool.Names()...)
		}
	}
	classes := p.Services
	if len(classes) == 0 {
		classes = []string{"HOST"}
	}
	out := []string{}
	add := func(spn string) {
		if !containsFold(out, spn) {
			out = append(out, spn)
		}
	}
	for _, class := range classes {
		for _, name := range names {
			if short, _, _ := strings.Cut(name, "."); c.world.Dials.Is(dial.ShortSPNs, "with_short") {
				add(class + "/" + short[:min(15, len(short))])
			}
			add(class + "/" + name)
		}
	}
	return out
}

// DuplicateSPNs lists the SPNs of an account that another account of the forest holds too.
func (c *Cluster) DuplicateSPNs(p ADSProvider, account ad.Account) []string {
	out := []string{}
	for _, spn := range account.SPNs {
		holders, err := c.world.Forest.HoldersAt(p.controller(), spn, c.world.Now())
		if err == nil && slices.ContainsFunc(holders, func(h string) bool { return !strings.EqualFold(h, account.Name) }) {
			out = append(out, spn)
		}
	}
	return out
}

// controller is the domain controller that the cluster uses: its preferred one, or the first that is up.
func (p ADSProvider) controller() string {
	if p.NodeDCAffinity != nil {
		return *p.NodeDCAffinity
	}
	return ""
}

func (p ADSProvider) account(name string) string {
	if name == "" {
		return p.MachineAccount
	}
	return ad.AccountName(name)
}
